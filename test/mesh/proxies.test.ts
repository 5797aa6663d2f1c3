import type { Gateway } from '../../lib/mesh/gateways';
import type { Proxy } from '../../lib/mesh/proxies';
import { namespacesOfGateway, proxies, proxiesOfGateway, sidecarOf } from '../../lib/mesh/proxies';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { apiGateway, deployment, INJECTED, manifest, namespace, service } from '../manifests';

const meshed = (name: string): Manifest => namespace(name, INJECTED);
const gateway = (key: string, selector?: Record<string, string>): Manifest => manifest('Gateway', key, { selector });
const edge = deployment('edge/edge', { istio: 'ingressgateway' });

const keys = (list: readonly Proxy[]): string[] => list.map(({ namespace, name }) => `${namespace}/${name}`);

function of(...manifests: Manifest[]): {
  sidecars: string[];
  gateways: string[];
  waypoints: string[];
  asked: string[][];
} {
  const mesh = new Mesh(manifests);
  const { sidecars, gateways, waypoints } = proxies(mesh);
  const asked = mesh.all('networking.istio.io/Gateway').map((each: Gateway) => keys(proxiesOfGateway(mesh, each)));
  return { sidecars: keys(sidecars), gateways: keys(gateways), waypoints: keys(waypoints), asked };
}

test('pods with a proxy are sidecars, those that a Gateway selects are gateways', () => {
  expect(
    of(
      meshed('shop'),
      namespace('batch'),
      deployment('shop/web', { app: 'web' }),
      deployment('batch/job', { app: 'job' }),
      edge,
      gateway('shop/web', { istio: 'ingressgateway' }),
    ),
  ).toEqual({ sidecars: ['shop/web'], gateways: ['edge/edge'], waypoints: [], asked: [['edge/edge']] });
});

test('a Gateway selects pods of all namespaces', () => {
  const { asked } = of(
    edge,
    deployment('other/edge', { istio: 'ingressgateway' }),
    gateway('shop/web', { istio: 'ingressgateway' }),
  );
  expect(asked).toEqual([['edge/edge', 'other/edge']]);
});

test('a proxy that is started as a gateway is one, selected or not', () => {
  const container = { name: 'istio-proxy', image: 'auto', args: ['proxy', 'router'] };
  const template = {
    metadata: { labels: { app: 'b' }, annotations: { 'inject.istio.io/templates': 'gateway' } },
    spec: {},
  };
  expect(
    of(
      deployment('edge/a', { app: 'a' }, { containers: [container] }),
      manifest('Deployment', 'edge/b', { template }),
      deployment('edge/c', { app: 'c' }, { containers: [{ name: 'istio-proxy', image: 'auto' }] }),
      deployment('edge/d', { app: 'd' }, { containers: [{ ...container, args: ['proxy', 'sidecar'] }] }),
      gateway('shop/all'),
      gateway('shop/a', { app: 'a' }),
      gateway('shop/none', { app: 'none' }),
    ),
  ).toEqual({
    sidecars: ['edge/d'],
    gateways: ['edge/a', 'edge/b', 'edge/c'],
    waypoints: [],
    asked: [['edge/a', 'edge/b', 'edge/c'], ['edge/a'], []],
  });
});

test('the gateways of an installation are in the root namespace, where someone asks for them and nobody else is them', () => {
  expect(
    of(gateway('shop/web', { istio: 'ingressgateway' }), gateway('shop/out', { app: 'istio-egressgateway' })),
  ).toEqual({
    sidecars: [],
    gateways: ['istio-system/istio-ingressgateway', 'istio-system/istio-egressgateway'],
    waypoints: [],
    asked: [['istio-system/istio-ingressgateway'], ['istio-system/istio-egressgateway']],
  });
  expect(of(edge, gateway('shop/web', { istio: 'ingressgateway' })).gateways).toEqual(['edge/edge']);
  expect(of(gateway('shop/web', { istio: 'ingressgateway', team: 'a' })).asked).toEqual([
    ['istio-system/istio-ingressgateway'],
  ]);
  expect(of(gateway('shop/web', { istio: 'other' })).gateways).toEqual([]);
});

