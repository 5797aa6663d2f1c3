import { controllerOf, managedGateway } from '../../lib/mesh/managed-gateways';
import { proxies } from '../../lib/mesh/proxies';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { unseenPods } from '../../lib/mesh/unseen-pods';
import { apiGateway, manifest } from '../manifests';

const gatewayClass = (name: string, controllerName: string): Manifest => {
  const { metadata, ...rest } = manifest('GatewayClass', `x/${name}`, { controllerName });
  return { ...rest, metadata: { ...(metadata as object), namespace: undefined } };
};
const withClass = (gatewayClassName: string, spec: object = {}, metadata: object = {}): Manifest =>
  apiGateway('shop/front', { gatewayClassName, listeners: [], ...spec }, metadata);
const ip = { type: 'IPAddress', value: '10.0.0.1' };

/** Kind and name of the pods that istiod makes for the first Gateway. */
function made(...manifests: Manifest[]): string | undefined {
  const mesh = new Mesh(manifests);
  const [gateway] = mesh.all('gateway.networking.k8s.io/Gateway');
  const { kind, name } = managedGateway(gateway, mesh) ?? {};
  return kind === undefined ? undefined : `${kind} ${name}`;
}

test.each<[string, Manifest[], string | undefined]>([
  ['a class of istiod', [withClass('istio')], 'gateway front-istio'],
  ['a waypoint', [withClass('istio-waypoint')], 'waypoint front'],
  ['an east-west gateway', [withClass('istio-east-west')], 'waypoint front'],
  ['a gateway of another cluster', [withClass('istio-remote')], undefined],
  ['a class that begins like one of istiod', [withClass('istio-internal')], undefined],
  ['a class of somebody else', [withClass('nginx')], undefined],
  [
    'a class of ours with the controller of istiod',
    [withClass('internal'), gatewayClass('internal', 'istio.io/gateway-controller')],
    'gateway front-internal',
  ],
  [
    'a class of ours for waypoints',
    [withClass('internal'), gatewayClass('internal', 'istio.io/mesh-controller')],
    'waypoint front',
  ],
  [
    'a class of ours for gateways of other clusters',
    [withClass('internal'), gatewayClass('internal', 'istio.io/unmanaged-gateway')],
    undefined,
  ],
  [
    'a class of istiod that somebody declared for another controller',
    [withClass('istio'), gatewayClass('istio', 'example.com/controller')],
    undefined,
  ],
  ['an IP for the Service', [withClass('istio', { addresses: [ip] })], 'gateway front-istio'],
  ['an IP without its type', [withClass('istio', { addresses: [{ value: ip.value }] })], 'gateway front-istio'],
  ['two IPs', [withClass('istio', { addresses: [ip, ip] })], undefined],
  ['a Service that is there', [withClass('istio', { addresses: [{ type: 'Hostname', value: 'a.b' }] })], undefined],
  [
    'another name',
    [withClass('istio', {}, { annotations: { 'gateway.istio.io/name-override': 'edge' } })],
    'gateway edge',
  ],
])('%s', (_, manifests, expected) => {
  expect(made(...manifests)).toBe(expected);

  // Those who ask for proxies, and for pods by their labels, get the same answer.
  const mesh = new Mesh(manifests);
  const { gateways, waypoints } = proxies(mesh);
  expect([...gateways, ...waypoints].map(({ kind, name }) => `${kind} ${name}`)).toEqual(
    expected === undefined ? [] : [expected],
  );
  const labels = { 'gateway.networking.k8s.io/gateway-name': 'front', 'sidecar.istio.io/inject': 'false' };
  expect(unseenPods(mesh, labels, 'shop')?.madeBy).toBe(expected === undefined ? undefined : 'istiod');
});

test('the controller of a class that no manifest declares is not known', () => {
  const mesh = new Mesh([withClass('openshift-default')]);
  expect(controllerOf(mesh.all('gateway.networking.k8s.io/Gateway')[0], mesh)).toBeUndefined();
});

test('the labels of the pods are those of the Gateway or its infrastructure, and those of istiod', () => {
  const labelled = (spec: object): object => {
    const mesh = new Mesh([withClass('istio', spec, { labels: { team: 'a', 'istio.io/dataplane-mode': 'ambient' } })]);
    return managedGateway(mesh.all('gateway.networking.k8s.io/Gateway')[0], mesh)!.labels;
  };
  const own = {
    'sidecar.istio.io/inject': 'false',
    'service.istio.io/canonical-name': 'front-istio',
    'service.istio.io/canonical-revision': 'latest',
    'gateway.networking.k8s.io/gateway-name': 'front',
    'gateway.networking.k8s.io/gateway-class-name': 'istio',
    'gateway.istio.io/managed': 'istio.io-gateway-controller',
  };
  expect(labelled({})).toEqual({ ...own, team: 'a', 'istio.io/dataplane-mode': 'ambient' });
  expect(labelled({ infrastructure: { labels: { team: 'b' } } })).toEqual({
    ...own,
    team: 'b',
    'istio.io/dataplane-mode': 'none',
  });
});
