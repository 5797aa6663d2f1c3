import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Ran } from './ran';
import { ran } from './ran';

const MANIFESTS = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: front, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers:
    - hosts: ["shop.example.com"]
      port: {number: 80, name: http, protocol: HTTP}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: front, namespace: shop}
spec:
  hosts: ["shop.example.com"]
  gateways: [front]
  http:
    - route: [{destination: {host: web}, weight: 90}, {destination: {host: nowhere}, weight: 10}]
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web:1, ports: [{containerPort: 8080}]}]}}
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'graph-'));
  writeFileSync(at('shop.yaml'), MANIFESTS);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => path.join(folder, name);

const graph = (args: string[], stdin?: string): Ran => ran(folder, ['graph', ...args], stdin);

test('a flowchart, with what is broken in red', () => {
  expect(graph([at('shop.yaml')])).toEqual({
    code: 0,
    error: '',
    out: `flowchart LR
  outside(("outside"))
  missing_nowhere_shop_svc_cluster_local["unknown host nowhere.shop.svc.cluster.local"]
  subgraph namespace_istio_system["istio-system"]
    gateway_istio_system_istio_ingressgateway{{"gateway istio-ingressgateway"}}
    host_istio_system_istio_ingressgateway_shop_example_com(["shop.example.com"])
  end
  subgraph namespace_shop["shop"]
    service_shop_web["web"]
    workload_shop_web[["web"]]
  end
  outside --> gateway_istio_system_istio_ingressgateway
  gateway_istio_system_istio_ingressgateway -->|"HTTP 80"| host_istio_system_istio_ingressgateway_shop_example_com
  host_istio_system_istio_ingressgateway_shop_example_com -->|"all: 90 #37;"| service_shop_web
  host_istio_system_istio_ingressgateway_shop_example_com -->|"all: 10 #37;<br/>no host nowhere.shop.svc.cluster.local"| missing_nowhere_shop_svc_cluster_local
  service_shop_web --> workload_shop_web
  linkStyle 3 stroke:#c62828,color:#c62828
  classDef missing stroke:#c62828,color:#c62828
  class missing_nowhere_shop_svc_cluster_local missing
`,
  });
});

test('JSON names the object and field of an edge, and what the checks found there', () => {
  const { out } = graph([at('shop.yaml'), '-f', 'json', '--world', 'closed']);
  const { edges } = JSON.parse(out) as { edges: { to: string }[] };
  expect(edges.find(({ to }) => to.startsWith('missing/'))).toEqual({
    from: 'host/istio-system/istio-ingressgateway/shop.example.com',
    to: 'missing/nowhere.shop.svc.cluster.local',
    kind: 'routes',
    label: 'all',
    weight: 10,
    object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'front' },
    path: 'spec.http[0].route[1].destination',
    isBroken: true,
    broken: 'no host nowhere.shop.svc.cluster.local',
    findings: expect.arrayContaining([expect.objectContaining({ code: 'IST0101', severity: 'error' })]),
  });
});

test('from standard input, into a file, for Graphviz', () => {
  const { code, out, error } = graph(['-', '-o', at('mesh.dot'), '--format', 'dot'], MANIFESTS);
  expect({ code, out, error }).toEqual({ code: 0, out: '', error: 'The picture is in mesh.dot.\n' });
  expect(readFileSync(at('mesh.dot'), 'utf8')).toMatch(/^digraph mesh \{\n[^]*\n\}\n$/);
});

test('a picture and a page, the same bytes each time', () => {
  for (const format of ['svg', 'html']) {
    const first = graph([at('shop.yaml'), '-f', format]);
    expect(first).toEqual({ code: 0, error: '', out: expect.stringMatching(/^<(svg|!doctype html)/) });
    expect(graph([at('shop.yaml'), '-f', format]).out === first.out).toBe(true);
  }
});

