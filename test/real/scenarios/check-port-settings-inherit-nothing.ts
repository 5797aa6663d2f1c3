import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const CALLER = 'shop/job';
const NO_LIMIT = 'a port with settings of its own has no limit';

scenario({
  title: 'Settings of a port, beside which the limits of the rule do not hold',
  manifests: [...client('shop', 'job'), ...application('shop', 'web', 8080, ['v1']), ...rules('CDI0131', 'wrong')],
  check: { code: 'CDI0131', reported: ['DestinationRule shop/web'] },
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
      change: 'the settings of the port repeat the limit',
      mutate: putRight('CDI0131'),
      because: { [NO_LIMIT]: { accessLog: [{ proxy: CALLER, status: 503, flags: 'UO' }] } },
      reported: [],
    },
  ],
});
