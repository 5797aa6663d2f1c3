import { ingressGateway, meshedNamespace } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { seed } from '../setting';

scenario({
  title: 'As written: the route matches "/" alone, so the page comes without its assets',
  replacedBy: 'ingressed-service-every-path',
  manifests: [...ingressGateway(), meshedNamespace('istio'), ...seed('exact-root.yaml', 'istio')],
  check: { code: 'CDI0111', reported: ['VirtualService istio/nginx-virtual'] },
  requests: [
    { name: 'the page comes', url: 'http://nginx.example.com/', expect: { status: 200, backend: 'istio/nginx-istio' } },
    { name: 'its assets are not found', url: 'http://nginx.example.com/assets/site.css', expect: { status: 404 } },
  ],
  negatives: [
    {
      change: 'the route matches the prefix "/"',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.http[0].match = [{ uri: { prefix: '/' } }];
      },
      reported: [],
      because: { 'its assets are not found': { status: 200, backend: 'istio/nginx-istio' } },
    },
  ],
});
