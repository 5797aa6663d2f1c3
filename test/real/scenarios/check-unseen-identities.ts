import { application, ingressGateway } from '../base';
import { rules } from '../fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const OUTSIDE = 'a client outside the mesh is of no namespace, so it is refused';

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

scenario({
  title: 'A gateway that asks nobody for a certificate, and a policy that asks for the namespace of the caller',
  manifests: [...ingressGateway(), ...application('shop', 'web', 8080, ['v1']), ...rules('CDI0412', 'wrong'), route],
  check: { code: 'CDI0412', reported: ['AuthorizationPolicy istio-system/partners'] },
  requests: [{ name: OUTSIDE, url: 'http://shop.example.com/', expect: { status: 403, attempts: 0 } }],
  negatives: [
    {
      change: 'the policy asks for an address that the client has',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.rules = [{ from: [{ source: { ipBlocks: ['0.0.0.0/0'] } }] }];
      },
      because: { [OUTSIDE]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
    {
      change: 'it leaves all namespaces out, and so lets in who is of none',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.rules = [{ from: [{ source: { notNamespaces: ['*'] } }] }];
      },
      because: { [OUTSIDE]: { status: 200, backend: 'shop/web-v1' } },
    },
  ],
});
