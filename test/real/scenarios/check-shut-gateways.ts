import { application, client, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const OUTSIDE = 'a client outside the mesh is of no namespace, and is refused at the gateway';

scenario({
  title: 'A policy of the root namespace against strangers also shuts the gateway',
  manifests: [
    ...ingressGateway(),
    ...client('shop', 'checkout'),
    ...application('shop', 'web', 80, ['v1']),
    ...rules('CDI0416', 'wrong'),
  ],
  check: { code: 'CDI0416', reported: ['AuthorizationPolicy istio-system/strangers'] },
  requests: [
    { name: OUTSIDE, url: 'http://shop.example.com/', expect: { status: 403, attempts: 0 } },
    { name: 'who is of the mesh gets in', from: 'shop/checkout', url: 'http://web/', expect: { status: 200 } },
  ],
  negatives: [
    {
      change: 'the policy is for the namespace of the applications',
      mutate: putRight('CDI0416'),
      because: { [OUTSIDE]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
    {
      change: 'it allows callers of the mesh, and another policy opens the gateway',
      mutate: (manifests) => {
        const policy = find(manifests, 'AuthorizationPolicy');
        policy.spec = { rules: [{ from: [{ source: { namespaces: ['shop', 'istio-system'] } }] }] };
        manifests.push({
          ...structuredClone(policy),
          metadata: { name: 'edge', namespace: 'istio-system' },
          spec: { selector: { matchLabels: { istio: 'ingressgateway' } }, rules: [{}] },
        });
      },
      because: { [OUTSIDE]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
