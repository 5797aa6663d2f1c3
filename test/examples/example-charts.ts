import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { AlbChart } from '../../examples/alb/chart';
import { AmbientEgressChart } from '../../examples/ambient-egress/chart';
import { AnyEgressChart } from '../../examples/any-egress/chart';
import { BookinfoChart } from '../../examples/bookinfo/chart';
import { DashboardsChart } from '../../examples/dashboards/chart';
import { EgressGatewayChart } from '../../examples/egress-gateway/chart';
import { NginxChart } from '../../examples/nginx/chart';
import { OnlineBoutiqueChart } from '../../examples/online-boutique/chart';
import { TlsOriginationChart } from '../../examples/tls-origination/chart';
import { WikipediaEgressChart } from '../../examples/wikipedia-egress/chart';
import { ZeroTrustChart } from '../../examples/zero-trust/chart';

export type ExampleChart = new (scope: Construct) => Chart;

/** The charts of the examples, by their names. */
export const EXAMPLE_CHARTS: Readonly<Record<string, ExampleChart>> = {
  nginx: NginxChart,
  alb: AlbChart,
  bookinfo: BookinfoChart,
  'online-boutique': OnlineBoutiqueChart,
  'wikipedia-egress': WikipediaEgressChart,
  'any-egress': AnyEgressChart,
  'tls-origination': TlsOriginationChart,
  'egress-gateway': EgressGatewayChart,
  'ambient-egress': AmbientEgressChart,
  'zero-trust': ZeroTrustChart,
  dashboards: DashboardsChart,
};
