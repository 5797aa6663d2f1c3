import { withManifests } from '../../lib/load/externals';

test('each place where settings have manifests is read, and the rest is left as it is', () => {
  const fields: string[] = [];
  const read = (given: unknown, field: string): unknown[] => {
    fields.push(field);
    return typeof given === 'string' ? [`${given} 1`, `${given} 2`] : [given];
  };
  const settings = {
    world: 'closed',
    externals: ['a', { kind: 'b' }],
    otherClusters: [{ name: 'east', manifests: ['c'] }, { name: 'west' }, 'wrong'],
  };
  expect(withManifests(settings, read)).toEqual({
    world: 'closed',
    externals: ['a 1', 'a 2', { kind: 'b' }],
    otherClusters: [{ name: 'east', manifests: ['c 1', 'c 2'] }, { name: 'west' }, 'wrong'],
  });
  expect(fields).toEqual(['externals[0]', 'externals[1]', 'otherClusters[0].manifests[0]']);
  expect(withManifests({ externals: 'a', otherClusters: {} }, read)).toEqual({ externals: 'a', otherClusters: {} });
});
