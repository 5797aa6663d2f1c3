import { gatewayListeners } from '../../lib/mesh/gateway-listeners';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { gateway, INGRESS, manifest, server } from '../manifests';
import { gatewayProxy, ingress, meshOf } from '../routing/tables';

const SIMPLE = { mode: 'SIMPLE', credentialName: 'c' };
const PASSTHROUGH = { mode: 'PASSTHROUGH' };

/** Listeners as `8080 HTTP: istio-system/a[0] istio-system/b[0]`, route configurations, and what is dropped. */
function listeners(manifests: readonly Manifest[], base: readonly Manifest[] = ingress) {
  const mesh = meshOf([...base, ...manifests]);
  const { listeners: found, routeConfigs, dropped } = gatewayListeners(mesh, gatewayProxy(mesh));
  const name = ({ gateway, path }: { gateway: { key: string }; path: string }): string =>
    `${gateway.key}${path.replace('spec.servers', '')}`;
  return {
    listeners: found.map(
      ({ port, bind, groups }) =>
        `${bind}:${port} ${groups.map(({ protocol, servers }) => `${protocol} ${servers.map(name).join(' ')}`).join(', ')}`,
    ),
    routes: [...routeConfigs].map(([config, servers]) => `${config} ${servers.map(name).join(' ')}`),
    dropped: dropped.map(
      ({ server: lost, why, by, hosts }) => `${name(lost)} ${[why, ...(hosts ?? [])].join(' ')} ${name(by)}`,
    ),
  };
}

test('servers of HTTP share a port, and of another protocol only the first is there (e42)', () => {
  expect(
    listeners([
      gateway('istio-system/a', server(80, 'HTTP', ['a.example.com'])),
      gateway('istio-system/b', server(80, 'TCP', ['*'])),
      gateway('istio-system/c', server(31400, 'TCP', ['*'])),
      gateway('istio-system/d', server(31400, 'TCP', ['*'])),
      gateway('istio-system/e', server(80, 'GRPC', ['*'])),
    ]),
  ).toEqual({
    listeners: [':8080 HTTP istio-system/a[0] istio-system/e[0]', ':31400 TCP istio-system/c[0]'],
    routes: ['http.8080 istio-system/a[0] istio-system/e[0]'],
    dropped: ['istio-system/b[0] protocol istio-system/a[0]', 'istio-system/d[0] protocol istio-system/c[0]'],
  });
});

test('a server with a host of another one with TLS is left out with all its hosts (e43)', () => {
  expect(
    listeners([
      gateway('istio-system/front', server(443, 'HTTPS', ['*.example.com'], SIMPLE), {
        ...server(443, 'HTTPS', ['a.example.com'], SIMPLE),
        port: { number: 443, name: 'a', protocol: 'HTTPS' },
      }),
      gateway('istio-system/late', server(443, 'HTTPS', ['a.example.com', 'd.example.com'], SIMPLE)),
      gateway('istio-system/later', server(443, 'TLS', ['d.example.com'], PASSTHROUGH)),
    ]),
  ).toEqual({
    listeners: [':8443 HTTPS istio-system/front[0] istio-system/front[1], TLS istio-system/later[0]'],
    routes: [
      'https.443.https-443.front.istio-system istio-system/front[0]',
      'https.443.a.front.istio-system istio-system/front[1]',
    ],
    dropped: ['istio-system/late[0] hosts a.example.com istio-system/front[1]'],
  });
});

test('redirects have hosts of their own too', () => {
  const redirect = server(80, 'HTTP', ['a.example.com'], { httpsRedirect: true });
  expect(listeners([gateway('istio-system/a', redirect), gateway('istio-system/b', redirect)]).dropped).toEqual([
    'istio-system/b[0] hosts a.example.com istio-system/a[0]',
  ]);
});

test('the port of a Service leads to that of the pods; another is taken as it stands (e41)', () => {
  const { listeners: found, routes } = listeners([
    gateway(
      'istio-system/front',
      server(80, 'HTTP', ['*.example.com']),
      server(8080, 'HTTP', ['direct.example.com']),
      server(9000, 'HTTP', ['*.example.com']),
    ),
  ]);
  expect(found).toEqual([':8080 HTTP istio-system/front[0] istio-system/front[1]', ':9000 HTTP istio-system/front[2]']);
  expect(routes).toEqual(['http.8080 istio-system/front[0] istio-system/front[1]', 'http.9000 istio-system/front[2]']);
});

