import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const CALLER = 'shop/job';
const NO_LIMIT = 'the limit of the subset limits no request';

scenario({
  title: 'The policy of a subset, and requests that no route sends there',
  manifests: [...client('shop', 'job'), ...application('shop', 'web', 8080, ['v1']), ...rules('CDI0133', 'wrong')],
  check: { code: 'CDI0133', reported: ['DestinationRule shop/web'] },
  requests: [
    {
      name: NO_LIMIT,
      from: CALLER,
      url: 'http://web:8080/',
      // Far more at once than one connection and a queue of one take.
      count: 60,
      headers: { 'x-behave': 'delay=40' },
      expect: { status: 200, accessLog: [{ proxy: CALLER, status: 503, flags: 'UO', times: 0 }] },
    },
  ],
  negatives: [
    {
      change: 'a route sends the requests to the subset',
      mutate: putRight('CDI0133'),
      because: { [NO_LIMIT]: { accessLog: [{ proxy: CALLER, status: 503, flags: 'UO' }] } },
      reported: [],
    },
  ],
});
