import { Chart, Duration } from 'cdk8s';
import {
  AlbBackend,
  AlbIngress,
  AuthorizationAction,
  AuthorizationPolicy,
  AuthorizationRule,
  Gateway,
  GatewayDeployment,
  GatewayServer,
  IngressedService,
  IngressTls,
  LoadBalancer,
  Operation,
  PolicyTarget,
  ServerTls,
  ServiceRef,
  Source,
} from 'cdk8s-istio';
import { application, meshedNamespace } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

/* Requests as an application load balancer sends them: it ended TLS, says so, and adds the address of the client at the end. */

const OFFICE = '203.0.113.7';
const STRANGER = '198.51.100.1';
const from = (...addresses: string[]): { [name: string]: string } => ({
  'x-forwarded-proto': 'https',
  'x-forwarded-for': addresses.join(', '),
});

const DECRYPTED = 'what was decrypted is served, and the Service knows that it was HTTPS, and who the client is';
const LYING = 'an address that the client writes itself is not believed';
const INSIDE = 'a policy by address lets the office in';
const OUTSIDE = 'and others not';
const PRETENDING = 'nor those who pretend to be the office';
const HEALTH = 'the health path is not answered on the port that serves, only on the status port';
const HTTP2 = 'HTTP/2 without TLS is served, for a load balancer that speaks it';
const NAMELESS =
  'a load balancer that encrypts again sends no server name, and gets through to the server for any host';

const manifests = charts((app) => {
  const edge = new Chart(app, 'edge', { namespace: 'edge' });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const service = ServiceRef.fromName('web', { ports: [{ port: 8080 }] });
  const tls = IngressTls.elsewhere({ hsts: Duration.days(30) });
  const front = { loadBalancer: LoadBalancer.clusterIp(), trustedProxies: 1 };

  const { workload } = new GatewayDeployment(edge, 'Door', front);
  const services = ['api', 'admin'].map(
    (id) => new IngressedService(shop, id, { service, hosts: [`${id}.example.com`], workload, tls }),
  );
  new AlbIngress(edge, 'Alb', { services });
  new AuthorizationPolicy(edge, 'OfficeOnly', {
    metadata: { name: 'office-only' },
    target: PolicyTarget.gatewayWorkload(workload),
    action: AuthorizationAction.DENY,
    rules: [
      AuthorizationRule.of({
        from: [Source.everyoneExcept([Source.originalIpRanges([`${OFFICE}/32`])])],
        to: [Operation.http({ ports: [80], hosts: ['admin.example.com', 'admin.example.com:*'] })],
      }),
    ],
  });

  const sealed = new GatewayDeployment(edge, 'Sealed', front);
  const gateway = new Gateway(edge, 'Any', {
    metadata: { name: 'any' },
    workload: sealed.workload,
    servers: [GatewayServer.https({ hosts: ['*'], tls: ServerTls.credential('sealed') })],
  });
  new AlbIngress(edge, 'SealedAlb', {
    services: [new IngressedService(shop, 'Sealed', { service, hosts: ['sealed.example.com'], gateway })],
    backend: AlbBackend.https(),
  });
});

/** The load balancer is what sends the requests here. */
const inTheCluster = manifests.filter(({ kind }) => kind !== 'Ingress');

/** New pods of a gateway, which trust nobody. */
function distrust(given: Manifest[]): void {
  const door = find(given, 'Deployment', 'door');
  door.metadata.name = 'door-without-trust';
  delete door.spec.template.metadata.annotations['proxy.istio.io/config'];
}

