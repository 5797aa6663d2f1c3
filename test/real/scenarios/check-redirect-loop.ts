import { application, egressGateway, ingressGateway } from '../base';
import type { Expectation } from '../expectation';
import { putRight, rules } from '../fixture';
import type { Manifest } from '../manifest';
import { scenario } from '../scenario';

const FROM_CLIENT = 'what came to the load balancer as plain HTTP is redirected to HTTPS';
const FROM_BALANCER = 'what came to it as HTTPS is redirected to HTTPS again, and again';
const COUNTED = 'a gateway that counts the load balancer as a proxy before it believes that it was HTTPS';
const COUNTED_PLAIN = 'and redirects plain HTTP';

const LOOP: Expectation = { status: 301, redirect: 'https://shop.example.com/' };

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
  ],
  negatives: [
    {
      change: 'the load balancer redirects',
      mutate: putRight('CDI0103'),
      because: { [FROM_BALANCER]: { status: 200, backend: 'shop/shop-v1' } },
      reported: [],
    },
  ],
});
