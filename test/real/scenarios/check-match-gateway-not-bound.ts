import { application, client, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const IN_MESH = 'sidecars have no rule of a VirtualService that is bound to a gateway only';
const AT_GATEWAY = 'the gateway has only the rule without gateways';

scenario({
  title: 'A match that names mesh, in a VirtualService that is not bound to the mesh',
  manifests: [
    ...ingressGateway(),
    ...client('shop', 'job'),
    ...application('shop', 'web', 8080, ['v1']),
    ...rules('CDI0124', 'wrong'),
  ],
  check: { code: 'CDI0124', reported: ['VirtualService shop/web'] },
  requests: [
    { name: IN_MESH, from: 'shop/job', url: 'http://web:8080/', expect: { status: 200 } },
    { name: AT_GATEWAY, url: 'http://shop.example.com/', expect: { status: 200 } },
  ],
  negatives: [
    {
      change: 'mesh is among the gateways of the VirtualService',
      mutate: putRight('CDI0124'),
      because: { [IN_MESH]: { status: 418 } },
      reported: [],
    },
  ],
});
