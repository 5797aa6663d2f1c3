import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, namespace, service, SHOP, workload } from '../../manifests';
import type { Grid } from '../grid';

type Cases = Grid['cases'];

const named = (...names: (string | undefined)[]): Cases =>
  Object.fromEntries(
    names.map((name) => [`port named ${JSON.stringify(name)}`, [service('shop/web', [{ name, port: 80 }])]]),
  );
const spoken = (...protocols: string[]): Cases =>
  Object.fromEntries(
    protocols.map((appProtocol) => [
      `appProtocol ${JSON.stringify(appProtocol)}`,
      [service('shop/web', [{ name: 'x', port: 80, appProtocol }])],
    ]),
  );
const numbered = (...ports: number[]): Cases =>
  Object.fromEntries(
    ports.map((port) => [`port ${port} without a protocol`, [service('shop/web', [{ name: 'x', port }])]]),
  );
const external = (port: object, type: string = 'ExternalName'): Manifest[] => [
  service('shop/web', [port], { type, externalName: 'example.com' }),
];
const labeled = (labels: Record<string, string>): Manifest[] => [
  service('shop/web', [{ name: 'x', port: 80 }], {}, { labels }),
];
const managed = (by: string): Manifest[] => labeled({ 'gateway.istio.io/managed': by });
const web = workload('shop/web');
const of = (name: string, ...ports: object[]): Manifest =>
  service(
    `shop/${name}`,
    ports.map((port, i) => ({ name: `http-${i}`, ...port })),
    { selector: { app: 'web' } },
  );
const tcp = (port: number, targetPort?: number | string): object => ({ port, targetPort });
const udp = (port: number): object => ({ port, protocol: 'UDP' });

