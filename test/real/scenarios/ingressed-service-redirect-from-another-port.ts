import { Chart } from 'cdk8s';
import { GatewayWorkload, IngressedService, IngressTls, ServiceRef } from 'cdk8s-istio';
import { application, deployment } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const [SHOP, WWW] = ['shop.example.com', 'www.example.com'] as const;
const EDGE = 'edge/edge';
const REDIRECT = 'a client of port 8000 is sent to the port of HTTPS, and not to its own port in HTTPS';
const SECOND = 'so is one of the other host, to that host, whatever the case of its letters';

const LABELS = { app: 'edge' };
const PORTS = [
  { port: 8000, targetPort: 18000 },
  { port: 443, targetPort: 18443 },
];

const EDGE_GATEWAY: Manifest[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'edge', labels: { 'istio-injection': 'disabled' } } },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'edge', namespace: 'edge' },
    spec: {
      selector: LABELS,
      ports: PORTS.map((each, i) => ({ name: ['http', 'https'][i], protocol: 'TCP', ...each })),
    },
  },
  deployment('edge', 'edge', LABELS, 'edge', [
    {
      name: 'istio-proxy',
      image: 'docker.io/istio/proxyv2:1.31.1',
      ports: PORTS.map(({ targetPort }) => ({ containerPort: targetPort })),
    },
  ]),
];

const shop = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new IngressedService(chart, 'Shop', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    hosts: [SHOP, WWW],
    workload: GatewayWorkload.of({ selector: LABELS, namespace: 'edge', service: 'edge', ports: PORTS }),
    httpPort: 8000,
    tls: IngressTls.credential('shop'),
  });
});

scenario({
  title: 'Plain HTTP on a port of its own is redirected to port 443, which a redirect of Istio cannot name',
  manifests: [...EDGE_GATEWAY, ...application('shop', 'web', 8080, ['v1']), ...shop],
  credentials: [{ secret: 'edge/shop', hosts: [SHOP, WWW] }],
  requests: [
    {
      name: REDIRECT,
      to: EDGE,
      url: `http://${SHOP}:8000/items?page=2`,
      expect: { status: 301, redirect: `https://${SHOP}/items?page=2` },
    },
    {
      name: SECOND,
      to: EDGE,
      url: `http://${WWW}:8000/items`,
      headers: { host: 'WWW.example.com:8000' },
      expect: { status: 301, redirect: `https://${WWW}/items` },
    },
    {
      name: 'HTTPS is served',
      to: EDGE,
      url: `https://${WWW}/items`,
      expect: { status: 200, backend: 'shop/web-v1' },
    },
  ],
  negatives: [
    {
      change: 'the redirect names the port',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.http[0].redirect = { scheme: 'https', port: 443 };
      },
      because: { [REDIRECT]: { status: 301, redirect: `https://${SHOP}:8000/items?page=2` } },
    },
    {
      change: 'the rule of the second host compares the case of letters',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.http[1].match[0].authority = { prefix: WWW };
      },
      because: { [SECOND]: { status: 200, backend: 'shop/web-v1' } },
    },
  ],
});
