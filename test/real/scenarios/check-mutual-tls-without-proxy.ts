import { client } from '../base';
import { example, putRight } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const DATABASE = 'pods without a proxy do not understand mutual TLS';

scenario({
  title: 'A rule for all hosts uses mutual TLS towards pods without a proxy',
  manifests: [...client('shop', 'checkout'), ...example('CDI0421', 'wrong')],
  check: { code: 'CDI0421', reported: ['DestinationRule istio-system/default'] },
  verdict: [
    {
      text: 'IST0174 DestinationRule istio-system/default',
      reason: 'the analyzer looks for no service under a wildcard',
    },
  ],
  requests: [
    {
      name: DATABASE,
      from: CALLER,
      url: 'http://db:8080/',
      expect: { status: 503, accessLog: [{ proxy: CALLER, flags: 'URX,UF' }] },
    },
  ],
  negatives: [
    {
      change: 'a rule for the host turns it off',
      mutate: putRight('CDI0421'),
      because: { [DATABASE]: { status: 200, backend: 'shop/db' } },
      reported: [],
    },
    {
      change: 'Istio decides for each pod',
      mutate: (manifests) => {
        delete find(manifests, 'DestinationRule').spec.trafficPolicy;
      },
      because: { [DATABASE]: { status: 200, backend: 'shop/db' } },
      reported: [],
    },
  ],
});
