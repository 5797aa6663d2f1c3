import { gatewayManifests } from '../../lib/checks/external-manifests';
import { helmGateway } from '../../lib/istio/installed-gateways';
import { externalManifests, withManifests } from '../../lib/load/externals';

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

describe('a gateway of the Helm chart', () => {
  const read = (given: object): unknown[] => externalManifests(given, '', () => []);

  test('is known by its release', () => {
    const namespace = 'istio-ingress';
    expect(read({ helmGateway: 'edge', namespace })).toEqual([gatewayManifests({ ...helmGateway('edge'), namespace })]);
    expect(read({ helmGateway: 'edge', namespace, serviceAccount: 'gate' })).toEqual([
      gatewayManifests({ ...helmGateway('edge', 'gate'), namespace }),
    ]);
  });

  const EXAMPLE = 'Write { helmGateway: istio-ingress, namespace: istio-ingress }.';
  test.each([
    [{ helmGateway: 'edge' }, `namespace of a Helm gateway is missing. ${EXAMPLE}`],
    [{ helmGateway: 5, namespace: 'edge' }, `helmGateway of a Helm gateway is not a name. ${EXAMPLE}`],
    [
      { helmGateway: 'edge', namspace: 'edge', namespace: 'edge' },
      `a Helm gateway has no namspace, only helmGateway, namespace and serviceAccount. ${EXAMPLE}`,
    ],
  ])('%j is rejected', (given, message) => {
    expect(() => read(given)).toThrow(message);
  });

  test('any other manifest stays as it is', () => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
    expect(read(namespace)).toEqual([namespace]);
  });
});
