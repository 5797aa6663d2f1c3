import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, external, service, virtualService } from '../../manifests';
import { said } from './findings';

const subset = (name: string): object => ({ name, labels: { version: name } });
const to = (host: string, name: string, key = 'shop/web'): Manifest =>
  virtualService(key, { hosts: ['www.example.com'], http: [{ route: [{ destination: { host, subset: name } }] }] });
const reviews = service('shop/reviews', [9080]);
const rule = (...names: string[]): Manifest =>
  destinationRule('shop/reviews', { host: 'reviews', subsets: names.map(subset) });

test('another subset is near', () => {
  expect(said('IST0101', [reviews, rule('v1', 'v2'), to('reviews', 'v3')])).toEqual([
    {
      where: 'error VirtualService shop/web spec.http[0].route[0].destination.subset',
      message:
        '"reviews" has no subset "v3": DestinationRule shop/reviews has v1, v2. Envoy has no such cluster: requests that take this ' +
        'route get 503 with the response flag NC.',
      fix: 'Write subset: v1, or add v3 to DestinationRule shop/reviews.',
    },
  ]);
});

test('no subset is near, or there is none', () => {
  expect(said('IST0101', [reviews, rule('v1', 'v2'), to('reviews', 'canary')])[0].fix).toBe(
    'Add the subset canary to DestinationRule shop/reviews, or write one of v1, v2.',
  );
  expect(said('IST0101', [reviews, rule(), to('reviews', 'canary')])[0]).toMatchObject({
    message: expect.stringContaining('DestinationRule shop/reviews has none.'),
    fix: 'Add the subset canary to DestinationRule shop/reviews.',
  });
});

test('without any rule for the host someone else may have it', () => {
  expect(said('IST0101', [reviews, to('reviews', 'v1')])[0]).toMatchObject({
    where: expect.stringContaining('warning'),
    message: expect.stringContaining('no DestinationRule is for this host'),
  });
  expect(said('IST0101', [reviews, to('reviews', 'v1')], { world: 'closed' })[0].where).toContain('error');
});

test('a rule next to the ServiceEntry works, though istioctl says no', () => {
  const entry = external('bank/ext', ['api.example.com']);
  const there = destinationRule('bank/ext', { host: 'api.example.com', subsets: [subset('v1')] });
  expect(said('IST0101', [entry, there, to('api.example.com', 'v1')])).toMatchObject([
    {
      where: 'info VirtualService shop/web spec.http[0].route[0].destination.subset',
      message: expect.stringContaining('DestinationRule bank/ext has the subset "v1"'),
    },
  ]);
  expect(said('IST0101', [entry, there, to('api.example.com', 'v2')])[0].where).toContain('warning');
});

describe('a DestinationRule with exactly these subsets, for a host that nothing has', () => {
  const split = (key = 'shop/web'): Manifest =>
    virtualService(key, {
      hosts: ['reviews'],
      http: [{ route: ['v1', 'v2'].map((name) => ({ destination: { host: 'reviews', subset: name } })) }],
    });
  const stray = (host: string, ...names: string[]): Manifest =>
    destinationRule('shop/stray', { host, subsets: names.map(subset) });

  test('is named', () => {
    const found = said('IST0101', [reviews, stray('wares', 'v2', 'v1'), split()]);
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({
      where: 'warning VirtualService shop/web spec.http[0].route[0].destination.subset',
      message: expect.stringContaining(
        '"reviews" has no subset "v1": DestinationRule shop/stray has v1, v2, but for the host wares.',
      ),
      fix: 'Write host: reviews in DestinationRule shop/stray, if it is meant for this host.',
    });
  });

  test.each<[string, Manifest[]]>([
    ['that has other subsets', [stray('wares', 'v1')]],
    ['whose host is there', [service('shop/wares'), stray('wares', 'v1', 'v2')]],
    ['of another namespace', [destinationRule('bank/stray', { host: 'wares', subsets: ['v1', 'v2'].map(subset) })]],
    ['whose host is called', [stray('wares', 'v1', 'v2'), to('wares', 'v1', 'shop/wares')]],
  ])('and none %s', (_, others) => {
    expect(said('IST0101', [reviews, ...others, split()]).some(({ fix }) => fix.includes('Write host:'))).toBe(false);
  });
});
