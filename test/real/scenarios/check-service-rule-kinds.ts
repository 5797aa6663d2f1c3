import { client } from '../base';
import { example } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const IGNORED = 'requests to a TCP port pass by the http rules of the Service';

scenario({
  title: 'Rules for HTTP of a Service whose port is one for TCP',
  manifests: [...client('shop', 'job'), ...example('CDI0157', 'wrong')],
  check: { code: 'CDI0157', reported: ['VirtualService shop/orders'] },
  requests: [
    {
      name: IGNORED,
      from: 'shop/job',
      url: 'http://orders:9000/',
      expect: { status: 200, backend: 'shop/orders' },
    },
  ],
  negatives: [
    {
      change: 'the port is one for HTTP',
      mutate: (manifests) => {
        find(manifests, 'Service', 'orders').spec.ports[0].name = 'http';
      },
      because: { [IGNORED]: { status: 418 } },
      reported: [],
    },
    {
      change: 'the rules are for TCP, and lead elsewhere',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'orders').spec = {
          hosts: ['orders'],
          tcp: [{ route: [{ destination: { host: 'orders', subset: 'none' } }] }],
        };
      },
      because: { [IGNORED]: { failed: 'connection closed' } },
      reported: [],
    },
  ],
});
