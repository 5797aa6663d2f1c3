import { App, Chart, Testing } from 'cdk8s';
import type { GraphFilter, MeshGraph } from 'cdk8s-istio';
import { Mesh } from 'cdk8s-istio';
import { BookinfoChart } from '../../../examples/bookinfo/chart';
import { SHOP, service, to, virtualService } from '../../manifests';

const bookinfo = (): Mesh => Mesh.of(new BookinfoChart(new App()));

test('the picture of a chart has what its constructs refer to elsewhere', () => {
  const graph = bookinfo().graph();
  expect(graph.toMermaid()).toMatch(/^flowchart LR\n[^]*-->\|"all: v1 80 #37;"\| service_bookinfo_reviews\n/);
  expect(graph.toDot()).toMatch(/^digraph mesh \{\n[^]*\n\}\n$/);
  const ids = (mesh: Mesh): string[] =>
    (mesh.graph().toJson() as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
  const plain = ids(Mesh.of(Testing.synth(new BookinfoChart(new App())) as unknown[]));
  expect(ids(bookinfo()).filter((id) => !plain.includes(id))).toEqual(['service/istio-system/istio-ingressgateway']);
});

test('a part of it', () => {
  const { nodes } = bookinfo()
    .graph({ workloads: ['bookinfo/ratings-v1'] })
    .toJson() as { nodes: { id: string }[] };
  expect(nodes.map(({ id }) => id)).toEqual(['service/bookinfo/ratings', 'workload/bookinfo/ratings-v1']);
});

test('it has what the checks find, as far as no setting accepts it', () => {
  const manifests = [SHOP, service('shop/web'), virtualService('shop/web', { hosts: ['web'], http: [to('nowhere')] })];
  const found = (mesh: Mesh): string[] => {
    const { edges } = mesh.graph().toJson() as { edges: { findings: { code: string }[] }[] };
    return edges.flatMap(({ findings }) => findings.map(({ code }) => code));
  };
  expect(found(Mesh.of(manifests))).toContain('IST0101');
  expect(found(Mesh.of(manifests, { suppress: [{ code: 'IST0101', reason: 'It comes later.' }] }))).not.toContain(
    'IST0101',
  );
});

test.each<[string, unknown, string]>([
  ['nothing', null, "Mesh.graph: 1 problem\n  null does not fit here. Write { namespaces: ['shop'] }."],
  [
    'a member that does not exist',
    { namespace: ['bookinfo'] },
    'Mesh.graph: 1 problem\n  namespace: unknown field of GraphFilter. Did you mean namespaces?',
  ],
  ['a text', { hosts: 'reviews' }, 'Mesh.graph: 1 problem\n  hosts: "reviews" is not a list. Write ["shop"].'],
  [
    'names that nothing has, all together',
    { namespaces: ['bokinfo'], workloads: ['ratings-v1', 'ratings-v7'] },
    'Mesh.graph: 2 problems\n  namespaces[0]: there is no namespace "bokinfo" in the mesh. Did you mean bookinfo?\n' +
      '  workloads[1]: there is no workload "ratings-v7" in the mesh. Did you mean bookinfo/ratings-v1?',
  ],
])('rejects %s', (_, filter, message) => {
  expect(() => bookinfo().graph(filter as GraphFilter)).toThrow(message);
});

test('an empty app is an empty picture', () => {
  expect(Mesh.of(new Chart(new App(), 'empty')).graph().toMermaid()).toBe('flowchart LR\n');
});

test('a picture in SVG, and a page that knows the constructs', () => {
  const graph = bookinfo().graph();
  expect(graph.toSvg()).toMatch(/^<svg [^]*<\/svg>\n$/);
  const page = graph.toHtml();
  expect(page).toMatch(/^<!doctype html>\n[^]*<\/html>\n$/);
  expect(page).toContain('"place":"bookinfo/');
  expect(page).not.toContain('"before":{');
  const compared = graph.toHtml(bookinfo().graph({ namespaces: ['bookinfo'] }));
  expect(compared).toContain('"before":{');
  expect(compared).toContain('"diff":{"sections":[],"unreadable":[],"refused":[],"supposed":[]}');
  expect(() => graph.toHtml('old' as unknown as MeshGraph)).toThrow(
    'MeshGraph.toHtml: 1 problem\n  before: "old" is not a picture of a mesh. Write Mesh.of(old).graph().',
  );
});
