import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const CALLER = 'shop/job';
const NO_LIMIT = 'they limit no request';

scenario({
  title: 'Settings for the port of the container',
  manifests: [...client('shop', 'job'), ...application('shop', 'web', 8080, ['v1']), ...rules('CDI0137', 'wrong')],
  check: { code: 'CDI0137', reported: ['DestinationRule shop/web'] },
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
      change: 'they are for the port of the Service',
      mutate: putRight('CDI0137'),
      because: { [NO_LIMIT]: { accessLog: [{ proxy: CALLER, status: 503, flags: 'UO' }] } },
      reported: [],
    },
  ],
});
