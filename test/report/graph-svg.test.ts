import fc from 'fast-check';
import type { GraphEdge, GraphNode, MeshGraph } from '../../lib/graph/graph';
import { NODE_KINDS } from '../../lib/graph/graph';
import { graphLayout } from '../../lib/report/graph-layout';
import { pictureOf } from '../../lib/report/graph-picture';
import { graphSvg } from '../../lib/report/graph-svg';

const node = (kind: GraphNode['kind'], namespace: string, name: string, more: Partial<GraphNode> = {}): GraphNode => ({
  id: `${kind}/${namespace}/${name}`,
  kind,
  name,
  namespace,
  ...more,
});
const edge = (from: GraphNode, to: GraphNode, label: string, more: Partial<GraphEdge> = {}): GraphEdge => ({
  from: from.id,
  to: to.id,
  kind: 'routes',
  label,
  findings: [],
  ...more,
});

const outside = node('outside', '', 'outside');
const gateway = node('gateway', 'edge', 'front');
const host = node('host', 'edge', 'shop.example.com');
const web = node('service', 'shop', 'web', { versions: ['v1', 'v2'] });
const pods = node('workload', 'shop', 'web');
const nowhere = node('missing', '', 'nowhere.shop.svc.cluster.local');
const SHOP: MeshGraph = {
  nodes: [outside, gateway, host, web, pods, nowhere],
  edges: [
    edge(outside, gateway, '', { kind: 'listens' }),
    edge(gateway, host, 'HTTP 80', { kind: 'listens' }),
    edge(host, web, '/cart/*', { weight: 80, subset: 'v1' }),
    edge(host, web, '/cart/*', { weight: 20, subset: 'v2' }),
    edge(host, nowhere, 'all', { broken: 'no host nowhere.shop.svc.cluster.local' }),
    edge(web, pods, 'v1, v2', { kind: 'selects' }),
  ],
};

test('a picture', () => {
  expect(graphSvg(SHOP)).toMatchSnapshot();
});

test('an empty mesh is an empty picture, and one without edges has its nodes', () => {
  expect(graphSvg({ nodes: [], edges: [] })).toContain('aria-label="Picture of a mesh: 0 nodes, 0 edges"');
  const alone = graphSvg({ nodes: [web, pods], edges: [] });
  expect(alone.match(/class="node /g)).toHaveLength(2);
});

test('arrows that look alike are one line, and what is broken has its own', () => {
  const lines = pictureOf(graphLayout(SHOP)).lines.map(({ from, to, style }) => `${from} ${style} ${to}`);
  expect([...lines].sort()).toEqual([
    'gateway/edge/front plain host/edge/shop.example.com',
    'host/edge/shop.example.com broken missing//nowhere.shop.svc.cluster.local',
    'host/edge/shop.example.com plain service/shop/web',
    'outside//outside plain gateway/edge/front',
    'service/shop/web plain workload/shop/web',
  ]);
});

test('what changes in one namespace moves nothing within another', () => {
  const before = graphLayout(SHOP).groups.find(({ key }) => key === 'edge');
  const more = node('service', 'shop', 'cart');
  const after = graphLayout({ nodes: [...SHOP.nodes, more], edges: SHOP.edges });
  expect(after.groups.find(({ key }) => key === 'edge')).toEqual(before);
});

test('a folded namespace is one frame, with one line for all that it hides', () => {
  const layout = graphLayout(SHOP);
  const { frames, nodes, lines } = pictureOf(layout, new Set(['shop']));
  expect(frames.find(({ key }) => key === 'shop')).toMatchObject({ isFolded: true, count: 2 });
  expect(nodes.map(({ id }) => id)).not.toContain(web.id);
  expect(lines.filter(({ to }) => to === 'shop')).toMatchObject([{ from: host.id, links: [2] }]);
});

test('of a folded namespace a few nodes are drawn all the same, with what leads from one to another', () => {
  const layout = graphLayout(SHOP);
  const { frames, nodes, lines } = pictureOf(layout, new Set(['shop', 'edge']), new Set([web.id, pods.id]));
  expect(frames.map(({ key, count, shown }) => `${key} ${shown} of ${count}`)).toEqual([
    '/outside 1 of 1',
    '/missing 1 of 1',
    'edge 0 of 2',
    'shop 2 of 2',
  ]);
  expect(nodes.map(({ id }) => id)).toEqual([outside.id, nowhere.id, web.id, pods.id]);
  expect(lines.map(({ from, to }) => `${from} ${to}`)).toEqual([
    `${web.id} ${pods.id}`,
    `${outside.id} edge`,
    `edge ${web.id}`,
    `edge ${nowhere.id}`,
  ]);
});

/** Places of a path of curves. */
function pointsOf(path: string): readonly { readonly x: number; readonly y: number }[] {
  const numbers = path.match(/-?[\d.]+/g)!.map(Number);
  const corners = Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]] as const);
  return Array.from({ length: (corners.length - 1) / 3 }, (_, i) => corners.slice(3 * i, 3 * i + 4)).flatMap((four) =>
    Array.from({ length: 101 }, (_, step) => {
      const t = step / 100;
      const of = (axis: 0 | 1): number =>
        four.reduce((sum, corner, k) => sum + [1, 3, 3, 1][k] * (1 - t) ** (3 - k) * t ** k * corner[axis], 0);
      return { x: of(0), y: of(1) };
    }),
  );
}