const grid: Grid = {
  layers: ['analysis'],
  cases: {
    ...named(
      'http',
      'HTTP',
      'http-web',
      'Http-web',
      'httpweb',
      'http2',
      'grpc',
      'grpc-web',
      'grpc-webx',
      'GRPC-WEB-x',
      'grpcweb',
      'https',
      'tls',
      'tcp',
    ),
    ...named(
      'tcp-x',
      'udp',
      'mongo',
      'mysql',
      'redis',
      'http_proxy',
      'hbone',
      'doublehbone',
      'h2c',
      'ws',
      'web',
      '-http',
      '',
      undefined,
    ),
    ...spoken(
      'http',
      'HTTP',
      'http-x',
      'kubernetes.io/h2c',
      'kubernetes.io/ws',
      'kubernetes.io/wss',
      'kubernetes.io/x',
      'web',
      '',
      'redis',
    ),
    ...numbered(24, 25, 53, 3306, 27017, 5432),
    'UDP without a name': [service('shop/web', [{ port: 80, protocol: 'UDP' }])],
    'SCTP without a name': [service('shop/web', [{ port: 80, protocol: 'SCTP' }])],
    'a name that appProtocol overrules': [service('shop/web', [{ name: 'http', port: 80, appProtocol: 'x' }])],
    'two ports, one of them without a protocol': [
      service('shop/web', [
        { name: 'http', port: 80 },
        { name: 'x', port: 81 },
      ]),
    ],
    'no ports': [service('shop/web', [])],
    'ExternalName with http': external({ name: 'http', port: 80 }),
    'ExternalName with tcp': external({ name: 'tcp', port: 80 }),
    'ExternalName with tcp-x': external({ name: 'tcp-x', port: 80 }),
    'ExternalName with TCP': external({ name: 'TCP', port: 80 }),
    'ExternalName without a protocol': external({ name: 'x', port: 80 }),
    'ExternalName with UDP named tcp': external({ name: 'tcp', port: 80, protocol: 'UDP' }),
    'ClusterIP with tcp': external({ name: 'tcp', port: 80 }, 'ClusterIP'),
    'a Service of Istio': labeled({ istio: 'pilot' }),
    'a Service of the release istio': labeled({ release: 'istio' }),
    'a Service of another release': labeled({ release: 'shop' }),
    'a Service of a Gateway': managed('istio.io-gateway-controller'),
    'a Service of a waypoint': managed('istio.io-mesh-controller'),
    'a Service of an east-west gateway': managed('istio.io-eastwest-controller'),
    'a Service of another controller': managed('example.com-controller'),
    'a Service in kube-system': [service('kube-system/web', [{ name: 'x', port: 80 }])],

    'one Service': [SHOP, web, of('a', tcp(80))],
    'two Services with one port': [SHOP, web, of('a', tcp(80)), of('b', tcp(80))],
    'TCP and UDP on one port': [SHOP, web, of('a', tcp(53)), of('b', udp(53))],
    'TCP and UDP on one port of one Service': [SHOP, web, of('a', tcp(53), udp(53))],
    'TCP and UDP on two ports': [SHOP, web, of('a', tcp(80)), of('b', udp(53))],
    'TCP said and not said': [SHOP, web, of('a', tcp(80)), of('b', { port: 80, protocol: 'TCP' })],
    'two ports with one target': [SHOP, web, of('a', tcp(80, 8080)), of('b', tcp(81, 8080))],
    'two ports with one target in one Service': [SHOP, web, of('a', tcp(80, 8080), tcp(81, 8080))],
    'one port with two targets': [SHOP, web, of('a', tcp(80, 8080)), of('b', tcp(80, 8081))],
    'two ports with one named target': [SHOP, web, of('a', tcp(80, 'http')), of('b', tcp(81, 'http'))],
    'a target that is a number in quotes': [SHOP, web, of('a', tcp(80, '8080')), of('b', tcp(81, 8080))],
    'a target that is a port': [SHOP, web, of('a', tcp(80, 8080)), of('b', tcp(8080))],
    'a target of 0': [SHOP, web, of('a', tcp(80, 0)), of('b', tcp(81, 80))],
    'an empty target': [SHOP, web, of('a', tcp(80, '')), of('b', tcp(81, 80))],
    'Services of another namespace': [
      SHOP,
      namespace('pay', { 'istio-injection': 'enabled' }),
      web,
      ...[80, 81].map((port) => ({
        ...of(`s${port}`, tcp(port, 8080)),
        metadata: { name: `s${port}`, namespace: 'pay' },
      })),
    ],
    'Services of other pods': [
      SHOP,
      web,
      of('a', tcp(80, 8080)),
      service('shop/b', [{ name: 'http', port: 81, targetPort: 8080 }]),
    ],
    'Services without a selector': [
      SHOP,
      web,
      ...['a', 'b'].map((name, i) =>
        service(`shop/${name}`, [{ name: 'http', port: 80 + i, targetPort: 8080 }], { selector: {} }),
      ),
    ],
    'pods of a StatefulSet': [
      SHOP,
      workload('shop/web', {}, {}, 'StatefulSet'),
      of('a', tcp(80, 8080)),
      of('b', tcp(81, 8080)),
    ],
    'pods of no mesh': [
      namespace('shop', { 'istio-injection': 'disabled' }),
      web,
      of('a', tcp(80, 8080)),
      of('b', tcp(81, 8080)),
    ],
    'pods in a namespace that is not there': [web, of('a', tcp(80, 8080)), of('b', tcp(81, 8080))],
    'pods of a revision': [
      namespace('shop', { 'istio.io/rev': 'a' }),
      web,
      of('a', tcp(80, 8080)),
      of('b', tcp(81, 8080)),
    ],
    'pods that want a proxy': [
      workload('shop/web', { labels: { app: 'web', 'sidecar.istio.io/inject': 'true' } }),
      of('a', tcp(80, 8080)),
      of('b', tcp(81, 8080)),
    ],
    'pods that refuse a proxy': [
      SHOP,
      workload('shop/web', { labels: { app: 'web', 'sidecar.istio.io/inject': 'false' } }),
      of('a', tcp(80, 8080)),
      of('b', tcp(81, 8080)),
    ],
    'pods with a proxy': [
      workload('shop/web', { spec: { containers: [{ name: 'istio-proxy', image: 'a' }] } }),
      of('a', tcp(80, 8080)),
      of('b', tcp(81, 8080)),
    ],
    'pods of a waypoint': [
      SHOP,
      workload('shop/web', {}, { labels: { 'gateway.istio.io/managed': 'istio.io-mesh-controller' } }),
      of('a', tcp(80, 8080)),
      of('b', tcp(81, 8080)),
    ],
    'a Deployment without a template': [
      SHOP,
      manifest('Deployment', 'shop/web', {}),
      of('a', tcp(80, 8080)),
      of('b', tcp(81, 8080)),
    ],
  },
};

export default grid;
