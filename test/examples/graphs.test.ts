import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Chart } from 'cdk8s';
import { App, Testing } from 'cdk8s';
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
import { Mesh as AskedMesh } from '../../lib/bridge/tracing/mesh';
import { meshGraph } from '../../lib/graph/mesh-graph';
import { fullHost } from '../../lib/istio/host';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { destinationsOf } from '../../lib/mesh/virtual-services';
import { graphMermaid } from '../../lib/report/graph-mermaid';

type ExampleChart = new (scope: Construct) => Chart;

const CHARTS: readonly (readonly [string, ExampleChart])[] = [
  ['alb', AlbChart],
  ['ambient-egress', AmbientEgressChart],
  ['any-egress', AnyEgressChart],
  ['bookinfo', BookinfoChart],
  ['dashboards', DashboardsChart],
  ['egress-gateway', EgressGatewayChart],
  ['nginx', NginxChart],
  ['online-boutique', OnlineBoutiqueChart],
  ['tls-origination', TlsOriginationChart],
  ['wikipedia-egress', WikipediaEgressChart],
  ['zero-trust', ZeroTrustChart],
];

const meshOf = (Example: ExampleChart): Mesh => new Mesh(Testing.synth(new Example(Testing.app())) as Manifest[]);

describe.each(CHARTS)('the example %s', (name, Example) => {
  test('has a picture, the same each time', () => {
    const picture = graphMermaid(meshGraph(meshOf(Example)));
    expect(picture).toContain('-->');
    expect(graphMermaid(meshGraph(meshOf(Example)))).toBe(picture);
  });

  test('its picture has nothing red', () => {
    const { edges } = AskedMesh.of(new Example(new App())).graph().toJson() as { edges: { isBroken: boolean }[] };
    expect(edges.filter(({ isBroken }) => isBroken)).toEqual([]);
  });

  test('its README shows the picture, and a trace', () => {
    const readme = readFileSync(path.join(__dirname, '../../examples', name, 'README.md'), 'utf8');
    expect(readme).toContain(AskedMesh.of(new Example(new App())).graph().toMermaid().trimEnd());
    expect(readme).toMatch(/<!-- prints -->\n```text\n\S+ \S+ from .+\n 1 {2}\S+ /);
  });

  test('every destination of its rules is on it', () => {
    const mesh = meshOf(Example);
    const { nodes, edges } = meshGraph(mesh);
    const hosts = nodes
      .filter(({ id }) => edges.some(({ to }) => to === id))
      .map(({ host, name, namespace, kind }) => (kind === 'gateway' ? `${name}.${namespace}.svc.cluster.local` : host));
    for (const object of mesh.all('networking.istio.io/VirtualService')) {
      for (const { destination } of destinationsOf(object)) {
        expect(hosts).toContain(fullHost(destination.host ?? '', object.namespace, 'cluster.local'));
      }
    }
  });
});
