import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, service } from '../../manifests';
import type { Grid } from '../grid';

type Cases = Grid['cases'];

const http = { name: 'http', port: 80 };
const grpc = { name: 'grpc', port: 9000 };

/** A Service of this cluster with those of the same name in two others; `undefined` where there is none. */
interface Trio {
  readonly here: Manifest;
  readonly east?: Manifest;
  readonly west?: Manifest;
}

const trios: Record<string, Trio> = {};
const add = (name: string, of: (name: string) => Trio): void => {
  trios[name] = of(name.toLowerCase().replace(/[^a-z]+/g, '-'));
};
const differing = (name: string, ports: object[], spec: object = {}): void => {
  add(`${name}, in one of two clusters`, (id) => ({
    here: service(`shop/${id}`, [http, grpc]),
    east: service(`shop/${id}`, ports, spec),
    west: service(`shop/${id}`, [http, grpc]),
  }));
  add(`${name}, in the only other one`, (id) => ({
    here: service(`shop/${id}`, ports, spec),
    west: service(`shop/${id}`, [http, grpc]),
  }));
};
differing('all the same', [http, grpc]);
differing('defaults written out', [
  { ...http, protocol: 'TCP', targetPort: 80 },
  { ...grpc, protocol: 'TCP', targetPort: 9000 },
]);
differing('ports in another order', [grpc, http]);
differing('one port less', [http]);
differing('one port more', [http, grpc, { name: 'metrics', port: 9090 }]);
differing('no ports', []);
differing('another name of a port', [{ ...http, name: 'http-web' }, grpc]);
differing('another number', [{ ...http, port: 8080 }, grpc]);
differing('another protocol', [{ ...http, protocol: 'UDP' }, grpc]);
differing('another target port', [{ ...http, targetPort: 8080 }, grpc]);
differing('a target port with a name', [{ ...http, targetPort: 'http' }, grpc]);
differing('another appProtocol', [{ ...http, appProtocol: 'http2' }, grpc]);
differing('another type', [http, grpc], { type: 'LoadBalancer' });
differing('the default type', [http, grpc], { type: 'ClusterIP' });
differing('headless', [http, grpc], { clusterIP: 'None' });
differing('headless, and other ports', [http], { clusterIP: 'None' });
differing('an address', [http, grpc], { clusterIP: '10.0.0.1' });
differing('another selector', [http, grpc], { selector: { app: 'other' } });
add('only here', (id) => ({ here: service(`shop/${id}`, [http]) }));
add('the other two differ', (id) => ({
  here: service(`shop/${id}`, [http]),
  east: service(`shop/${id}`, [http]),
  west: service(`shop/${id}`, [grpc]),
}));
add('in another namespace', (id) => ({
  here: service(`shop/${id}`, [http]),
  east: service(`bank/${id}`, [grpc]),
}));

const networks = (text: string, name: string = 'istio', namespace: string = 'istio-system'): Manifest => ({
  ...manifest('ConfigMap', `${namespace}/${name}`),
  data: { meshNetworks: text },
});
const gateways = 'gateways: [{address: 192.0.2.1, port: 15443}]';
const registries = (...names: string[]): Manifest =>
  networks(
    `networks: {${names.map((name, i) => `n${i}: {endpoints: [{fromRegistry: ${name}}], ${gateways}}`).join(', ')}}`,
  );
const remote = (key: string, labels: object = { 'istio/multiCluster': 'true' }, field: string = 'data'): Manifest => ({
  ...manifest('Secret', 'istio-system/remote', undefined, { labels }),
  [field]: { [key]: field === 'data' ? 'e30=' : '{}' },
});

/* The analyzer keeps the clusters that it has seen, so that each case has names of its own. */
const ofNetworks: Cases = {
  'registries that are built in': [registries('Kubernetes', 'External', 'Mock')],
  'registries in other case': [registries('kubernetes')],
  'a cluster without a secret': [registries('Kubernetes', 'c1')],
  'two clusters without a secret': [registries('c2', 'c3')],
  'a cluster with a secret': [registries('c4'), remote('c4')],
  'a cluster with a secret of texts': [registries('c5'), remote('c5', undefined, 'stringData')],
  'a secret without the label': [registries('c6'), remote('c6', {})],
  'a secret with another label': [registries('c7'), remote('c7', { 'istio/multiCluster': 'false' })],
  'a secret with another name inside': [registries('c8'), remote('c-8')],
  'a secret of another namespace': [
    registries('c9'),
    { ...remote('c9'), metadata: { name: 'remote', namespace: 'bank', labels: { 'istio/multiCluster': 'true' } } },
  ],
  'the name of the proto': [networks(`networks: {n: {endpoints: [{from_registry: c10}], ${gateways}}}`)],
  'a range of addresses': [networks(`networks: {n: {endpoints: [{fromCidr: 10.0.0.0/8}], ${gateways}}}`)],
  'no networks': [networks('networks: {}')],
  'no text': [networks('')],
  'another ConfigMap': [networks(`networks: {n: {endpoints: [{fromRegistry: c11}], ${gateways}}}`, 'other')],
  'another namespace': [networks(`networks: {n: {endpoints: [{fromRegistry: c12}], ${gateways}}}`, 'istio', 'bank')],
};

const grid: Grid = {
  layers: ['analysis'],
  cases: { ...Object.fromEntries(Object.entries(trios).map(([name, { here }]) => [name, [here]])), ...ofNetworks },
  context: {
    otherClusters: (['east', 'west'] as const).map((name) => ({
      name,
      manifests: Object.values(trios).flatMap((trio): Manifest[] => (trio[name] === undefined ? [] : [trio[name]])),
    })),
  },
};

export default grid;
