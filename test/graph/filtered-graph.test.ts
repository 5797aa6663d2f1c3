import { Problems } from '../../lib/core/problems';
import { filteredGraph } from '../../lib/graph/filtered-graph';
import type { GraphFilter } from '../../lib/graph/graph-filter';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import {
  authorizationPolicy,
  deployment,
  external,
  gateway,
  INJECTED,
  namespace,
  server,
  service,
  to,
  virtualService,
} from '../manifests';
import { graphOf } from './pictures';

/** The application `web` of a namespace, with its own host at the gateway. */
const app = (home: string): Manifest[] => [
  namespace(home, INJECTED),
  service(`${home}/web`),
  deployment(`${home}/web`, { app: 'web' }, { serviceAccountName: 'web' }),
  gateway(`${home}/front`, server(80, 'HTTP', [`${home}.example.com`])),
  virtualService(`${home}/front`, { hosts: [`${home}.example.com`], gateways: ['front'], http: [to('web')] }),
];

const GRAPH = graphOf(
  ...app('a'),
  ...app('b'),
  external('a/pay', ['pay.example.com']),
  authorizationPolicy('b/web', {
    selector: { matchLabels: { app: 'web' } },
    rules: [{ from: [{ source: { principals: ['cluster.local/ns/a/sa/web'] } }] }],
  }),
);
const INGRESS_ID = 'gateway/istio-system/istio-ingressgateway';
const hostOf = (home: string): string => `host/istio-system/istio-ingressgateway/${home}.example.com`;
const wayTo = (home: string): string[] => ['outside', INGRESS_ID, hostOf(home), `service/${home}/web`];

function filtered(filter: GraphFilter): string[] {
  const problems = new Problems();
  const { nodes, edges } = filteredGraph(GRAPH, filter, problems);
  const ids = nodes.map(({ id }) => id);
  edges.forEach(({ from, to: end }) => expect([ids.includes(from), ids.includes(end)]).toEqual([true, true]));
  return problems.count > 0 ? problems.list.map(({ field, message }) => `${field}: ${message}`) : ids;
}

test.each<[string, GraphFilter, string[]]>([
  ['nothing', {}, GRAPH.nodes.map(({ id }) => id)],
  ['a host, with its way', { hosts: ['a.example.com'] }, [...wayTo('a'), 'workload/a/web']],
  ['in any case', { hosts: ['A.Example.Com'] }, [...wayTo('a'), 'workload/a/web']],
  ['a host outside', { hosts: ['pay.example.com'] }, ['external/a/pay.example.com']],
  [
    'the full name of a service',
    { hosts: ['web.b.svc.cluster.local'] },
    [...wayTo('b'), 'workload/a/web', 'workload/b/web'],
  ],
  ['a workload, with who may call it', { workloads: ['b/web'] }, [...wayTo('b'), 'workload/a/web', 'workload/b/web']],
  [
    'a gateway',
    { workloads: ['istio-ingressgateway'] },
    [
      'outside',
      INGRESS_ID,
      hostOf('a'),
      hostOf('b'),
      'service/a/web',
      'service/b/web',
      'workload/a/web',
      'workload/b/web',
    ],
  ],
  ['both of two lists', { hosts: ['a.example.com'], workloads: ['a/web'] }, [...wayTo('a'), 'workload/a/web']],
  ['nothing that is connected', { hosts: ['pay.example.com'], namespaces: ['b'] }, []],
])('%s', (_, filter, expected) => {
  expect(filtered(filter)).toEqual(expected);
});

test('a namespace', () => {
  expect(filtered({ namespaces: ['a'] })).toEqual([
    ...wayTo('a'),
    'workload/a/web',
    'workload/b/web',
    'external/a/pay.example.com',
  ]);
});

test('names that nothing has, all together', () => {
  expect(filtered({ namespaces: ['a', 'elsewhere'], hosts: ['b.exmple.com'], workloads: ['a/wb'] })).toEqual([
    'namespaces[1]: there is no namespace "elsewhere" in the mesh. There are: istio-system, a, b.',
    'hosts[0]: there is no host "b.exmple.com" in the mesh. Did you mean b.example.com?',
    'workloads[0]: there is no workload "a/wb" in the mesh. Did you mean a/web?',
  ]);
});