scenario({
  title: 'Behind an application load balancer: no loop, and what it tells of the client is believed, and nothing else',
  manifests: [meshedNamespace('edge'), ...application('shop', 'web', 8080, ['v1']), ...inTheCluster],
  credentials: [{ secret: 'edge/sealed', hosts: ['anything.example.com'] }],
  requests: [
    {
      name: DECRYPTED,
      to: 'edge/door',
      url: 'http://api.example.com/orders',
      headers: from(OFFICE),
      expect: {
        status: 200,
        backend: 'shop/web-v1',
        sees: { header: { 'x-forwarded-proto': 'https', 'x-envoy-external-address': OFFICE } },
        header: { 'strict-transport-security': 'max-age=2592000' },
      },
    },
    {
      name: LYING,
      to: 'edge/door',
      url: 'http://api.example.com/orders',
      headers: from(STRANGER, OFFICE),
      expect: { status: 200, sees: { header: { 'x-envoy-external-address': OFFICE } } },
    },
    {
      name: INSIDE,
      to: 'edge/door',
      url: 'http://admin.example.com/',
      headers: from(OFFICE),
      expect: { status: 200, backend: 'shop/web-v1' },
    },
    {
      name: OUTSIDE,
      to: 'edge/door',
      url: 'http://admin.example.com/',
      headers: from(STRANGER),
      expect: { status: 403, attempts: 0 },
    },
    {
      name: PRETENDING,
      to: 'edge/door',
      url: 'http://admin.example.com/',
      headers: from(OFFICE, STRANGER),
      expect: { status: 403, attempts: 0 },
    },
    { name: HEALTH, to: 'edge/door', url: 'http://10.0.0.1/healthz/ready', expect: { status: 404 } },
    {
      name: HTTP2,
      to: 'edge/door',
      url: 'http://api.example.com/orders',
      http2: true,
      headers: from(OFFICE),
      expect: { status: 200, backend: 'shop/web-v1' },
    },
    {
      name: NAMELESS,
      to: 'edge/sealed',
      url: 'https://sealed.example.com/',
      sni: '10.0.0.1',
      trustsAnyone: true,
      headers: from(OFFICE),
      expect: { status: 200, backend: 'shop/web-v1', certificate: 'DNS:anything.example.com' },
    },
  ],
  negatives: [
    {
      change: 'the pods trust no proxy',
      mutate: distrust,
      because: {
        [DECRYPTED]: { status: 200, sees: { header: { 'x-forwarded-proto': 'http' } } },
        [INSIDE]: { status: 403 },
      },
    },
    {
      change: 'the Gateway redirects, and the pods trust no proxy',
      mutate: (given) => {
        distrust(given);
        find(given, 'Gateway', 'api').spec.servers[0].tls = { httpsRedirect: true };
      },
      because: { [DECRYPTED]: { status: 301, redirect: 'https://api.example.com/orders' } },
    },
    {
      change: 'a rule redirects to HTTPS, which trust does not prevent',
      mutate: (given) => {
        find(given, 'VirtualService', 'api').spec.http = [{ redirect: { scheme: 'https' } }];
      },
      because: { [DECRYPTED]: { status: 301, redirect: 'https://api.example.com/orders' } },
    },
    {
      change: 'another Gateway of the same pods redirects the host, and the pods trust no proxy',
      mutate: (given) => {
        distrust(given);
        const other = structuredClone(find(given, 'Gateway', 'api'));
        other.metadata.name = 'other';
        other.spec.servers[0].tls = { httpsRedirect: true };
        given.push(other);
      },
      because: { [DECRYPTED]: { status: 301 } },
    },
    {
      change: 'the pods trust one proxy more than there is',
      mutate: (given) => {
        const door = find(given, 'Deployment', 'door');
        door.metadata.name = 'door-with-two';
        door.spec.template.metadata.annotations['proxy.istio.io/config'] =
          '{"gatewayTopology":{"numTrustedProxies":2}}';
      },
      because: {
        [LYING]: { status: 200, sees: { header: { 'x-envoy-external-address': STRANGER } } },
        [PRETENDING]: { status: 200 },
      },
    },
    {
      change: 'the policy asks for the address of the connection',
      mutate: (given) => {
        const [{ from: sources }] = find(given, 'AuthorizationPolicy').spec.rules;
        sources[0].source = { notIpBlocks: [`${OFFICE}/32`] };
      },
      because: { [INSIDE]: { status: 403 } },
    },
    {
      change: 'there is no policy',
      mutate: (given) => {
        given.splice(given.indexOf(find(given, 'AuthorizationPolicy')), 1);
      },
      because: { [OUTSIDE]: { status: 200 } },
    },
    {
      change: 'a Service is reached by any host',
      mutate: (given) => {
        find(given, 'Gateway', 'api').spec.servers[0].hosts = ['*'];
        find(given, 'VirtualService', 'api').spec.hosts = ['*'];
      },
      because: { [HEALTH]: { status: 200, backend: 'shop/web-v1' } },
    },
    {
      change: 'the server expects TLS',
      mutate: (given) => {
        const [server] = find(given, 'Gateway', 'api').spec.servers;
        server.port.protocol = 'HTTPS';
        server.tls = { mode: 'SIMPLE', credentialName: 'sealed' };
        find(given, 'Gateway', 'admin').spec.servers[0] = { ...server, hosts: ['admin.example.com'] };
      },
      because: { [HTTP2]: { failed: 'connection closed' } },
    },
    {
      change: 'the server for TLS is for a host by its name',
      mutate: (given) => {
        find(given, 'Gateway', 'any').spec.servers[0].hosts = ['sealed.example.com'];
      },
      because: { [NAMELESS]: { failed: 'connection closed' } },
    },
  ],
});
