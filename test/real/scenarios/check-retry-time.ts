import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/job';
const SLOW = 'a slow try is not retried before the timeout ends the request';

scenario({
  title: 'Retries that the timeout of the whole request leaves no time for',
  manifests: [...client('shop', 'job'), ...application('shop', 'web', 8080, ['v1']), ...rules('CDI0126', 'wrong')],
  check: { code: 'CDI0126', reported: ['VirtualService shop/web'] },
  requests: [
    {
      name: SLOW,
      from: CALLER,
      url: 'http://web:8080/',
      headers: { 'x-behave': 'delay=3000' },
      expect: { status: 504, attempts: 1, accessLog: [{ proxy: CALLER, status: 504, flags: 'UT' }] },
    },
  ],
  negatives: [
    {
      change: 'the timeout is longer than all tries together',
      mutate: putRight('CDI0126'),
      because: { [SLOW]: { status: 504, attempts: 3, accessLog: [{ proxy: CALLER, flags: 'URX,UT' }] } },
      reported: [],
    },
    {
      change: 'the timeout is longer than two tries, and shorter than three',
      mutate: (manifests) => {
        putRight('CDI0126')(manifests);
        find(manifests, 'VirtualService', 'web').spec.http[0].timeout = '1s';
      },
      because: { [SLOW]: { status: 504, attempts: 3, accessLog: [{ proxy: CALLER, flags: 'UT' }] } },
    },
    {
      change: 'only failures to connect are retried',
      mutate: (manifests) => {
        putRight('CDI0126')(manifests);
        delete find(manifests, 'VirtualService', 'web').spec.http[0].retries.retryOn;
      },
      because: { [SLOW]: { status: 504, attempts: 1, accessLog: [{ proxy: CALLER, flags: /UT/ as never }] } },
      reported: [],
    },
  ],
});
