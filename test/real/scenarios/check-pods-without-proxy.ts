import { client } from '../base';
import { example } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const ADMIN = 'the filter is not run, as there is no proxy';
const MESHED = 'pods beside them that are in the mesh are not selected';

const [service, deployment] = example('CDI0313', 'right')
  .filter(({ kind }) => kind === 'Service' || kind === 'Deployment')
  .map((each) => JSON.parse(JSON.stringify(each).replace(/"web"/g, '"store"')) as typeof each);

scenario({
  title: 'An EnvoyFilter for pods that have no proxy changes nothing',
  verdict: [
    { text: 'EnvoyFilter exposes internal implementation details', reason: 'true of each of them' },
    { text: 'The namespace is not enabled for Istio injection', reason: 'the pods are outside the mesh' },
  ],
  manifests: [...client('shop', 'checkout'), ...example('CDI0313', 'wrong'), service, deployment],
  check: { code: 'CDI0313', reported: ['EnvoyFilter legacy/web'] },
  requests: [
    {
      name: ADMIN,
      from: 'shop/checkout',
      url: 'http://web.legacy/admin',
      expect: { status: 200, backend: 'legacy/web' },
    },
    { name: MESHED, from: 'shop/checkout', url: 'http://store.legacy/admin', expect: { status: 200 } },
  ],
  negatives: [
    {
      change: 'pods with a sidecar are selected',
      mutate: (manifests) => {
        find(manifests, 'EnvoyFilter', 'web').spec.workloadSelector.labels = { app: 'store' };
      },
      because: { [MESHED]: { status: 404, attempts: 0 } },
      reported: [],
    },
  ],
});
