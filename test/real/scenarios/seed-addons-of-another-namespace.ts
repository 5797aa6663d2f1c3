import { application, ingressGateway, meshedNamespace } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { seed } from '../setting';

const KIALI = 'the dashboard fails';
const OTHER = 'every other path is not found';

scenario({
  title: 'As written: routes name Services by their short names, in a namespace where they are not',
  replacedBy: 'ingressed-service-of-another-namespace',
  manifests: [
    ...ingressGateway(),
    meshedNamespace('hipster-app'),
    ...application('addons', 'kiali', 20001, ['v1']),
    ...application('addons', 'tracing', 80, ['v1']),
    ...seed('addons-of-another-namespace.yaml', 'hipster-app'),
  ],
  requests: [
    {
      name: KIALI,
      url: 'http://dashboard.test01-jeonj.io/kiali/console',
      count: 20,
      expect: {
        status: 503,
        accessLog: [{ proxy: 'istio-system/istio-ingressgateway', flags: 'NC' }],
      },
    },
    { name: 'so does tracing', url: 'http://dashboard.test01-jeonj.io/jaeger', count: 20, expect: { status: 503 } },
    { name: OTHER, url: 'http://dashboard.test01-jeonj.io/', expect: { status: 404 } },
  ],
  verdict: [
    {
      text: 'IST0101 VirtualService hipster-app/kiali: Referenced host not found',
      reason: 'the mistake itself, which the analyzers see',
    },
    {
      text: 'IST0101 VirtualService hipster-app/tracing: Referenced host not found',
      reason: 'the same for the other route',
    },
  ],
  negatives: [
    {
      change: 'the routes name the namespace of the Services',
      mutate: (manifests) => {
        for (const name of ['kiali', 'tracing']) {
          find(manifests, 'VirtualService', name).spec.http[0].route[0].destination.host =
            `${name}.addons.svc.cluster.local`;
        }
      },
      because: {
        [KIALI]: { status: 200, backend: 'addons/kiali-v1' },
        'so does tracing': { status: 200, backend: 'addons/tracing-v1' },
      },
    },
  ],
});
