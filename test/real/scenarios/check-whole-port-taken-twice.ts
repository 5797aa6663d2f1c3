import { client } from '../base';
import { created, find } from '../manifest';
import { rules } from '../fixture';
import { scenario } from '../scenario';

const FIRST = 'connections to the host of the older ServiceEntry get there';
const SECOND = 'and so do those to the other host';
const ORDERS = 'orders-db.example.com';
const USERS = 'users-db.example.com';

scenario({
  title: 'Two ServiceEntries for MySQL without addresses on one port',
  manifests: [...client('shop', 'checkout'), ...rules('CDI0211', 'wrong').map((each, i) => created(i, each))],
  externals: [ORDERS, USERS].map((host) => ({ hosts: [host], ports: { 3306: 'tcp' } as const })),
  check: { code: 'CDI0211', reported: ['ServiceEntry shop/users'] },
  requests: [
    { name: FIRST, from: 'shop/checkout', url: `tcp://${ORDERS}:3306`, expect: { backend: ORDERS } },
    {
      name: SECOND,
      from: 'shop/checkout',
      url: `tcp://${USERS}:3306`,
      expect: { backend: ORDERS, accessLog: [{ proxy: 'shop/checkout', cluster: `outbound|3306||${ORDERS}` }] },
    },
  ],
  negatives: [
    {
      change: 'clients of this namespace see only one of the two',
      mutate: (manifests) => {
        find(manifests, 'ServiceEntry', 'orders').spec.exportTo = ['~'];
      },
      because: { [FIRST]: { backend: USERS }, [SECOND]: { backend: USERS } },
      reported: [],
    },
  ],
});
