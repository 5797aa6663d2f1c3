import { application, client } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';

const METHOD = 'a rule for the method get takes no GET';

scenario({
  title: 'A match for a method that no client writes so',
  manifests: [
    ...client('shop', 'job'),
    ...application('shop', 'web', 8080, ['v1']),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        hosts: ['web'],
        http: [
          { match: [{ method: { exact: 'get' } }], directResponse: { status: 418 } },
          { route: [{ destination: { host: 'web' } }] },
        ],
      },
    },
  ],
  check: { code: 'CDI0125', reported: ['VirtualService shop/web'] },
  requests: [
    { name: METHOD, from: 'shop/job', url: 'http://web:8080/', expect: { status: 200, backend: 'shop/web-v1' } },
  ],
  negatives: [
    {
      change: 'the method is in capitals',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.http[0].match[0].method.exact = 'GET';
      },
      because: { [METHOD]: { status: 418 } },
      reported: [],
    },
    {
      change: 'an expression takes both',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.http[0].match[0].method = { regex: '(?i)get' };
      },
      because: { [METHOD]: { status: 418 } },
      reported: [],
    },
  ],
});
