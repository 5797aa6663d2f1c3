import { Chart } from 'cdk8s';
import { GatewayDeployment, IngressedService, IngressTls, LoadBalancer, ServiceRef } from 'cdk8s-istio';
import { application, meshedNamespace } from '../base';
import { find } from '../manifest';
import { identity } from '../mesh';
import { scenario } from '../scenario';
import { charts } from '../setting';

const SHOP = 'shop.example.com';
const PLAIN = 'a Service that is bound to the gateway is served, and knows the gateway by its service account';
const TLS = 'TLS ends at the gateway, with a certificate of its namespace';
const OTHER_PORT = 'a port of the Service leads to another port of the pods';
const ENDED =
  'behind a load balancer that ends TLS, plain HTTP is served on port 443, and the Service is told that it was HTTPS';
const STRANGER = 'a Gateway of other pods is not opened';

const manifests = charts((app) => {
  const edge = new Chart(app, 'edge', { namespace: 'edge' });
  const door = new GatewayDeployment(edge, 'Door', {
    ports: [{ port: 80 }, { port: 443, targetPort: 8443 }, { port: 8000, targetPort: 18000 }],
  });
  const behind = new GatewayDeployment(edge, 'Behind', {
    loadBalancer: LoadBalancer.awsNlb({ tls: { certificateArns: ['arn:aws:acm:eu-west-1:1:certificate/a'] } }),
  });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const service = ServiceRef.fromName('web', { ports: [{ port: 8080 }] });
  new IngressedService(shop, 'Plain', { service, hosts: ['plain.example.com'], workload: door.workload });
  new IngressedService(shop, 'Shop', {
    service,
    hosts: [SHOP],
    workload: door.workload,
    tls: IngressTls.credential('shop'),
  });
  new IngressedService(shop, 'Other', {
    service,
    hosts: ['other.example.com'],
    workload: door.workload,
    httpPort: 8000,
  });
  new IngressedService(shop, 'Ended', {
    service,
    hosts: ['ended.example.com'],
    workload: behind.workload,
    httpPort: 443,
    tls: IngressTls.elsewhere(),
    headers: { request: { set: { 'x-forwarded-proto': 'https' } } },
  });
});

scenario({
  title: 'A GatewayDeployment: its pods open the Gateways that are bound to it, and no others',
  manifests: [meshedNamespace('edge'), ...application('shop', 'web', 8080, ['v1']), ...manifests],
  credentials: [{ secret: 'edge/shop', hosts: [SHOP] }],
  requests: [
    {
      name: PLAIN,
      to: 'edge/door',
      url: 'http://plain.example.com/',
      expect: { status: 200, backend: 'shop/web-v1', peerIdentity: identity('edge', 'door') },
    },
    {
      name: TLS,
      to: 'edge/door',
      url: `https://${SHOP}/`,
      expect: { status: 200, backend: 'shop/web-v1', certificate: `DNS:${SHOP}` },
    },
    {
      name: OTHER_PORT,
      to: 'edge/door',
      url: 'http://other.example.com:8000/',
      expect: { status: 200, backend: 'shop/web-v1' },
    },
    {
      name: ENDED,
      to: 'edge/behind',
      url: 'http://ended.example.com:443/',
      expect: {
        status: 200,
        backend: 'shop/web-v1',
        sees: { header: { 'x-forwarded-proto': 'https' } },
        peerIdentity: identity('edge', 'behind'),
      },
    },
    { name: STRANGER, to: 'edge/behind', url: 'http://plain.example.com/', expect: { failed: 'connection refused' } },
  ],
  negatives: [
    {
      change: 'the Gateway selects the pods of the installed gateway',
      mutate: (given) => {
        find(given, 'Gateway', 'plain').spec.selector = { istio: 'ingressgateway' };
      },
      because: { [PLAIN]: { status: 404 } },
    },
    {
      change: 'the server is for a port that the Service lacks',
      mutate: (given) => {
        find(given, 'Gateway', 'other').spec.servers[0].port.number = 9000;
      },
      because: { [OTHER_PORT]: { failed: 'connection refused' } },
    },
    {
      change: 'the Secret is in the namespace of the Service',
      mutate: (given) => {
        // Under a name that the gateway has not met: it keeps what it has.
        Object.assign(find(given, 'Secret').metadata, { name: 'shop-cert', namespace: 'shop' });
        find(given, 'Gateway', 'shop').spec.servers[1].tls.credentialName = 'shop-cert';
      },
      because: { [TLS]: { failed: 'connection closed' } },
    },
    {
      change: 'no header says that the client spoke TLS',
      mutate: (given) => {
        delete find(given, 'VirtualService', 'ended').spec.http[0].headers;
      },
      because: { [ENDED]: { status: 200, sees: { header: { 'x-forwarded-proto': 'http' } } } },
    },
    {
      change: 'the server behind the load balancer redirects to HTTPS',
      mutate: (given) => {
        find(given, 'Gateway', 'ended').spec.servers[0].tls = { httpsRedirect: true };
      },
      because: { [ENDED]: { status: 301, redirect: 'https://ended.example.com:443/' } },
    },
    {
      change: 'the server behind the load balancer expects TLS',
      mutate: (given) => {
        const [server] = find(given, 'Gateway', 'ended').spec.servers;
        server.port.protocol = 'HTTPS';
        server.tls = { mode: 'SIMPLE', credentialName: 'shop' };
      },
      because: { [ENDED]: { failed: 'connection closed' } },
    },
    {
      change: 'the Gateway selects by a label that all gateways have',
      mutate: (given) => {
        find(given, 'Gateway', 'plain').spec.selector = { 'sidecar.istio.io/inject': 'true' };
      },
      because: { [STRANGER]: { status: 200, backend: 'shop/web-v1' } },
    },
  ],
});