test('a page of two meshes', () => {
  writeFileSync(at('old.yaml'), MANIFESTS.replace('weight: 90', 'weight: 60').replace('weight: 10', 'weight: 40'));
  const { code, error, out } = graph([
    at('shop.yaml'),
    '--before',
    at('old.yaml'),
    '-f',
    'html',
    '--host',
    'shop.example.com',
  ]);
  expect({ code, error }).toEqual({ code: 0, error: '' });
  const [, json] = /<script type="application\/json" id="data">(.*)<\/script>/.exec(out)!;
  const { graph: after, before } = JSON.parse(json) as Record<string, { edges: object[]; graph: { edges: object[] } }>;
  expect(after.edges).toContainEqual(expect.objectContaining({ weight: 90 }));
  expect(before.graph.edges).toContainEqual(expect.objectContaining({ weight: 60 }));
});

test('what is asked for', () => {
  const { out } = graph([at('shop.yaml'), '--workload', 'shop/web', '-n', 'shop', '--host', 'shop.example.com']);
  expect(out).toContain('service_shop_web');
  expect(out).not.toContain('nowhere');
});

describe('input that cannot be drawn', () => {
  const SERVICE =
    'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {ports: [{port: 80}]}\n';
  test.each<[string, string[], Ran]>([
    [
      'no paths',
      ['-f', 'dot'],
      {
        code: 2,
        out: '',
        error:
          'Say where the manifests are: files, folders, or - for standard input. For example: cdk8s-istio graph manifests\n',
      },
    ],
    [
      'an empty path',
      [''],
      {
        code: 2,
        out: '',
        error:
          'A path is empty. Say where the manifests are: files, folders, or - for standard input. For example: cdk8s-istio graph manifests\n',
      },
    ],
    [
      'standard input twice',
      ['-', '-'],
      { code: 2, out: '', error: 'Standard input can be read only once. Write - for one of the paths or externals.\n' },
    ],
    [
      'an unknown format',
      ['-', '-f', 'pdf'],
      { code: 2, out: '', error: '--format "pdf" is not known. Write one of: mermaid, dot, svg, html, json.\n' },
    ],
    [
      'two meshes in another format',
      ['-', '--before', 'old.yaml', '-f', 'svg'],
      { code: 2, out: '', error: '--before is for a page that compares two meshes. Write --format html.\n' },
    ],
    [
      'standard input twice, before and after',
      ['-', '--before', '-', '-f', 'html'],
      { code: 2, out: '', error: 'Standard input can be read only once. Write - for one of the paths or externals.\n' },
    ],
    [
      'an unknown option',
      ['-', '--workloads', 'x'],
      { code: 2, out: '', error: 'There is no option --workloads. Did you mean --workload?\n' },
    ],
    [
      'unknown names',
      ['-', '-n', 'shpo', '--host', 'x', '--workload', 'y'],
      {
        code: 2,
        out: '',
        error:
          'The command line: 3 problems\n  --namespace: there is no namespace "shpo" in the mesh. Did you mean shop?\n  --host: there is no host "x" in the mesh. There is: web.shop.svc.cluster.local.\n  --workload: there is no workload "y" in the mesh. The manifests show none.\n',
      },
    ],
    [
      'a mesh without edges',
      ['-'],
      {
        code: 0,
        out: 'flowchart LR\n  subgraph namespace_shop["shop"]\n    service_shop_web["web"]\n  end\n',
        error: '',
      },
    ],
  ])('%s', (_, args, expected) => {
    expect(graph(args, SERVICE)).toEqual(expected);
  });

  test('an empty folder', () => {
    mkdirSync(at('none'));
    const error = 'none  There is no file in this folder that ends with .yaml, .yml, .json.\n';
    expect(graph([at('none')])).toEqual({ code: 2, out: '', error });
  });

  test('a file without manifests', () => {
    writeFileSync(at('none.yaml'), '');
    expect(graph([at('none.yaml')])).toEqual({ code: 2, out: '', error: 'There are no manifests in none.yaml.\n' });
  });

  test('manifests without anything to draw', () => {
    const { code, out, error } = graph(
      ['-'],
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\n',
    );
    expect({ code, out }).toEqual({ code: 0, out: 'flowchart LR\n' });
    expect(error).toBe('The picture is empty: there is no gateway, service or workload in the manifests.\n');
  });

  test('a file that cannot be read in part', () => {
    const { code, out, error } = graph(['-'], `${SERVICE}---\na: [\n`);
    expect({ code, out }).toEqual({ code: 2, out: expect.stringContaining('service_shop_web') });
    expect(error).not.toBe('');
  });

  test('more edges than Mermaid draws', () => {
    const many = Array.from(
      { length: 501 },
      (_, i) => `${MANIFESTS.split('---')[3].replace('name: web,', `name: web-${i},`)}`,
    );
    const { error } = graph(['-'], [SERVICE.replace('ports:', 'selector: {app: web}, ports:'), ...many].join('---\n'));
    expect(error).toBe(
      'The picture has 501 edges, and Mermaid draws 500 unless it is told to draw more. Choose with --namespace, --host or --workload, or write --format svg or html.\n',
    );
  });
});

