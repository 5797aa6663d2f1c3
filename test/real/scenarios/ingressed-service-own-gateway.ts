import { Chart } from 'cdk8s';
import { GatewayWorkload, IngressedService, IngressTls, ServiceRef } from 'cdk8s-istio';
import { application, deployment } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { identity } from '../mesh';
import { scenario } from '../scenario';
import { charts } from '../setting';

const HOST = 'shop.example.com';
const EDGE = 'edge/edge';
const PLAIN = 'plain HTTP is served on the port of the Service that was asked for';
const TLS = 'TLS is served on its port, with a certificate of the namespace of the gateway';
const REDIRECT = 'plain HTTP is redirected to the port of TLS';

const LABELS = { app: 'edge', tier: 'public' };
const PORTS = [
  { port: 8000, targetPort: 18000 },
  { port: 8443, targetPort: 18443 },
];

/** A gateway that somebody installed, with labels and ports of its own. */
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
  const service = ServiceRef.fromName('web', { ports: [{ port: 8080 }] });
  const workload = GatewayWorkload.of({ selector: LABELS, namespace: 'edge', service: 'edge', ports: PORTS });
  new IngressedService(chart, 'Shop', {
    service,
    hosts: [HOST],
    workload,
    httpPort: 8000,
    tls: IngressTls.credential('shop', { port: 8443 }),
  });
  new IngressedService(chart, 'Plain', { service, hosts: ['plain.example.com'], workload, httpPort: 8000 });
});

scenario({
  title: 'A gateway with its own labels and ports, in a namespace of its own',
  manifests: [...EDGE_GATEWAY, ...application('shop', 'web', 8080, ['v1']), ...shop],
  credentials: [{ secret: 'edge/shop', hosts: [HOST] }],
  requests: [
    {
      name: PLAIN,
      to: EDGE,
      url: 'http://plain.example.com:8000/',
      expect: { status: 200, backend: 'shop/web-v1', peerIdentity: identity('edge', 'edge') },
    },
    {
      name: TLS,
      to: EDGE,
      url: `https://${HOST}:8443/`,
      expect: { status: 200, backend: 'shop/web-v1', certificate: `DNS:${HOST}` },
    },
    {
      name: REDIRECT,
      to: EDGE,
      url: `http://${HOST}:8000/items?page=2`,
      expect: { status: 301, redirect: `https://${HOST}:8443/items?page=2` },
    },
    { name: 'another host is not served', to: EDGE, url: 'http://other.example.com:8000/', expect: { status: 404 } },
  ],
  negatives: [
    {
      change: 'the Gateway selects by a label that the pods lack',
      mutate: (manifests) => {
        find(manifests, 'Gateway', 'plain').spec.selector = { istio: 'ingressgateway' };
      },
      because: { [PLAIN]: { status: 404 } },
    },
    {
      change: 'the server is for the port of the usual gateway',
      mutate: (manifests) => {
        for (const name of ['plain', 'shop']) {
          find(manifests, 'Gateway', name).spec.servers[0].port.number = 80;
        }
      },
      because: { [PLAIN]: { failed: 'connection refused' }, [REDIRECT]: { failed: 'connection refused' } },
    },
    {
      change: 'the Secret is in the namespace of the Service',
      mutate: (manifests) => {
        // Under a name that the gateway has not met: it keeps what it has.
        Object.assign(find(manifests, 'Secret').metadata, { name: 'shop-cert', namespace: 'shop' });
        find(manifests, 'Gateway', 'shop').spec.servers[1].tls.credentialName = 'shop-cert';
      },
      because: { [TLS]: { failed: 'connection closed' } },
    },
  ],
});