const pods = ingress[0];
const ports = (name: string, list: object[], labels = {}): Manifest =>
  manifest('Service', `istio-system/${name}`, { selector: INGRESS, ports: list }, { labels });
const on = (...numbers: number[]): Manifest =>
  gateway('istio-system/front', ...numbers.map((number) => server(number, 'HTTP', [`${number}.example.com`])));

test.each<[string, Manifest[], number[]]>([
  [
    'the older Service',
    [ports('b', [{ port: 80, targetPort: 8080 }]), ports('a', [{ port: 80, targetPort: 8081 }])],
    [8080],
  ],
  ['a name of a port', [ports('a', [{ port: 80, targetPort: 'web' }])], [15080]],
  ['a name that no container has', [ports('a', [{ port: 80, targetPort: 'nosuch' }])], [80]],
  ['no target', [ports('a', [{ port: 80 }])], [80]],
  [
    'a label against it',
    [ports('a', [{ port: 80, targetPort: 8080 }], { 'experimental.istio.io/disable-gateway-port-translation': '' })],
    [80],
  ],
  [
    'other pods',
    [manifest('Service', 'istio-system/a', { selector: { app: 'x' }, ports: [{ port: 80, targetPort: 8080 }] })],
    [80],
  ],
  [
    'other namespace',
    [manifest('Service', 'shop/a', { selector: INGRESS, ports: [{ port: 80, targetPort: 8080 }] })],
    [80],
  ],
])('the port of a server where there is %s', (_, services, expected) => {
  const template = pods.spec as { template: { spec: { containers: object[] } } };
  const named = {
    ...pods,
    spec: {
      template: {
        ...template.template,
        spec: { containers: [{ name: 'istio-proxy', image: 'auto', ports: [{ name: 'web', containerPort: 15080 }] }] },
      },
    },
  };
  const mesh = meshOf([named, ...services, on(80)]);
  expect(gatewayListeners(mesh, gatewayProxy(mesh)).listeners.map(({ port }) => port)).toEqual(expected);
});

test('of two ports of one Service with one target only the first leads there', () => {
  const service = ports('a', [
    { name: 'http', port: 80, targetPort: 8080 },
    { name: 'http-81', port: 81, targetPort: 8080 },
    { name: 'tcp-82', port: 82, targetPort: 8080 },
  ]);
  expect(listeners([service, on(80, 81, 82)], [pods]).listeners).toEqual([
    ':8080 HTTP istio-system/front[0] istio-system/front[2]',
    ':81 HTTP istio-system/front[1]',
  ]);
});

test('an address of its own', () => {
  const bound = (key: string, protocol: string, bind: string): Manifest =>
    gateway(key, { ...server(80, protocol, ['*']), bind });
  expect(
    listeners([
      bound('istio-system/a', 'HTTP', '10.0.0.1'),
      bound('istio-system/b', 'TCP', '10.0.0.2'),
      bound('istio-system/c', 'HTTP', '10.0.0.2'),
    ]),
  ).toEqual({
    listeners: ['10.0.0.1:8080 HTTP istio-system/a[0]', '10.0.0.2:8080 TCP istio-system/b[0]'],
    routes: ['http.8080.10.0.0.1 istio-system/a[0]'],
    dropped: ['istio-system/c[0] protocol istio-system/b[0]'],
  });
});

test('plain HTTP beside TLS where TLS was there first', () => {
  const tls = gateway('istio-system/a', server(443, 'HTTPS', ['a.example.com'], SIMPLE));
  const plain = gateway('istio-system/b', server(443, 'HTTP', ['b.example.com']));
  expect(listeners([tls, plain]).listeners).toEqual([':8443 HTTPS istio-system/a[0], HTTP istio-system/b[0]']);
  expect(listeners([plain, tls])).toMatchObject({
    listeners: [':8443 HTTP istio-system/b[0]'],
    dropped: ['istio-system/a[0] protocol istio-system/b[0]'],
  });
});

test('Gateways of all namespaces, without selector or with labels of the pods', () => {
  expect(
    listeners([
      manifest('Gateway', 'shop/any', { servers: [server(80, 'HTTP', ['a.example.com'])] }),
      gateway('shop/own', server(80, 'HTTP', ['b.example.com'])),
      manifest('Gateway', 'shop/other', { selector: { app: 'x' }, servers: [server(80, 'HTTP', ['c.example.com'])] }),
    ]).listeners,
  ).toEqual([':8080 HTTP shop/any[0] shop/own[0]']);
});
