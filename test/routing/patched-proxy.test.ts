import { App } from 'cdk8s';
import { AnyEgressChart } from '../../examples/any-egress/chart';
import { BookinfoChart } from '../../examples/bookinfo/chart';
import { Mesh } from '../../lib';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { SHOP, deployment, manifest, namespace, service } from '../manifests';
import type { ShortCall } from './calls';
import { ask } from './calls';
import { meshOf } from './tables';

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

describe('code that a proxy on the way runs is said', () => {
  const plugin = (key: string, spec: object, kind = 'WasmPlugin'): Manifest =>
    manifest(`extensions.istio.io/v1alpha1/${kind}`, key, { url: 'oci://registry.example.com/auth:1', ...spec });
  const target = (kind: string, name: string, group = 'gateway.networking.k8s.io'): object => ({
    targetRefs: [{ group, kind, name }],
  });
  const GATEWAYS: readonly Manifest[] = [
    SHOP,
    service('shop/web', [80]),
    deployment('shop/web', { app: 'web' }),
    deployment('shop/client', { app: 'client' }),
    manifest('gateway.networking.k8s.io/v1/Gateway', 'shop/edge', {
      gatewayClassName: 'istio',
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
    }),
    manifest('HTTPRoute', 'shop/web', {
      parentRefs: [{ name: 'edge' }],
      rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
    }),
  ];
  const runs = (url: string, call: ShortCall, ...more: readonly Manifest[]): string[] =>
    ask(meshOf([...GATEWAYS, ...more]), url, call)
      .unknown.filter(({ what }) => what === 'patches')
      .map(({ text }) => text.replace(' runs code in ', ' in ').replace(/\. What.*/, ''));

  test.each<[string, Manifest, string[], string[]]>([
    ['of the namespace', plugin('shop/a', {}), ['shop/edge-istio', 'shop/web'], ['shop/client', 'shop/web']],
    [
      'of the root namespace',
      plugin('istio-system/a', {}),
      ['shop/edge-istio', 'shop/web'],
      ['shop/client', 'shop/web'],
    ],
    ['of another namespace', plugin('other/a', {}), [], []],
    ['for labels', plugin('shop/a', { selector: { matchLabels: { app: 'web' } } }), ['shop/web'], ['shop/web']],
    ['for a Gateway', plugin('shop/a', target('Gateway', 'edge')), ['shop/edge-istio'], []],
    ['for a Service without a waypoint', plugin('shop/a', target('Service', 'web', '')), [], []],
    ['for clients', plugin('shop/a', { match: [{ mode: 'CLIENT' }] }), ['shop/edge-istio'], ['shop/client']],
    ['for servers', plugin('shop/a', { match: [{ mode: 'SERVER' }] }), ['shop/web'], ['shop/web']],
    [
      'for the port',
      plugin('shop/a', { match: [{ ports: [{ number: 80 }] }] }),
      ['shop/edge-istio', 'shop/web'],
      ['shop/client', 'shop/web'],
    ],
    ['for another port', plugin('shop/a', { match: [{ ports: [{ number: 81 }] }] }), [], []],
  ])('%s', (_, extension, atGateway, inMesh) => {
    const said = (...proxies: string[]): string[] =>
      proxies.map((proxy) => `WasmPlugin ${(extension.metadata as { namespace: string }).namespace}/a in ${proxy}`);
    expect(runs('web.example.com/', {}, extension)).toEqual(said(...atGateway));
    expect(runs('web/', { from: 'shop/client' }, extension)).toEqual(said(...inMesh));
  });

  test('a TrafficExtension', () => {
    const lua = plugin('shop/a', { lua: { inlineCode: '' } }, 'TrafficExtension');
    expect(runs('web/', { from: 'shop/client' }, lua)).toEqual([
      'TrafficExtension shop/a in shop/client',
      'TrafficExtension shop/a in shop/web',
    ]);
  });

  test('for a Service at its waypoint', () => {
    const waypoint = manifest('gateway.networking.k8s.io/v1/Gateway', 'shop/way', {
      gatewayClassName: 'istio-waypoint',
      listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
    });
    const ambient = namespace('shop', { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'way' });
    const way = (...more: Manifest[]): string[] => runs('web/', { from: 'shop/client' }, ambient, waypoint, ...more);
    expect(way(plugin('shop/a', target('Service', 'web', '')))).toEqual(['WasmPlugin shop/a in shop/way']);
    expect(way(plugin('shop/a', target('Service', 'other', '')))).toEqual([]);
    expect(way(plugin('shop/a', target('Gateway', 'way')))).toEqual(['WasmPlugin shop/a in shop/way']);
    expect(way(plugin('shop/a', {}))).toEqual([]);
  });
});
