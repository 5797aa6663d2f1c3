import { ApiObject, Chart, Testing } from 'cdk8s';
import { Gateway } from '../../lib/networking/gateway';
import { GatewayServer } from '../../lib/networking/gateway-server';
import { GatewayWorkload } from '../../lib/networking/gateway-workload';
import { ServerTls } from '../../lib/networking/server-tls';
import { chart, problemsOf, specOf, thrown } from './subject';

const http = GatewayServer.http({ hosts: ['shop.example.com'] });
const https = GatewayServer.https({ hosts: ['shop.example.com'], tls: ServerTls.credential('shop') });

test('the whole object', () => {
  const scope = chart();
  const gateway = new Gateway(scope, 'Edge', {
    metadata: { name: 'edge', labels: { team: 'web' } },
    workload: GatewayWorkload.helmRelease('edge', { namespace: 'infra' }),
    servers: [http, https],
  });
  expect(Testing.synth(scope)).toEqual([
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'edge', namespace: 'shop', labels: { team: 'web' } },
      spec: {
        selector: { istio: 'edge' },
        servers: [
          { port: { number: 80, name: 'http-80', protocol: 'HTTP' }, hosts: ['shop.example.com'] },
          {
            port: { number: 443, name: 'https-443', protocol: 'HTTPS' },
            hosts: ['shop.example.com'],
            tls: { mode: 'SIMPLE', credentialName: 'shop' },
          },
        ],
      },
    },
  ]);
  expect(gateway.gatewayName).toBe('shop/edge');
  expect(gateway._serves()).toEqual([
    { hosts: ['shop.example.com'], rules: 'http', port: 80 },
    { hosts: ['shop.example.com'], rules: 'http', port: 443 },
  ]);
  expect(ApiObject.of(gateway).node.id).toBe('Resource');
});

test('the ingress gateway of istioctl is the default', () => {
  expect(specOf(new Gateway(chart(), 'Edge', { servers: [http] }))).toEqual({
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http-80', protocol: 'HTTP' }, hosts: ['shop.example.com'] }],
  });
});

test('servers are added, each with a port name of its own', () => {
  const gateway = new Gateway(chart(), 'Edge', { servers: [http] });
  gateway.addServer(GatewayServer.http({ hosts: ['api.example.com'] }));
  gateway.addServer(GatewayServer.http({ hosts: ['*/www.example.com'] }));
  expect(specOf(gateway)).toMatchObject({
    servers: [{ port: { name: 'http-80' } }, { port: { name: 'http-80-2' } }, { port: { name: 'http-80-3' } }],
  });
  expect(gateway._serves().map(({ hosts }) => hosts)).toEqual([
    ['shop.example.com'],
    ['api.example.com'],
    ['*/www.example.com'],
  ]);
});

test('handles of gateways that are declared elsewhere', () => {
  expect(Gateway.mesh().gatewayName).toBe('mesh');
  expect(Gateway.fromName('edge', { namespace: 'infra' }).gatewayName).toBe('infra/edge');
});

const make = (props: unknown) => () => new Gateway(chart(), 'Edge', props as never);

test('all problems are in one error', () => {
  expect(
    thrown(
      make({
        metadata: { name: 'a.b' },
        servers: [GatewayServer.http({ hosts: [] }), GatewayServer.http({ hosts: ['shop'] })],
      }),
    ),
  ).toEqual([
    'test/Edge (Gateway): 3 problems',
    'metadata.name: "a.b" is not a name for this kind (lower-case letters, digits and "-", a letter or digit at both ends).',
    "servers[0].hosts: is empty, so the server would serve nothing. Write ['shop.example.com'].",
    'servers[1].hosts[0]: "shop" has no dot. A gateway serves full DNS names, for example "shop.example.com".',
  ]);
});