test('a line from another namespace goes around the boxes that stand before its end', () => {
  const own = node('service', 'edge', 'front');
  const graph: MeshGraph = {
    nodes: [outside, own, gateway, host],
    edges: [
      edge(outside, gateway, '', { kind: 'listens' }),
      edge(own, gateway, '', { kind: 'selects' }),
      edge(gateway, host, 'HTTP 80', { kind: 'listens' }),
    ],
  };
  const { lines, nodes } = pictureOf(graphLayout(graph));
  const line = lines.find(({ from }) => from === outside.id)!;
  const { x, y, width, height } = nodes.find(({ id }) => id === own.id)!;
  const inside = pointsOf(line.path).filter(
    (point) => Math.abs(point.x - x) < width / 2 && Math.abs(point.y - y) < height / 2,
  );
  expect(inside).toEqual([]);
});

test('what is written on lines to unknown hosts does not touch, and is within the picture', () => {
  const others = ['a', 'b', 'c'].map((name) => node('host', 'edge', name));
  const unknown = [nowhere, node('missing', '', 'lost.shop.svc.cluster.local')];
  const broken = 'no host nowhere.shop.svc.cluster.local, which is a text of more lines than one';
  const graph: MeshGraph = {
    nodes: [...others, ...unknown],
    edges: unknown.flatMap((to) => others.map((from, i) => edge(from, to, i === 0 ? 'all' : '/cart/*', { broken }))),
  };
  const layout = graphLayout(graph);
  const picture = pictureOf(layout);
  const notes = picture.lines.map(({ x, y, links }) => ({ x, y, ...layout.links[links[0]].size }));
  expect(notes).toHaveLength(6);
  notes.forEach((one, i) => {
    expect(one.y - one.height / 2).toBeGreaterThanOrEqual(0);
    expect(one.y + one.height / 2).toBeLessThanOrEqual(picture.height);
    notes.slice(i + 1).forEach((other) => {
      const isApart =
        Math.abs(one.x - other.x) >= (one.width + other.width) / 2 ||
        Math.abs(one.y - other.y) >= (one.height + other.height) / 2 + 4;
      expect({ one, other, isApart }).toEqual({ one, other, isApart: true });
    });
  });
  // Each stands beside its host.
  const [first, second] = unknown.map(({ id }) => picture.nodes.find((each) => each.id === id)!);
  expect(notes.slice(0, 3).every(({ y }) => Math.abs(y - first.y) < Math.abs(y - second.y))).toBe(true);
});

test('one service with 2,000 callers', () => {
  const callers = Array.from({ length: 2000 }, (_, i) => node('workload', 'shop', `caller-${i}`));
  const graph = { nodes: [web, ...callers], edges: callers.map((each) => edge(each, web, '', { kind: 'calls' })) };
  expect(graphSvg(graph).match(/class="link dashed"/g)).toHaveLength(2000);
});

describe('text from manifests is text in the picture', () => {
  test.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['"><img src=x onerror=y>', '"&gt;&lt;img src=x onerror=y&gt;'],
    ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    [']]>', ']]&gt;'],
    ['a\u202eb', 'a\\u202eb'],
  ])('%j', (name, text) => {
    const svg = graphSvg({ nodes: [node('service', name, name)], edges: [] });
    expect(svg).toContain(`>${text}</text>`);
    expect(svg).not.toMatch(/<(script|img)/);
  });
});

const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"', '<', '&', '</svg>', '\\', '\u0000', ']]>'));

test('whatever is in a name, each line is a line of a picture, and nodes do not overlap', () => {
  const graphs = fc
    .array(fc.record({ kind: fc.constantFrom(...NODE_KINDS), name: texts, namespace: fc.constantFrom('', 'a', 'b') }), {
      minLength: 1,
      maxLength: 8,
    })
    .chain((parts) => {
      const nodes = parts.map((part, i): GraphNode => ({ id: `${part.kind}/${part.name}/${i}`, ...part }));
      const ids = fc.constantFrom(...nodes);
      return fc
        .array(fc.tuple(ids, ids, texts), { maxLength: 8 })
        .map((edges): MeshGraph => ({ nodes, edges: edges.map(([from, to, label]) => edge(from, to, label)) }));
    });
  fc.assert(
    fc.property(graphs, (graph) => {
      for (const line of graphSvg(graph).trimEnd().split('\n')) {
        expect(line).toMatch(/^<(svg|style|defs|rect|g|text|\/g|\/svg)[^\u0000]*>$/);
        expect(
          line.replace(/<\/?(svg|style|defs|marker|rect|g|path|title|text|tspan|circle|polygon|line)\b[^<>]*>/g, ''),
        ).not.toMatch(/[<>]/);
      }
      const { nodes } = pictureOf(graphLayout(graph));
      expect(nodes).toHaveLength(graph.nodes.length);
      nodes.forEach((one, i) =>
        nodes.slice(i + 1).forEach((other) => {
          const isApart =
            Math.abs(one.x - other.x) >= (one.width + other.width) / 2 - 1 ||
            Math.abs(one.y - other.y) >= (one.height + other.height) / 2 - 1;
          expect(isApart).toBe(true);
        }),
      );
    }),
    { seed: 1, numRuns: 8 },
  );
});
