import { OnlineBoutiqueChart } from '../../../examples/online-boutique/chart';
import { ingressGateway } from '../base';
import { find } from '../manifest';
import { charts } from '../setting';
import { scenario } from '../scenario';

const [V10, V11] = ['hipster-app/frontend-1-0', 'hipster-app/frontend-1-1'] as const;
const SPLIT = '80 of 100 requests at the gateway stay with the stable version';

scenario({
  title: 'A release shares the requests of clients outside as its split says',
  manifests: [...ingressGateway(), ...charts((app) => new OnlineBoutiqueChart(app))],
  running: [V10, V11],
  requests: [
    { name: SPLIT, url: 'http://jeonj.io/', count: 500, expect: { status: 200, share: { [V10]: 0.8, [V11]: 0.2 } } },
    {
      name: 'the gateway chooses the subset',
      url: 'http://jeonj.io/',
      count: 20,
      expect: {
        status: 200,
        accessLog: [
          {
            proxy: 'istio-system/istio-ingressgateway',
            cluster: 'outbound|80|1-0|frontend.hipster-app.svc.cluster.local',
          },
        ],
      },
    },
  ],
  negatives: [
    {
      change: 'the subsets select the same version',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule').spec.subsets[1].labels.version = '1.0';
      },
      because: { [SPLIT]: { status: 200, share: { [V10]: 1 } } },
    },
    {
      change: 'there is no rule',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'DestinationRule')), 1);
      },
      because: {
        'the gateway chooses the subset': {
          status: 503,
          accessLog: [{ proxy: 'istio-system/istio-ingressgateway', flags: 'NC' }],
        },
      },
    },
  ],
});