describe('odd sets, each with a useful picture', () => {
  const FORMATS = ['mermaid', 'dot', 'json'];

  test.each(FORMATS)('names with markup in them are text: %s', (format) => {
    const name = '"]<script>alert(1)</script>';
    const marked = MANIFESTS.replaceAll('name: web,', `name: ${JSON.stringify(name)},`)
      .replace('[{destination: {host: web}', '[{destination: {host: "<img src=x>"}')
      .replace('- route:', '- match: [{uri: {prefix: "/a|b\\"]; end"}}]\n      route:');
    const { code, out, error } = graph(['-', '-f', format], marked);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    if (format === 'json') {
      const { nodes } = JSON.parse(out) as { nodes: { name: string }[] };
      expect(nodes.map((node) => node.name)).toEqual(
        expect.arrayContaining([name, '<img src=x>.shop.svc.cluster.local']),
      );
    } else if (format === 'dot') {
      // In quotes it is text: what begins an HTML label is a bracket without them.
      expect(out).toContain('label="\\"]<script>alert(1)</script>"');
      expect(out).not.toMatch(/=<|[^\\]"\]<script>/);
    } else {
      expect(out).toContain('"#34;#93;#60;script#62;alert#40;1#41;#60;/script#62;"');
      expect(out).not.toMatch(/<(?!br\/>)|\bend"/);
    }
  });

  test.each<[string, string[]]>([
    ['mermaid', ['  workload_shop_[["#42;"]]', '2000 workloads may call']],
    ['dot', ['"workload/shop/*"', '2000 workloads may call']],
    ['json', ['"workload/shop/*"', '2000 workloads may call']],
  ])('one service with 2,000 callers is folded: %s', (format, parts) => {
    const documents = [
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio-injection: enabled}}\n',
      ...MANIFESTS.split('---\n').slice(2),
      ...Array.from(
        { length: 2000 },
        (_, i) =>
          `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: job-${i}, namespace: shop}\nspec: {selector: {matchLabels: {app: job-${i}}}, template: {metadata: {labels: {app: job-${i}}}, spec: {serviceAccountName: job-${i}, containers: [{name: job, image: job:1}]}}}\n`,
      ),
      'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: web, namespace: shop}\nspec: {selector: {matchLabels: {app: web}}, rules: [{from: [{source: {principals: ["cluster.local/ns/shop/sa/job-*"]}}]}]}\n',
    ];
    const { code, out, error } = graph(['-', '-f', format], documents.join('---\n'));
    expect({ code, error }).toEqual({ code: 0, error: '' });
    parts.forEach((part) => expect(out).toContain(part));
    expect(out).not.toContain('job-1');
    expect(out.split('\n').length).toBeLessThan(80);
  });

  test('the same set twice is the set', () => {
    expect(graph([at('shop.yaml'), at('shop.yaml')]).out).toBe(graph([at('shop.yaml')]).out);
    writeFileSync(at('again.yaml'), MANIFESTS);
    expect(graph([at('shop.yaml'), at('again.yaml')]).out).toBe(graph([at('shop.yaml')]).out);
  });

  test.each(FORMATS)('a folder of which one file cannot be read: %s', (format) => {
    writeFileSync(at('broken.yaml'), 'a: [\n');
    writeFileSync(at('values.yaml'), 'replicas: 3\n');
    const { code, out, error } = graph([folder, '-f', format]);
    expect(code).toBe(2);
    expect(out).toContain(format === 'mermaid' ? 'service_shop_web' : 'service/shop/web');
    expect(error).toMatch(/^broken\.yaml:\d+/m);
  });
});

test('help', () => {
  expect(graph(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('cdk8s-istio graph PATHS...') });
});
