import type { Chart } from 'cdk8s';
import { Testing, Yaml } from 'cdk8s';
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

const charts: Record<string, new (scope: Construct) => Chart> = {
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

describe.each(Object.entries(charts))('the example %s', (name, ExampleChart) => {
  const synth = () => {
    const chart = new ExampleChart(Testing.app());
    expect(chart.node.id).toBe(name);
    return Yaml.stringify(...(Testing.synth(chart) as unknown[]));
  };

  test('makes these manifests', () => {
    expect(synth()).toMatchSnapshot();
  });

  test('makes the same bytes each time', () => {
    expect(synth()).toBe(synth());
  });
});
