import { ServiceRef } from '../../lib/kubernetes/service-ref';
import { Destination } from '../../lib/networking/destination';
import { Gateway } from '../../lib/networking/gateway';
import type { IGateway } from '../../lib/networking/gateway-handle';
import { GatewayServer } from '../../lib/networking/gateway-server';
import { ServerTls } from '../../lib/networking/server-tls';
import { VirtualService } from '../../lib/networking/virtual-service';
import { chart } from './subject';

const route = [Destination.service(ServiceRef.fromName('web', { ports: [{ port: 80 }] }))];
const http = [{ route }];
const tls = [{ match: [{ sniHosts: ['a.example.com'] }], route }];
const hosts = ['a.example.com'];
const end = ServerTls.credential('cert');
const passthrough = GatewayServer.tls({ hosts, tls: ServerTls.passthrough() });

/** What is said of a VirtualService in namespace `shop` that is bound to a Gateway in namespace `edge` with these servers. */
function findings(servers: GatewayServer[], rules: object, gateways: IGateway[] = []): string[] {
  const scope = chart();
  const gateway = new Gateway(scope, 'Gateway', { metadata: { name: 'public', namespace: 'edge' }, servers });
  return new VirtualService(scope, 'Routes', { hosts, gateways: [gateway, ...gateways], ...rules }).node.validate();
}

test.each<[string, GatewayServer[], object, IGateway[]]>([
  ['a wildcard', [GatewayServer.http({ hosts: ['*.example.com'] })], { http }, []],
  ['the namespace', [GatewayServer.http({ hosts: ['shop/a.example.com'] })], { http }, []],
  ['every namespace', [GatewayServer.http({ hosts: ['*/a.example.com'] })], { http }, []],
  ['HTTPS that is ended', [GatewayServer.https({ hosts, tls: end })], { http }, []],
  ['gRPC', [GatewayServer.of({ hosts, port: 80, protocol: 'GRPC' })], { http }, []],
  ['TLS that stays closed', [passthrough], { tls }, []],
  ['HTTPS that stays closed', [GatewayServer.https({ hosts, tls: ServerTls.passthrough() })], { tls }, []],
  ['TLS that is ended', [GatewayServer.tls({ hosts, tls: end })], { tcp: [{ route }] }, []],
  ['both', [GatewayServer.http({ hosts }), passthrough], { http, tls }, []],
  ['rules for the mesh', [passthrough], { http, tls }, [Gateway.mesh()]],
  ['a Gateway of which nothing is known', [passthrough], { http, tls }, [Gateway.fromName('x', { namespace: 'y' })]],
  [
    'a host of another Gateway',
    [GatewayServer.http({ hosts })],
    { hosts: [...hosts, 'b.example.org'], http },
    [Gateway.fromName('x', { namespace: 'y', hosts: ['b.example.org'] })],
  ],
])('%s is served', (_, servers, rules, gateways) => {
  expect(findings(servers, rules, gateways)).toEqual([]);
});

test.each<[string, GatewayServer[], object, string]>([
  [
    'one of several hosts',
    [GatewayServer.http({ hosts })],
    { hosts: [...hosts, 'a.other.com'], http },
    'VirtualService has host a.other.com, which none of its Gateways serves for namespace shop (edge/public: a.example.com). Add the host to a server of the Gateway, or remove it from hosts.',
  ],
  [
    'another namespace',
    [GatewayServer.http({ hosts: ['edge/*.example.com'] })],
    { http },
    'VirtualService is in namespace shop, but Gateway edge/public serves its hosts (a.example.com) for other namespaces only: edge/*.example.com. Write shop/*.example.com there, or the host without a namespace.',
  ],
  [
    'the namespace of the Gateway',
    [GatewayServer.http({ hosts: ['./a.example.com'] })],
    { http },
    'VirtualService is in namespace shop, but Gateway edge/public serves its hosts (a.example.com) for other namespaces only: ./a.example.com. Write shop/a.example.com there, or the host without a namespace.',
  ],
  [
    'http rules where TLS stays closed',
    [passthrough],
    { http },
    'VirtualService has http rules, and for its hosts (a.example.com) Gateway edge/public uses only tls rules, so they would never be used. Write tls rules, or give the Gateway a server that terminates TLS, with GatewayServer.https.',
  ],
  [
    'tls rules where TLS is ended',
    [GatewayServer.https({ hosts, tls: end })],
    { tls },
    'VirtualService has tls rules, and for its hosts (a.example.com) Gateway edge/public uses only http rules, so they would never be used. Write http rules, or pass TLS through at the Gateway, with GatewayServer.tls and ServerTls.passthrough().',
  ],
  [
    'tcp rules where HTTP is read',
    [GatewayServer.http({ hosts })],
    { tcp: [{ route }] },
    'VirtualService has tcp rules, and for its hosts (a.example.com) Gateway edge/public uses only http rules, so they would never be used. Write http rules, or give the Gateway a server for TCP, with GatewayServer.tcp.',
  ],
])('%s is not served', (_, servers, rules, message) => {
  expect(findings(servers, rules)).toEqual([message]);
});

test('a server that is added later counts', () => {
  const scope = chart();
  const gateway = new Gateway(scope, 'Gateway', { servers: [passthrough] });
  const routes = new VirtualService(scope, 'Routes', { hosts, gateways: [gateway], http });
  gateway.addServer(GatewayServer.http({ hosts }));
  expect(routes.node.validate()).toEqual([]);
});

test('rules that are for the mesh only are not for a Gateway', () => {
  const only = [{ match: [{ sniHosts: hosts, gateways: [Gateway.mesh()] }], route }];
  expect(findings([GatewayServer.http({ hosts })], { tls: only, http }, [Gateway.mesh()])).toEqual([]);
});
