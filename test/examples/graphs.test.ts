import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App, Testing } from 'cdk8s';
import type { ExampleChart } from './example-charts';
import { EXAMPLE_CHARTS } from './example-charts';
import { Mesh as AskedMesh } from '../../lib/bridge/tracing/mesh';
import { meshGraph } from '../../lib/graph/mesh-graph';
import { fullHost } from '../../lib/istio/host';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { destinationsOf } from '../../lib/mesh/virtual-services';
import { graphMermaid } from '../../lib/report/graph-mermaid';

const meshOf = (Example: ExampleChart): Mesh => new Mesh(Testing.synth(new Example(Testing.app())) as Manifest[]);

describe.each(Object.entries(EXAMPLE_CHARTS))('the example %s', (name, Example) => {
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
