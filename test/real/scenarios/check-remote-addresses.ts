import { application, egressGateway, ingressGateway } from '../base';
import { rules } from '../fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const OFFICE = 'a client of the office, as the load balancer tells it, is refused: the gateway does not believe it';
const BELIEVED = 'a gateway that trusts one proxy in front of it lets the client in';

const route: Manifest = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    hosts: ['shop.example.com'],
    gateways: ['istio-system/edge'],
    http: [{ route: [{ destination: { host: 'web.shop.svc.cluster.local', port: { number: 8080 } } }] }],
  },
};

/** The load balancer of the example sends to the gateway of the scenario. */
const behindBalancer: Manifest[] = [...rules('CDI0417', 'wrong'), route].map((manifest) => {
  const copy = structuredClone(manifest);
  if (copy.kind === 'Ingress') {
    copy.spec!.defaultBackend.service.name = 'istio-ingressgateway';
  }
  return copy;
});

/** Another gateway, which trusts one proxy before it. */
const trusting: Manifest[] = egressGateway().map((manifest) => {
  const copy = structuredClone(manifest);
  if (copy.kind === 'Deployment') {
    copy.spec!.template.metadata.annotations = {
      'proxy.istio.io/config': 'gatewayTopology: { numTrustedProxies: 1 }',
    };
  }
  return copy;
});

/** The same rules and load balancer for it. */
const behindTrusting: Manifest[] = behindBalancer.map((manifest) => {
  const copy = JSON.parse(JSON.stringify(manifest).replaceAll('ingressgateway', 'egressgateway')) as Manifest;
  copy.metadata.name = `trusting-${copy.metadata.name}`;
  if (copy.kind === 'VirtualService') {
    copy.spec!.gateways = ['istio-system/trusting-edge'];
  }
  return copy;
});

const told = { url: 'http://shop.example.com/', headers: { 'x-forwarded-for': '198.51.100.7' } };
const SERVED = { status: 200, backend: 'shop/web-v1' };

scenario({
  title: 'A policy compares the address of the client behind a load balancer that reads HTTP',
  manifests: [
    ...ingressGateway(),
    ...trusting,
    ...application('shop', 'web', 8080, ['v1']),
    ...behindBalancer,
    ...behindTrusting,
  ],
  check: { code: 'CDI0417', reported: ['AuthorizationPolicy istio-system/office'] },
  requests: [
    { name: OFFICE, ...told, expect: { status: 403, attempts: 0 } },
    { name: BELIEVED, to: 'istio-system/istio-egressgateway', ...told, expect: SERVED },
  ],
  negatives: [
    {
      change: 'the policy compares the address of the load balancer itself',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy', 'office').spec.rules[0].from[0].source = { ipBlocks: ['127.0.0.0/8'] };
      },
      because: { [OFFICE]: SERVED },
      reported: [],
    },
    {
      change: 'the client is of another network',
      mutate: (manifests) => {
        const policy = find(manifests, 'AuthorizationPolicy', 'trusting-office');
        policy.spec.rules[0].from[0].source.remoteIpBlocks = ['203.0.113.0/24'];
      },
      because: { [BELIEVED]: { status: 403 } },
    },
  ],
});
