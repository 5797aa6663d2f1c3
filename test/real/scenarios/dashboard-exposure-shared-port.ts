import { Chart } from 'cdk8s';
import {
  Dashboard,
  DashboardExposure,
  Destination,
  Gateway,
  GatewayServer,
  IngressTls,
  Login,
  ServerTls,
  ServiceRef,
  VirtualService,
} from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import { jwtIssuer } from '../jwt';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const PASSED = 'a connection that the same port passes through is refused';
const OTHER_PORT = 'on a port that the login does not name it is passed through';

const { name: issuer, jwks } = jwtIssuer('https://issuer.example.com');

const manifests = charts((app) => {
  const chart = new Chart(app, 'dash', { namespace: 'istio-system' });
  new DashboardExposure(chart, 'Dashboards', {
    dashboards: [Dashboard.kiali()],
    host: 'dash.example.com',
    tls: IngressTls.credential('dash', { plainHttp: false }),
    login: Login.jwt({ issuer, jwks }),
  });
  // Of Gateways in another chart the construct does not know whether they are in the same cluster.
  const others = new Chart(app, 'others', { namespace: 'istio-system' });
  for (const [port, host] of [
    [443, 'vault.example.com'],
    [80, 'archive.example.com'],
  ] as const) {
    const gateway = new Gateway(others, host, {
      metadata: { name: host.split('.')[0] },
      servers: [GatewayServer.tls({ hosts: [host], port, tls: ServerTls.passthrough() })],
    });
    const vault = ServiceRef.fromName('vault', { namespace: 'vault', ports: [{ port: 8443 }] });
    new VirtualService(others, `${host}-routes`, {
      metadata: { name: host.split('.')[0] },
      hosts: [host],
      gateways: [gateway],
      tls: [{ match: [{ sniHosts: [host] }], route: [Destination.service(vault)] }],
    });
  }
});

scenario({
  title: 'A login refuses what the same port passes through, because there are no requests to look at',
  manifests: [
    ...ingressGateway(),
    ...application('istio-system', 'kiali', 20001, ['v1']),
    ...application('vault', 'vault', 8443, ['v1']),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'vault', namespace: 'vault' },
      spec: { selector: { app: 'vault' }, ports: [{ name: 'tls', port: 8443, targetPort: 8443 }] },
    },
    ...manifests,
  ],
  credentials: [{ secret: 'istio-system/dash', hosts: ['dash.example.com'] }],
  requests: [
    {
      name: 'the dashboards are closed',
      url: 'https://dash.example.com/kiali',
      expect: { status: 403, attempts: 0 },
    },
    {
      name: PASSED,
      url: 'https://vault.example.com/',
      trustsAnyone: true,
      expect: { failed: 'connection closed' },
    },
    {
      name: OTHER_PORT,
      url: 'https://archive.example.com:80/',
      trustsAnyone: true,
      expect: { status: 200, backend: 'vault/vault-v1' },
    },
  ],
  negatives: [
    {
      change: 'the login names the port of the other host only',
      mutate: (given) => {
        for (const { to } of find(given, 'AuthorizationPolicy').spec.rules) {
          to[0].operation.ports = ['8080'];
        }
      },
      because: {
        [PASSED]: { status: 200, backend: 'vault/vault-v1' },
        [OTHER_PORT]: { failed: 'connection closed' },
      },
    },
  ],
});
