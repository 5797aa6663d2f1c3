import { App } from 'cdk8s';
import { AnyEgressChart } from '../../examples/any-egress/chart';
import { BookinfoChart } from '../../examples/bookinfo/chart';
import { Mesh } from '../../lib';

const SELECTOR = { labels: { app: 'reviews' } };

/** What is not known of a call to reviews, and of one from outside, with an EnvoyFilter in the cluster. */
function unknown(metadata: object, spec: object): { readonly inMesh: string[]; readonly atGateway: string[] } {
  const filter = { apiVersion: 'networking.istio.io/v1alpha3', kind: 'EnvoyFilter', metadata, spec };
  const mesh = Mesh.of(new BookinfoChart(new App()), { externals: [filter] });
  const texts = (trace: ReturnType<Mesh['get']>): string[] =>
    trace.unknown.filter(({ what }) => what === 'patches').map(({ text }) => text);
  return {
    inMesh: texts(mesh.from('bookinfo/productpage-v1').get('http://reviews:9080/')),
    atGateway: texts(mesh.get('https://bookinfo.example.com/')),
  };
}

const patch = (context?: string): object => ({
  applyTo: 'HTTP_FILTER',
  ...(context !== undefined && { match: { context } }),
  patch: { operation: 'INSERT_BEFORE', value: { name: 'lua' } },
});
const said = (filter: string, ...proxies: string[]): string[] =>
  proxies.map(
    (proxy) => `EnvoyFilter ${filter} changes the configuration of ${proxy}. What it does to the call is not followed.`,
  );

const [PAGE, V1, V2] = ['bookinfo/productpage-v1', 'bookinfo/reviews-v1', 'bookinfo/reviews-v2'] as const;
const GATEWAY = 'istio-system/istio-ingressgateway';

describe('an EnvoyFilter for a proxy on the way is said', () => {
  test.each<[string, object, object, string[], string[]]>([
    [
      'of the namespace, for any part',
      { name: 'all', namespace: 'bookinfo' },
      { configPatches: [patch()] },
      said('bookinfo/all', PAGE, V1, V2),
      said('bookinfo/all', PAGE),
    ],
    [
      'for what comes in',
      { name: 'in', namespace: 'bookinfo' },
      { workloadSelector: SELECTOR, configPatches: [patch('SIDECAR_INBOUND')] },
      said('bookinfo/in', V1, V2),
      [],
    ],
    [
      'for what goes out',
      { name: 'out', namespace: 'bookinfo' },
      { configPatches: [patch('SIDECAR_OUTBOUND')] },
      said('bookinfo/out', PAGE),
      [],
    ],
    [
      'of the root namespace, for gateways',
      { name: 'edge', namespace: 'istio-system' },
      { configPatches: [patch('GATEWAY')] },
      [],
      said('istio-system/edge', GATEWAY),
    ],
    ['of another namespace: none', { name: 'other', namespace: 'other' }, { configPatches: [patch()] }, [], []],
    [
      'for pods that are not on the way: none',
      { name: 'ratings', namespace: 'bookinfo' },
      { workloadSelector: { labels: { app: 'ratings' } }, configPatches: [patch()] },
      [],
      [],
    ],
  ])('%s', (_, metadata, spec, inMesh, atGateway) => {
    expect(unknown(metadata, spec)).toEqual({ inMesh, atGateway });
  });

  test('but for one that is followed', () => {
    const trace = Mesh.of(new AnyEgressChart(new App())).from('default/*').get('https://en.wikipedia.org/');
    expect(trace.unknown).toEqual([]);
  });
});
