import fc from 'fast-check';
import type { GraphEdge, GraphNode, MeshGraph } from '../../lib/graph/graph';
import { NODE_KINDS } from '../../lib/graph/graph';
import { Severity } from '../../lib/core/severity';
import { graphDot } from '../../lib/report/graph-dot';
import { graphJson } from '../../lib/report/graph-json';
import { graphMermaid } from '../../lib/report/graph-mermaid';

const node = (name: string, more: Partial<GraphNode> = {}): GraphNode => ({
  id: `service/shop/${name}`,
  kind: 'service',
  name,
  namespace: 'shop',
  ...more,
});
const edge = (label: string, more: Partial<GraphEdge> = {}): GraphEdge => ({
  from: 'service/shop/a',
  to: 'service/shop/b',
  kind: 'routes',
  label,
  findings: [],
  ...more,
});
const pair = (label: string, more: Partial<GraphEdge> = {}): MeshGraph => ({
  nodes: [node('a'), node('b')],
  edges: [edge(label, more)],
});

const ERROR = { code: 'IST0101', severity: Severity.ERROR, message: 'Nothing is there.' };
const WARNING = { ...ERROR, severity: Severity.WARNING };

describe('the line of an edge', () => {
  test.each<[string, GraphEdge, string, string]>([
    ['without words', edge('', { kind: 'selects' }), ' -->', ';'],
    ['a rule', edge('all'), ' -->|"all"|', ' [label="all"];'],
    ['a share', edge('all', { subset: 'v1', weight: 80 }), ' -->|"all: v1 80 #37;"|', ' [label="all: v1 80 %"];'],
    ['a copy', edge('all', { mirror: true }), ' -.->|"all: copy"|', ' [label="all: copy", style=dashed];'],
    ['a permission', edge('may call', { kind: 'calls' }), ' -.->|"may call"|', ' [label="may call", style=dashed];'],
    [
      'broken',
      edge('all', { broken: 'no host b' }),
      ' -->|"all<br/>no host b"|',
      ' [label="all\\nno host b", color="#c62828", fontcolor="#c62828"];',
    ],
    [
      'with an error',
      edge('all', { findings: [ERROR] }),
      ' -->|"all<br/>IST0101 Nothing is there."|',
      ' [label="all\\nIST0101 Nothing is there.", color="#c62828", fontcolor="#c62828"];',
    ],
    ['with a warning', edge('all', { findings: [WARNING] }), ' -->|"all"|', ' [label="all"];'],
  ])('%s', (_, written, mermaid, dot) => {
    const graph = { nodes: [node('a'), node('b')], edges: [written] };
    expect(graphMermaid(graph)).toContain(`\n  service_shop_a${mermaid} service_shop_b\n`);
    expect(graphDot(graph)).toContain(`\n  "service/shop/a" -> "service/shop/b"${dot}\n`);
  });
});

test('Mermaid: frames, shapes, what is red', () => {
  const graph: MeshGraph = {
    nodes: [
      node('outside', { id: 'outside', kind: 'outside', namespace: '' }),
      node('a', { versions: ['v1', 'v2'], answers: ['all: answer 404'] }),
      node('no.where', { id: 'missing/no.where', kind: 'missing', namespace: '' }),
      // Names that are the same to Mermaid stay apart.
      node('no-where', { id: 'missing/no-where', kind: 'missing', namespace: '' }),
    ],
    edges: [edge('', { from: 'outside', to: 'service/shop/a' }), edge('all', { to: 'missing/no.where', broken: 'no' })],
  };
  expect(graphMermaid(graph)).toBe(`flowchart LR
  outside(("outside"))
  missing_no_where["unknown host no.where"]
  missing_no_where_2["unknown host no-where"]
  subgraph namespace_shop["shop"]
    service_shop_a["a<br/>v1, v2<br/>all: answer 404"]
  end
  outside --> service_shop_a
  service_shop_a -->|"all<br/>no"| missing_no_where
  linkStyle 1 stroke:#c62828,color:#c62828
  classDef missing stroke:#c62828,color:#c62828
  class missing_no_where,missing_no_where_2 missing
`);
});

