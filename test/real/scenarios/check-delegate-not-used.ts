import { application, ingressGateway } from '../base';
import { rules } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const REACHED = 'a delegate that is found, exported and without hosts is reached';
const ROOT = ['VirtualService istio-system/root'];

scenario({
  title: 'A rule that delegates to a VirtualService which istiod does not find, see or take for a delegate',
  manifests: [...ingressGateway(), ...application('shop', 'api', 8080, ['v1']), ...rules('CDI0122', 'right')],
  check: { code: 'CDI0122', reported: [] },
  requests: [
    { name: REACHED, url: 'http://shop.example.com/api/items', expect: { status: 200, backend: 'shop/api-v1' } },
  ],
  negatives: [
    {
      change: 'the rule does not name the namespace of the delegate',
      mutate: (manifests) => {
        delete find(manifests, 'VirtualService', 'root').spec.http[0].delegate.namespace;
      },
      because: { [REACHED]: { status: 404 } },
      reported: ROOT,
    },
    {
      change: 'the delegate is exported to its own namespace only',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'api').spec.exportTo = ['.'];
      },
      because: { [REACHED]: { status: 404 } },
      reported: ROOT,
    },
    {
      change: 'the delegate has hosts',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'api').spec.hosts = ['api'];
      },
      because: { [REACHED]: { status: 404 } },
      reported: ROOT,
    },
  ],
});
