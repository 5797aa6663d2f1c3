import { Chart } from 'cdk8s';
import { EgressTlsOrigination, GatewayWorkload, HopSecurity, OriginTls } from 'cdk8s-istio';
import { client, helmEgressGateway } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const CALLER = 'shop/checkout';
const GATEWAY = 'egress/istio-egress';
const ORDER = 'the gateway shows the certificate of the client, which no pod has';
const EDGE = 'a host that is served under another server name';
const OTHER = 'a certificate for neither of the names is not believed';
const DIRECT = 'a client that speaks TLS itself is refused, because only plain HTTP is known of the host';
const PRIVATE = 'a server with a certificate of a private authority';

const partners = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const workload = GatewayWorkload.helmRelease('istio-egress', { namespace: 'egress', ports: [{ port: 80 }] });
  const props = { workload, clients: ['shop'], hopSecurity: HopSecurity.none() };
  new EgressTlsOrigination(chart, 'Partner', {
    ...props,
    hosts: ['api.partner.example'],
    tls: OriginTls.mutual('partner-client'),
  });
  new EgressTlsOrigination(chart, 'Edge', {
    ...props,
    hosts: ['shop.edge.example'],
    tls: OriginTls.mutual('partner-client', { sni: 'front.edge.example' }),
  });
  new EgressTlsOrigination(chart, 'Bank', {
    ...props,
    hosts: ['api.bank.example'],
    tls: OriginTls.simple({ sni: 'front.bank.example' }),
  });
  new EgressTlsOrigination(chart, 'Private', {
    ...props,
    hosts: ['api.private.example'],
    tls: OriginTls.simple({ caCredential: 'private-ca' }),
  });
});

/** Makes a rule name another Secret, which the proxy has not got yet: a copy of the first with a change. */
function renameSecret(manifests: Manifest[], rule: string, change: (copy: Manifest) => void): void {
  const { tls } = find(manifests, 'DestinationRule', rule).spec.trafficPolicy as { tls: { credentialName: string } };
  const secret: Manifest = structuredClone(find(manifests, 'Secret', tls.credentialName));
  secret.metadata.name = `${tls.credentialName}-changed`;
  tls.credentialName = secret.metadata.name;
  change(secret);
  manifests.push(secret);
}

const NO_SECRET = [{ proxy: GATEWAY, transportFailure: /Secret_is_not_supplied_by_SDS/ }];

const dataOf = (secret: Manifest): Record<string, string> => secret.data as Record<string, string>;

scenario({
  title:
    'A gateway in a namespace of its own has the certificates: that of the client, and those of the authorities that it believes',
  manifests: [...helmEgressGateway('http2', 80), ...client('shop', 'checkout'), ...partners],
  meshConfig: 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }\n',
  credentials: [
    { secret: 'egress/partner-client', hosts: ['shop.client.example'], forClients: true },
    { secret: 'egress/private-ca', hosts: ['unused.example'], forClients: true },
  ],
  externals: [
    { hosts: ['api.partner.example'], ports: { 443: 'tls' } },
    { hosts: ['shop.edge.example', 'front.edge.example'], ports: { 443: 'tls' } },
    { hosts: ['api.bank.example'], ports: { 443: 'tls' } },
    { hosts: ['api.private.example'], ports: { 443: 'tls' } },
  ],
  requests: [
    {
      name: ORDER,
      from: CALLER,
      url: 'http://api.partner.example/orders',
      expect: {
        status: 200,
        backend: 'api.partner.example',
        sees: { sni: 'api.partner.example', peer: GATEWAY, clientCertificate: 'DNS:shop.client.example' },
        accessLog: [
          {
            proxy: CALLER,
            cluster: 'outbound|80|shop-partner|istio-egress.egress.svc.cluster.local',
          },
          { proxy: GATEWAY, path: '/orders', cluster: 'outbound|80||api.partner.example' },
        ],
      },
    },
    {
      name: EDGE,
      from: CALLER,
      url: 'http://shop.edge.example/',
      expect: {
        status: 200,
        sees: { sni: 'front.edge.example', peer: GATEWAY, clientCertificate: 'DNS:shop.client.example' },
      },
    },
    {
      name: OTHER,
      from: CALLER,
      url: 'http://api.bank.example/',
      expect: { status: 503, accessLog: [{ proxy: GATEWAY, transportFailure: /CERTIFICATE_VERIFY_FAILED/ }] },
    },
    {
      name: PRIVATE,
      from: CALLER,
      url: 'http://api.private.example/',
      expect: { status: 200, sees: { sni: 'api.private.example', peer: GATEWAY } },
    },
    {
      name: DIRECT,
      from: CALLER,
      url: 'https://api.partner.example/',
      expect: { failed: 'connection closed', accessLog: [{ proxy: GATEWAY, seen: false }] },
    },
  ],
  negatives: [
    {
      change: 'the client shows no certificate',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule', 'shop-partner-api-partner-example').spec.trafficPolicy.tls.mode = 'SIMPLE';
      },
      because: { [ORDER]: { status: 200, sees: { sni: 'api.partner.example', peer: GATEWAY } } },
    },
    {
      change: 'the Secret is in the namespace of the application',
      mutate: (manifests) => {
        renameSecret(manifests, 'shop-partner-api-partner-example', ({ metadata }) => (metadata.namespace = 'shop'));
      },
      because: { [ORDER]: { status: 503, accessLog: NO_SECRET } },
    },
    {
      change: 'the Secret names no authority',
      mutate: (manifests) => {
        renameSecret(manifests, 'shop-partner-api-partner-example', (secret) => delete dataOf(secret)['ca.crt']);
      },
      because: { [ORDER]: { status: 503, accessLog: NO_SECRET } },
    },
    {
      change: 'the certificate of the server is of another authority',
      mutate: (manifests) => {
        // What verifies nothing: the certificate of a client in the place of an authority.
        renameSecret(manifests, 'shop-private-api-private-example', (secret) => {
          dataOf(secret)['ca.crt'] = dataOf(secret)['tls.crt'];
        });
      },
      because: {
        [PRIVATE]: { status: 503, accessLog: [{ proxy: GATEWAY, transportFailure: /CERTIFICATE_VERIFY_FAILED/ }] },
      },
    },
    {
      change: 'the server name is not asked for',
      mutate: (manifests) => {
        const { tls } = find(manifests, 'DestinationRule', 'shop-edge-shop-edge-example').spec.trafficPolicy;
        delete tls.sni;
      },
      because: { [EDGE]: { status: 200, sees: { sni: 'shop.edge.example' } } },
    },
    {
      change: 'a server name is given, and no names of the certificate',
      mutate: (manifests) => {
        const { tls } = find(manifests, 'DestinationRule', 'shop-bank-api-bank-example').spec.trafficPolicy;
        delete tls.subjectAltNames;
      },
      because: { [OTHER]: { status: 200, backend: 'api.bank.example' } },
    },
    {
      change: 'the host is known with its port for TLS, too',
      mutate: (manifests) => {
        find(manifests, 'ServiceEntry', 'shop-partner').spec.ports.push({
          number: 443,
          name: 'https',
          protocol: 'HTTPS',
        });
      },
      because: { [DIRECT]: { status: 200, sees: { peer: CALLER } } },
    },
  ],
});