describe('text from manifests is text in the picture', () => {
  test.each<[text: string, mermaid: string, dot: string]>([
    ['a "b"', 'a #34;b#34;', 'a \\"b\\"'],
    ['<script>x</script>', '#60;script#62;x#60;/script#62;', '<script>x</script>'],
    ['a|b', 'a#124;b', 'a|b'],
    ['a\nb', 'a b', 'a b'],
    ['a]]b((c{{d', 'a#93;#93;b#40;#40;c#123;#123;d', 'a]]b((c{{d'],
    ['a\\', 'a#92;', 'a\\\\'],
    ['\\N\\"', '#92;N#92;#34;', '\\\\N\\\\\\"'],
    ['&lt;b&gt;', '#38;lt#59;b#38;gt#59;', '&amp;lt;b&amp;gt;'],
    ['#quot;', '#35;quot#59;', '#quot;'],
    ['**b** `c`', '#42;#42;b#42;#42; #96;c#96;', '**b** `c`'],
    ['a\u202eb', 'a#92;u202eb', 'a\\\\u202eb'],
  ])('%j', (text, mermaid, dot) => {
    const graph = { nodes: [node('a', { name: text }), node('b')], edges: [edge(text)] };
    expect(graphMermaid(graph)).toContain(`service_shop_a["${mermaid}"]\n`);
    expect(graphMermaid(graph)).toContain(`-->|"${mermaid}"| `);
    expect(graphDot(graph)).toContain(`label="${dot}"];\n`);
    expect(JSON.parse(JSON.stringify(graphJson(graph)))).toMatchObject({ nodes: [{ name: text }, {}] });
  });
});

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"', '\\', '\n', '\r', '"]', '\\"', '}', '|', '-->', 'end'),
);
const graphs = fc
  .array(fc.record({ kind: fc.constantFrom(...NODE_KINDS), name: texts, namespace: texts }), { minLength: 1 })
  .chain((parts) => {
    const nodes = parts.map((part, i): GraphNode => ({ id: `${part.kind}/${part.name}/${i}`, ...part }));
    const ids = fc.constantFrom(...nodes.map(({ id }) => id));
    return fc
      .array(fc.record({ from: ids, to: ids, label: texts, broken: fc.option(texts, { nil: undefined }) }))
      .map((edges): MeshGraph => ({ nodes, edges: edges.map((each) => edge('', each)) }));
  });

/* Whatever is in a name, each line is one of those that the languages have. */
const MERMAID_TEXT = '"(?:[\\p{L}\\p{N} .,:/=+-]|#\\d+;|<br/>)*"';
const MERMAID_LINE = new RegExp(
  [
    'flowchart LR',
    `  subgraph namespace_[A-Za-z0-9_]*\\[${MERMAID_TEXT}\\]`,
    '  end',
    ` {2,4}[a-z][A-Za-z0-9_]*(?:\\(\\(|\\{\\{|\\(\\[|\\[\\[|\\[|>)${MERMAID_TEXT}(?:\\)\\)|\\}\\}|\\]\\)|\\]\\]|\\])`,
    `  [a-z][A-Za-z0-9_]* (?:-->|-\\.->)(?:\\|${MERMAID_TEXT}\\|)? [a-z][A-Za-z0-9_]*`,
    '  linkStyle \\d+(?:,\\d+)* stroke:#c62828,color:#c62828',
    '  classDef missing stroke:#c62828,color:#c62828',
    '  class [A-Za-z0-9_,]+ missing',
  ]
    .map((each) => `(?:${each})`)
    .join('|')
    .replace(/^.*$/s, '^(?:$&)$'),
  'u',
);
const QUOTED = '"(?:[^"\\\\\\n\\r]|\\\\.)*"';
const ATTRIBUTES = `\\[(?:[a-z]+=(?:[a-z]+|${QUOTED})(?:, )?)*\\]`;
const DOT_LINE = new RegExp(
  `^(?:digraph mesh \\{|  rankdir=LR;|  subgraph ${QUOTED} \\{|    label=${QUOTED};|  \\}|\\}| {2,4}${QUOTED} ${ATTRIBUTES};|  ${QUOTED} -> ${QUOTED}(?: ${ATTRIBUTES})?;)$`,
  'u',
);

test.each<[string, (graph: MeshGraph) => string, RegExp]>([
  ['Mermaid', graphMermaid, MERMAID_LINE],
  ['Graphviz', graphDot, DOT_LINE],
])('%s: every line is well formed', (_, write, line) => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const lines = write(graph).split('\n');
      expect(lines.pop()).toBe('');
      expect(lines.filter((each) => !line.test(each))).toEqual([]);
    }),
    { numRuns: 300, seed: 7 },
  );
});

test('JSON has all that is known, in one order', () => {
  const graph = pair('all', { subset: 'v1', weight: 80, path: 'spec.http[0]', findings: [WARNING] });
  expect(JSON.stringify(graphJson(graph))).toBe(
    '{"nodes":[{"id":"service/shop/a","kind":"service","name":"a","namespace":"shop"},' +
      '{"id":"service/shop/b","kind":"service","name":"b","namespace":"shop"}],' +
      '"edges":[{"from":"service/shop/a","to":"service/shop/b","kind":"routes","label":"all","subset":"v1","weight":80,"path":"spec.http[0]",' +
      '"isBroken":false,"findings":[{"code":"IST0101","severity":"warning","message":"Nothing is there."}]}]}',
  );
});
