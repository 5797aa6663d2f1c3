import { loadFixture } from '../../checks/fixture';
import { application, deployment, egressGateway, ingressGateway } from '../base';
import type { Expectation } from '../expectation';
import { putRight, rules } from '../fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const FROM_CLIENT = 'what came to the load balancer as plain HTTP is redirected to HTTPS';
const FROM_BALANCER = 'what came to it as HTTPS is redirected to HTTPS again, and again';
const COUNTED = 'a gateway that counts the load balancer as a proxy before it believes that it was HTTPS';
const COUNTED_PLAIN = 'and redirects plain HTTP';

const ENDED =
  'what a network load balancer decrypted on port 443 goes to the plain server of that port, and there is no loop';
const NOT_ENDED = 'what it passes through on port 80 is redirected';

const LOOP: Expectation = { status: 301, redirect: 'https://shop.example.com/' };
const LOOP_443: Expectation = { status: 301 };

const routes: Manifest = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'shop', namespace: 'shop' },
  spec: {
    hosts: ['shop.example.com'],
    gateways: ['shop'],
    http: [{ route: [{ destination: { host: 'shop', port: { number: 8080 } } }] }],
  },
};

/** Another gateway, which counts one proxy before it. */
const counting: Manifest[] = egressGateway().map((manifest) => {
  const copy = structuredClone(manifest);
  if (copy.kind === 'Deployment') {
    copy.spec!.template.metadata.annotations = {
      'proxy.istio.io/config': 'gatewayTopology: { numTrustedProxies: 1 }',
    };
  }
  return copy;
});

/** The same rules and load balancer for it. */
const behindCounting: Manifest[] = [...rules('CDI0103', 'wrong'), routes].map((manifest) => {
  const copy = JSON.parse(JSON.stringify(manifest).replaceAll('ingressgateway', 'egressgateway')) as Manifest;
  copy.metadata.name = `counting-${copy.metadata.name}`;
  if (copy.kind === 'VirtualService') {
    copy.spec!.gateways = ['counting-shop'];
  }
  return copy;
});

/** A gateway behind a network load balancer that ends TLS on port 443 alone, which has its own server. */
const behindNetwork: Manifest[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'edge', labels: { 'istio-injection': 'disabled' } } },
  ...(loadFixture('CDI0118', 'right')!.manifests as Manifest[]).filter(({ kind }) => kind !== 'Deployment'),
  deployment('edge', 'gateway', { istio: 'gateway' }, 'gateway', [
    {
      name: 'istio-proxy',
      image: 'docker.io/istio/proxyv2:1.31.1',
      ports: [{ containerPort: 8080 }, { containerPort: 8443 }],
    },
  ]),
  {
    ...routes,
    metadata: { name: 'behind-network', namespace: 'shop' },
    spec: { ...routes.spec, gateways: ['edge/shop'] },
  },
];

scenario({
  title:
    'A redirect of the gateway behind a load balancer that ends TLS: the gateway sees plain HTTP whatever the client sent',
  manifests: [
    ...ingressGateway(),
    ...counting,
    ...application('shop', 'shop', 8080, ['v1']),
    ...rules('CDI0103', 'wrong'),
    routes,
    ...behindCounting,
    ...behindNetwork,
  ],
  check: { code: 'CDI0103', reported: ['Gateway shop/shop'] },
  requests: [
    { name: FROM_CLIENT, url: 'http://shop.example.com/', headers: { 'x-forwarded-proto': 'http' }, expect: LOOP },
    { name: FROM_BALANCER, url: 'http://shop.example.com/', headers: { 'x-forwarded-proto': 'https' }, expect: LOOP },
    {
      name: COUNTED,
      to: 'istio-system/istio-egressgateway',
      url: 'http://shop.example.com/',
      headers: { 'x-forwarded-proto': 'https' },
      expect: { status: 200, backend: 'shop/shop-v1' },
    },
    {
      name: COUNTED_PLAIN,
      to: 'istio-system/istio-egressgateway',
      url: 'http://shop.example.com/',
      headers: { 'x-forwarded-proto': 'http' },
      expect: LOOP,
    },
    {
      name: ENDED,
      to: 'edge/gateway',
      url: 'http://shop.example.com:443/',
      expect: { status: 200, backend: 'shop/shop-v1' },
    },
    { name: NOT_ENDED, to: 'edge/gateway', url: 'http://shop.example.com/', expect: LOOP },
  ],
  negatives: [
    {
      change: 'both ports of the Service lead to the redirect',
      mutate: (manifests) => {
        const service = find(manifests, 'Service', 'gateway');
        service.spec.ports[1].targetPort = 8080;
      },
      because: { [ENDED]: LOOP_443 },
      reported: ['Gateway edge/shop', 'Gateway shop/shop'],
    },
    {
      change: 'the load balancer redirects',
      mutate: putRight('CDI0103'),
      because: { [FROM_BALANCER]: { status: 200, backend: 'shop/shop-v1' } },
      reported: [],
    },
  ],
});