test('gateways and waypoints of the Gateway API are made by istiod', () => {
  const of1 = (key: string, gatewayClassName: string, more: object = {}): Manifest =>
    apiGateway(key, { gatewayClassName, listeners: [], ...more });
  const mesh = new Mesh([
    of1('shop/front', 'istio'),
    of1('shop/way', 'istio-waypoint'),
    of1('shop/other', 'nginx'),
    of1('shop/by-hand', 'istio', { addresses: [{ type: 'Hostname', value: 'edge.edge.svc.cluster.local' }] }),
  ]);
  const { gateways, waypoints } = proxies(mesh);
  expect(gateways).toEqual([
    {
      kind: 'gateway',
      namespace: 'shop',
      name: 'front-istio',
      annotations: {},
      labels: expect.objectContaining({ 'gateway.networking.k8s.io/gateway-name': 'front' }) as object,
    },
  ]);
  expect(waypoints).toEqual([
    {
      kind: 'waypoint',
      namespace: 'shop',
      name: 'way',
      annotations: {},
      labels: expect.objectContaining({ 'gateway.networking.k8s.io/gateway-name': 'way' }) as object,
    },
  ]);
});

test('the namespaces of a Gateway', () => {
  const mesh = new Mesh([
    edge,
    deployment('edge/more', { istio: 'ingressgateway' }),
    gateway('shop/web', { istio: 'ingressgateway' }),
    gateway('shop/none', { app: 'none' }),
  ]);
  const [web, none] = mesh.all('networking.istio.io/Gateway');
  expect(namespacesOfGateway(mesh, web)).toEqual(['edge']);
  expect(namespacesOfGateway(mesh, none)).toEqual([]);
});

test('an imagined client', () => {
  expect(sidecarOf('shop')).toEqual({ kind: 'sidecar', namespace: 'shop', labels: {}, name: '' });
  expect(sidecarOf('shop', { app: 'web' }).labels).toEqual({ app: 'web' });
});

test('the pods behind the Service that a Gateway of the Gateway API names are a gateway', () => {
  const byHand = (value: string): Manifest =>
    apiGateway('edge/by-hand', { gatewayClassName: 'istio', addresses: [{ type: 'Hostname', value }], listeners: [] });
  const gateways = (...manifests: Manifest[]): string[] => keys(proxies(new Mesh(manifests)).gateways);
  const pods = deployment('edge/own', { app: 'own' });
  const front = service('edge/front', [80], { selector: { app: 'own' } });
  expect(gateways(byHand('front'), front, pods)).toEqual(['edge/own']);
  expect(gateways(byHand('front.edge.svc.cluster.local'), front, pods)).toEqual(['edge/own']);
  expect(gateways(byHand('front'), pods)).toEqual([]);
  expect(gateways(byHand('istio-ingressgateway.istio-system.svc.cluster.local'))).toEqual([
    'istio-system/istio-ingressgateway',
  ]);
});

test('the pods of a waypoint are no gateway, and no sidecar', () => {
  const labels = { 'gateway.networking.k8s.io/gateway-name': 'way' };
  const containers = [{ name: 'istio-proxy', image: 'auto' }];
  const mesh = new Mesh([
    meshed('shop'),
    apiGateway('shop/way', { gatewayClassName: 'istio-waypoint', listeners: [] }),
    deployment('shop/way', labels, { containers }),
  ]);
  const { sidecars, gateways, waypoints } = proxies(mesh);
  expect([sidecars, gateways, waypoints].map(keys)).toEqual([[], [], ['shop/way']]);
  expect(waypoints[0].workload?.labels).toEqual(labels);
});
