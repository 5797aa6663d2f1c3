import { ApiObject, Chart, Testing } from 'cdk8s';
import { CanaryRelease, Destination, IstioChecks, ServiceRef, Version, VirtualService, World } from 'cdk8s-istio';
import { checkAll } from '../../lib/checks/check-manifests';

/** A route to a host that is not there: IST0101 at the destination, KIA1101 there too. */
function broken(): { chart: Chart; route: VirtualService } {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  const route = new VirtualService(chart, 'Reviews', {
    metadata: { name: 'reviews' },
    hosts: ['reviews'],
    http: [{ route: [Destination.host('reviews')] }],
  });
  return { chart, route };
}

const codes = (chart: Chart): string[] => [
  ...new Set(
    IstioChecks.on(chart, { world: World.CLOSED })
      .findings()
      .map(({ code }) => code),
  ),
];

test('a finding is accepted where it is made, for istioctl and Kiali too', () => {
  const { chart, route } = broken();
  IstioChecks.accept(route, 'IST0101', 'reviews comes with the next release');
  IstioChecks.accept(route, 'KIA1101', 'as above');
  const [manifest] = Testing.synth(chart) as { metadata: { annotations: object } }[];
  expect(manifest.metadata.annotations).toEqual({
    'accept.cdk8s-istio/IST0101': 'reviews comes with the next release',
    'accept.cdk8s-istio/KIA1101': 'as above',
    'galley.istio.io/analyze-suppress': 'IST0101',
    'kiali.io/ignore-validations': 'KIA1101',
  });
  expect(codes(chart)).toEqual([]);
});

test('only the code that is named', () => {
  const { chart, route } = broken();
  const all = codes(chart);
  expect(all).toEqual(expect.arrayContaining(['IST0101']));
  const again = broken();
  IstioChecks.accept(again.route, 'IST0101', 'reviews comes with the next release');
  expect(codes(again.chart)).toEqual(all.filter((code) => code !== 'IST0101'));
  expect(route.node.path).toBe(again.route.node.path);
});

test('codes that the object accepts already stay', () => {
  const { chart, route } = broken();
  ApiObject.of(route).metadata.addAnnotation('galley.istio.io/analyze-suppress', 'IST0118');
  IstioChecks.accept(route, 'IST0101', 'known');
  const [{ metadata }] = Testing.synth(chart) as { metadata: { annotations: Record<string, string> } }[];
  expect(metadata.annotations['galley.istio.io/analyze-suppress']).toBe('IST0118,IST0101');
});

test('what was taken away is counted with its reason, and what takes nothing away is named', () => {
  const { chart, route } = broken();
  IstioChecks.accept(route, 'IST0101', 'known');
  IstioChecks.accept(route, 'IST0118', 'was once needed');
  const { suppressed, unused } = checkAll(Testing.synth(chart) as unknown[]);
  const object = 'VirtualService shop/reviews';
  expect(suppressed).toEqual([{ suppression: { code: 'IST0101', object, reason: 'known' }, count: 1 }]);
  expect(unused).toEqual([{ code: 'IST0118', object, reason: 'was once needed' }]);
});

test('an annotation without a reason accepts nothing', () => {
  const { chart, route } = broken();
  ApiObject.of(route).metadata.addAnnotation('accept.cdk8s-istio/IST0101', ' ');
  expect(codes(chart)).toContain('IST0101');
});

test('synth prints an acceptance that takes nothing away', () => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const app = Testing.app();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const object = new ApiObject(chart, 'Config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' } });
  IstioChecks.on(app);
  IstioChecks.accept(object, 'IST0118', 'was once needed');
  app.synth();
  expect(stderr.mock.calls.map(([text]) => String(text)).join('')).toMatch(
    /IstioChecks: .*IST0118.*ConfigMap shop\/config/,
  );
  stderr.mockRestore();
});

describe('refuses', () => {
  const { chart, route } = broken();
  IstioChecks.accept(route, 'IST0118', 'first');
  const release = new CanaryRelease(chart, 'Cart', {
    service: ServiceRef.fromName('cart', { ports: [{ port: 80 }] }),
    stable: Version.labelled('v1', { version: 'v1' }),
    canary: Version.labelled('v2', { version: 'v2' }),
  });
  test.each([
    [
      'a code that is none',
      () => IstioChecks.accept(route, 'IST9999', 'x'),
      '"IST9999" is not a code. `cdk8s-istio check --list` prints all of them.',
    ],
    [
      'no reason',
      () => IstioChecks.accept(route, 'IST0101', ''),
      'shop/Reviews accepts IST0101 without a reason. Say why: the next reader will ask.',
    ],
    [
      'a second reason',
      () => IstioChecks.accept(route, 'IST0118', 'second'),
      'shop/Reviews already accepts IST0118: first. Write one reason.',
    ],
    [
      'several objects',
      () => IstioChecks.accept(release, 'IST0101', 'x'),
      'shop/Cart makes 2 objects: shop/Cart/DestinationRule, shop/Cart/VirtualService. Write the one that the finding is about.',
    ],
    [
      'no construct',
      () => IstioChecks.accept('reviews' as never, 'IST0101', 'x'),
      '"reviews" is not a construct. Write the resource that the finding is about.',
    ],
  ])('%s', (_, accept, message) => {
    expect(accept).toThrow(`IstioChecks.accept: ${message}`);
  });
});
