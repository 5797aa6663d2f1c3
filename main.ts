import type { Chart } from 'cdk8s';
import { App } from 'cdk8s';
import type { Suppression } from 'cdk8s-istio';
import { Externals, IstioChecks } from 'cdk8s-istio';
import { AnyEgressChart } from './examples/any-egress/chart';
import { BookinfoChart } from './examples/bookinfo/chart';
import { NginxChart } from './examples/nginx/chart';
import { OnlineBoutiqueChart } from './examples/online-boutique/chart';
import { WikipediaEgressChart } from './examples/wikipedia-egress/chart';

const app = new App();

const VIRTUAL_SERVICES = 'VirtualService istio-system/*';
/** Known of both ways out: they route the traffic of those who use them, and do not lock in those who do not want to. */
const EGRESS: Suppression[] = [
  { code: 'CDI0204', object: VIRTUAL_SERVICES, reason: "whether unknown hosts are let out is the mesh's own setting" },
  { code: 'CDI0205', object: VIRTUAL_SERVICES, reason: 'a NetworkPolicy depends on the network plugin of the cluster' },
  {
    code: 'KIA0209',
    object: 'DestinationRule istio-system/*',
    reason: 'the subset gives the hop to the gateway a policy of its own, for all pods of the gateway',
  },
];

checked(new NginxChart(app));
checked(new BookinfoChart(app));
checked(new OnlineBoutiqueChart(app));
checked(new WikipediaEgressChart(app), ...EGRESS);
checked(new AnyEgressChart(app), ...EGRESS, {
  code: 'IST0133',
  object: 'EnvoyFilter istio-system/any-egress',
  reason: 'no field of Istio forwards a connection to the host that its SNI names',
});

app.synth();

/** Any finding fails the synth. Each chart is checked by itself: the last two are different ways out to the same hosts. */
function checked(chart: Chart, ...suppress: Suppression[]): void {
  IstioChecks.on(chart, {
    world: 'closed',
    failOn: 'info',
    externals: [
      Externals.istioIngressGateway(),
      Externals.istioEgressGateway(),
      Externals.namespace('default'),
      {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'kubernetes.io/tls',
        metadata: { name: 'bookinfo-example-com', namespace: 'istio-system' },
      },
    ],
    suppress,
  });
}
