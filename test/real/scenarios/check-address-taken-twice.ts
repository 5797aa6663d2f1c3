import { client } from '../base';
import { rules } from '../fixture';
import { created, find } from '../manifest';
import { scenario } from '../scenario';

const ADDRESS = 'connections to the address get to the host of the older ServiceEntry';
const OTHER = 'another address is that of no host';
const ORDERS = 'orders-db.example.com';
const USERS = 'users-db.example.com';

scenario({
  title: 'Two ServiceEntries for MySQL with one address and port',
  manifests: [...client('shop', 'checkout'), ...rules('CDI0216', 'wrong').map((each, i) => created(i, each))],
  externals: [ORDERS, USERS].map((host) => ({ hosts: [host], ports: { 3306: 'tcp' } as const })),
  check: { code: 'CDI0216', reported: ['ServiceEntry shop/users'] },
  requests: [
    {
      name: ADDRESS,
      from: 'shop/checkout',
      url: 'tcp://198.51.100.7:3306',
      expect: { backend: ORDERS, accessLog: [{ proxy: 'shop/checkout', cluster: `outbound|3306||${ORDERS}` }] },
    },
    {
      name: OTHER,
      from: 'shop/checkout',
      url: 'tcp://198.51.100.8:3306',
      expect: { failed: 'connection closed', accessLog: [{ proxy: 'shop/checkout', cluster: 'PassthroughCluster' }] },
    },
  ],
  negatives: [
    {
      change: 'clients see only one of the two',
      mutate: (manifests) => {
        find(manifests, 'ServiceEntry', 'orders').spec.exportTo = ['~'];
      },
      because: { [ADDRESS]: { backend: USERS } },
      reported: [],
    },
    {
      change: 'the other host has an address of its own',
      mutate: (manifests) => {
        find(manifests, 'ServiceEntry', 'users').spec.addresses = ['198.51.100.8'];
      },
      because: { [OTHER]: { backend: USERS } },
      reported: [],
    },
  ],
});
