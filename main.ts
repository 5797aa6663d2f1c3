import type { Chart } from 'cdk8s';
import { App } from 'cdk8s';
import { Externals, IstioChecks, Severity, World } from 'cdk8s-istio';
import { AlbChart } from './examples/alb/chart';
import { AmbientEgressChart } from './examples/ambient-egress/chart';
import { AnyEgressChart } from './examples/any-egress/chart';
import { BookinfoChart } from './examples/bookinfo/chart';
import { DashboardsChart } from './examples/dashboards/chart';
import { EgressGatewayChart } from './examples/egress-gateway/chart';
import { NginxChart } from './examples/nginx/chart';
import { OnlineBoutiqueChart } from './examples/online-boutique/chart';
import { TlsOriginationChart } from './examples/tls-origination/chart';
import { WikipediaEgressChart } from './examples/wikipedia-egress/chart';
import { ZeroTrustChart } from './examples/zero-trust/chart';

const app = new App();

checked(new NginxChart(app));
checked(new AlbChart(app));
checked(new BookinfoChart(app));
checked(new OnlineBoutiqueChart(app));
checked(new ZeroTrustChart(app));
checked(new TlsOriginationChart(app));
checked(new DashboardsChart(app));
checked(new WikipediaEgressChart(app));
checked(new AnyEgressChart(app));
checked(new EgressGatewayChart(app));
checked(new AmbientEgressChart(app));

app.synth();

/** Any finding fails the synth. Each chart is checked by itself: some are different ways out to the same hosts. */
function checked(chart: Chart): void {
  IstioChecks.on(chart, {
    world: World.CLOSED,
    failOn: Severity.INFO,
    externals: [
      Externals.namespace('default'),
      Externals.secret('bookinfo-example-com', { namespace: 'istio-system' }),
      Externals.secret('dashboard-test01-jeonj-io', { namespace: 'istio-system' }),
    ],
  });
}
