import { client } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const OTHER = 'a connection to another Redis on the port ends at the host of the ServiceEntry';
const OWN = 'as does one to the host itself';
const CACHE = 'cache.example.com';
const SESSIONS = 'sessions.example.com';

scenario({
  title: 'A ServiceEntry for Redis without addresses takes every connection to its port',
  manifests: [...client('shop', 'checkout'), ...rules('CDI0210', 'wrong')],
  externals: [CACHE, SESSIONS].map((host) => ({ hosts: [host], ports: { 6379: 'tcp' } as const })),
  check: { code: 'CDI0210', reported: ['ServiceEntry shop/cache'] },
  requests: [
    {
      name: OTHER,
      from: 'shop/checkout',
      url: `tcp://${SESSIONS}:6379`,
      expect: { backend: CACHE, accessLog: [{ proxy: 'shop/checkout', cluster: `outbound|6379||${CACHE}` }] },
    },
    { name: OWN, from: 'shop/checkout', url: `tcp://${CACHE}:6379`, expect: { backend: CACHE } },
  ],
  negatives: [
    {
      change: 'the host has an address of its own',
      mutate: putRight('CDI0210'),
      because: { [OTHER]: { backend: SESSIONS } },
      reported: [],
    },
  ],
});
