import { checkManifests } from '../../lib/checks/check-manifests';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { destinationRule, service, subsets, virtualService } from '../manifests';

const host = 'reviews.shop.svc.cluster.local';
const reviews = service('shop/reviews');
const rule = (...names: string[]): Manifest => destinationRule('shop/reviews', { host, ...subsets(...names) });
const routes = (name: string, ...names: string[]): Manifest =>
  virtualService(`shop/${name}`, {
    hosts: [host],
    http: names.map((subset) => ({ name: subset, route: [{ destination: { host, subset } }] })),
  });

const ABOUT = ['CDI0003', 'IST0101', 'IST0109', 'KIA1107'];
const found = (...manifests: Manifest[]): string[] =>
  checkManifests([reviews, ...manifests])
    .filter(({ code }) => ABOUT.includes(code))
    .map(({ code, object, path }) => `${code} ${object.kind} ${object.name} ${path}`);

const MISSING = [
  'IST0101 VirtualService reviews spec.http[0].route[0].destination.subset',
  'KIA1107 VirtualService reviews spec.http[0].route[0].destination.subset',
];

describe('two manifests for one object', () => {
  test('do not make others wrong that are right with one of them', () => {
    expect(found(routes('reviews', 'v1'), rule('v1'), rule('v2'))).toEqual([
      'CDI0003 DestinationRule reviews metadata.name',
    ]);
    expect(found(routes('reviews', 'v1'), rule('v2'), rule('v1'))).toEqual([
      'CDI0003 DestinationRule reviews metadata.name',
    ]);
  });

  test('leave wrong what is wrong with both', () => {
    expect(found(routes('reviews', 'v3'), rule('v1'), rule('v2')).slice().sort()).toEqual(
      ['CDI0003 DestinationRule reviews metadata.name', ...MISSING].sort(),
    );
  });

  test('that are the same are as wrong as one', () => {
    const wrong = routes('reviews', 'v2');
    expect(
      found(wrong, { ...wrong }, rule('v1'))
        .slice()
        .sort(),
    ).toEqual(['CDI0003 VirtualService reviews metadata.name', ...MISSING].sort());
  });

  test('are told as what they may be', () => {
    const [{ message, fix }] = checkManifests([reviews, rule('v1'), rule('v1')]).filter(
      ({ code }) => code === 'CDI0003',
    );
    expect([message, fix]).toEqual([
      'Another manifest also describes DestinationRule shop/reviews. The one applied last replaces the other.',
      'Remove one of the two, merge them, or rename one or move it to another namespace. If they are alternatives, such as overlays or steps of a tutorial, check one at a time.',
    ]);
  });

  test('one of which is found by nobody is as good as alone', () => {
    expect(found(routes('reviews', 'v2'), rule('v1'))).toEqual(MISSING);
  });
});