test.each([
  [
    'a port that the Service does not have',
    { servers: [GatewayServer.http({ hosts: ['a.com'], port: 8080 })] },
    'servers[0].port: 8080 is not a port of Service "istio-ingressgateway" (80, 443), so nothing would reach it. Write one of them, or list all ports of the Service in the workload: GatewayWorkload.istioIngress({ ports: [...] }).',
  ],
  [
    'two protocols on one port',
    { servers: [https, GatewayServer.http({ hosts: ['a.com'], port: 443 })] },
    'servers[1].port: 443 is already open for HTTPS, and cannot also serve HTTP. Write another port.',
  ],
  [
    'a host twice on one port',
    { servers: [http, http] },
    'servers[1].hosts: "shop.example.com" is served on port 80 by another server of this Gateway. Remove it from one of them.',
  ],
  [
    'a certificate in two servers of one port',
    { servers: [https, GatewayServer.https({ hosts: ['api.example.com'], tls: ServerTls.credential('shop') })] },
    'servers[1].tls: certificate "shop" already belongs to another server of port 443. Browsers reuse a connection for every host of a certificate, and each server has its own routes: they get 404. ' +
      "Write all hosts of the certificate in one server: hosts: ['shop.example.com', 'api.example.com'].",
  ],
  [
    'JavaScript: props as text',
    'edge',
    '"edge" does not fit here. Write { servers: [GatewayServer.http({ hosts: [\'shop.example.com\'] })] }.',
  ],
  [
    'JavaScript: a workload as text',
    { workload: 'edge', servers: [http] },
    'workload: "edge" is not a GatewayWorkload. Write GatewayWorkload.istioIngress().',
  ],
  [
    'JavaScript: a server as data',
    { servers: [{ port: 80 }] },
    'servers[0]: {"port":80} is not a GatewayServer. Write GatewayServer.http({ hosts: [\'shop.example.com\'] }).',
  ],
  [
    'JavaScript: servers as text',
    { servers: 'http' },
    'servers: "http" is not a list. Write [GatewayServer.http({ hosts: [\'shop.example.com\'] })].',
  ],
  [
    'JavaScript: a port as text in the workload',
    { workload: GatewayWorkload.istioIngress({ ports: ['80'] as never }) },
    'workload.ports[0]: "80" does not fit here. Write { port: 443, targetPort: 8443 }.',
  ],
  [
    'JavaScript: metadata as text',
    { metadata: 'edge', servers: [http] },
    'metadata: "edge" does not fit here. Write { name: \'shop\' }.',
  ],
])('%s is rejected', (_, props, message) => {
  expect(problemsOf(make(props))).toEqual([message]);
});

test('a namespace is needed', () => {
  expect(problemsOf(() => new Gateway(new Chart(Testing.app(), 'test'), 'Edge', { servers: [http] }))).toEqual([
    "metadata.namespace: is not known, so the object would go to the namespace in which it is applied. Give the chart a namespace: new Chart(app, 'id', { namespace: '...' }).",
  ]);
});

test('a server that is added is rejected with its place', () => {
  const gateway = new Gateway(chart(), 'Edge', { servers: [http] });
  expect(thrown(() => gateway.addServer(http))).toEqual([
    'test/Edge (Gateway): 1 problem',
    'servers[1].hosts: "shop.example.com" is served on port 80 by another server of this Gateway. Remove it from one of them.',
  ]);
  expect(specOf(gateway)).toMatchObject({ servers: [{ hosts: ['shop.example.com'] }] });
});

test('a Gateway without servers is rejected in the end', () => {
  const scope = chart();
  const gateway = new Gateway(scope, 'Edge');
  expect(gateway.node.validate()).toEqual([
    "Gateway has no server. Give it one: servers: [GatewayServer.http({ hosts: ['shop.example.com'] })].",
  ]);
  gateway.addServer(http);
  expect(gateway.node.validate()).toEqual([]);
});

test('servers with certificates of their own, and with those of clients, share a port', () => {
  const other = GatewayServer.https({ hosts: ['api.example.com'], tls: ServerTls.credential('api') });
  const clients = ['a', 'b'].map((name) =>
    GatewayServer.https({ hosts: [`${name}.example.com`], tls: ServerTls.mutual('clients') }),
  );
  const gateway = new Gateway(chart(), 'Edge', { servers: [https, other, ...clients] });
  expect(gateway._serves()).toHaveLength(4);
});
