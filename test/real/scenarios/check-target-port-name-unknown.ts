import { client, deployment } from '../base';
import { loadFixture } from '../../checks/fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const NOBODY = 'requests to the Service get 503, because it has no endpoints';

const service = (which: 'wrong' | 'right'): Manifest =>
  find(loadFixture('CDI0309', which)!.manifests as Manifest[], 'Service');

scenario({
  title: 'A Service with a targetPort that is the name of no container port',
  manifests: [
    ...client('shop', 'checkout'),
    service('wrong'),
    deployment('shop', 'reviews', { app: 'reviews', version: 'v1' }, 'reviews', [
      { name: 'app', image: 'example.com/app:1', ports: [{ name: 'web', containerPort: 8080 }] },
    ]),
  ],
  check: { code: 'CDI0309', reported: ['Service shop/reviews'] },
  requests: [
    {
      name: NOBODY,
      from: 'shop/checkout',
      url: 'http://reviews/',
      expect: { status: 503, accessLog: [{ proxy: 'shop/checkout', flags: 'UH' }] },
    },
  ],
  negatives: [
    {
      change: 'the targetPort has the name of the container port',
      mutate: (manifests) => {
        find(manifests, 'Service').spec = service('right').spec as Manifest['spec'] & object;
      },
      because: { [NOBODY]: { status: 200, backend: 'shop/reviews' } },
      reported: [],
    },
  ],
});
