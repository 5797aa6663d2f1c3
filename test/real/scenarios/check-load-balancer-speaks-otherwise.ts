import { loadFixture } from '../../checks/fixture';
import { application, deployment } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const ENDED = 'what the load balancer decrypted comes to a server that reads TLS, which closes the connection';
const REDIRECTED = 'plain HTTP on port 80 is redirected to it';
const ENCRYPTED = 'TLS made anew reaches the server';

scenario({
  title: 'A load balancer that ends TLS in front of a server that reads TLS',
  manifests: [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'edge', labels: { 'istio-injection': 'disabled' } } },
    ...(loadFixture('CDI0118', 'wrong')!.manifests as Manifest[]).filter(({ kind }) => kind !== 'Deployment'),
    deployment('edge', 'gateway', { istio: 'gateway' }, 'gateway', [
      {
        name: 'istio-proxy',
        image: 'docker.io/istio/proxyv2:1.31.1',
        ports: [{ containerPort: 8080 }, { containerPort: 8443 }],
      },
    ]),
    ...application('shop', 'shop', 8080, ['v1']),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'shop', namespace: 'shop' },
      spec: {
        hosts: ['shop.example.com'],
        gateways: ['edge/shop'],
        http: [{ route: [{ destination: { host: 'shop', port: { number: 8080 } } }] }],
      },
    },
  ],
  credentials: [{ secret: 'edge/shop', hosts: ['shop.example.com'] }],
  check: { code: 'CDI0118', reported: ['Gateway edge/shop'] },
  requests: [
    {
      name: ENDED,
      to: 'edge/gateway',
      url: 'http://shop.example.com:443/',
      expect: { failed: 'connection closed' },
    },
    {
      name: REDIRECTED,
      to: 'edge/gateway',
      url: 'http://shop.example.com/',
      expect: { status: 301, redirect: 'https://shop.example.com/' },
    },
    {
      name: ENCRYPTED,
      to: 'edge/gateway',
      url: 'https://shop.example.com/',
      expect: { status: 200, backend: 'shop/shop-v1' },
    },
  ],
  negatives: [
    {
      change: 'the server reads plain HTTP',
      mutate: (manifests) => {
        find(manifests, 'Gateway').spec.servers[1] = find(right(), 'Gateway').spec.servers[1];
      },
      because: { [ENDED]: { status: 200, backend: 'shop/shop-v1' } },
      reported: [],
    },
  ],
});

function right(): Manifest[] {
  return loadFixture('CDI0118', 'right')!.manifests as Manifest[];
}
