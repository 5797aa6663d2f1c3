import { application, ingressGateway } from '../base';
import { rules } from '../fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const OFFICE = 'a client of the office, as the load balancer tells it, is refused: the gateway does not believe it';

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
const behindBalancer = rules('CDI0417', 'wrong').map((manifest) => {
  const copy = structuredClone(manifest);
  if (copy.kind === 'Ingress') {
    copy.spec!.defaultBackend.service.name = 'istio-ingressgateway';
  }
  return copy;
});

scenario({
  title: 'A policy compares the address of the client behind a load balancer that reads HTTP',
  manifests: [...ingressGateway(), ...application('shop', 'web', 8080, ['v1']), ...behindBalancer, route],
  check: { code: 'CDI0417', reported: ['AuthorizationPolicy istio-system/office'] },
  requests: [
    {
      name: OFFICE,
      url: 'http://shop.example.com/',
      headers: { 'x-forwarded-for': '198.51.100.7' },
      expect: { status: 403, attempts: 0 },
    },
  ],
  negatives: [
    {
      change: 'the gateway trusts one proxy in front of it',
      mutate: (manifests) => {
        find(manifests, 'Deployment', 'istio-ingressgateway').spec.template.metadata.annotations = {
          'proxy.istio.io/config': 'gatewayTopology: { numTrustedProxies: 1 }',
        };
      },
      because: { [OFFICE]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
