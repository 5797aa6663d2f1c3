import fc from 'fast-check';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { graphDot } from '../../lib/report/graph-dot';
import { graphJson } from '../../lib/report/graph-json';
import { graphMermaid } from '../../lib/report/graph-mermaid';
import {
  apiGateway,
  authorizationPolicy,
  deployment,
  destinationRule,
  external,
  gateway,
  INJECTED,
  namespace,
  server,
  service,
  subsets,
  to,
  virtualService,
} from '../manifests';
import { graphOf } from './pictures';

/*
 * A small change moves little: one object more changes the lines that are about it, and leaves all others as they are and in their order. What the
 * checks say is left out: their messages name objects that somebody may have meant.
 */

const NAMESPACES = ['north', 'south'];
/** None is a part of another one. */
const APPS = ['cart', 'mail', 'pay', 'stock', 'web'];

const BASE: readonly Manifest[] = [
  service('north/first'),
  namespace('north', INJECTED),
  namespace('south', { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'way' }),
  apiGateway('south/way', {
    gatewayClassName: 'istio-waypoint',
    listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
  }),
  gateway(
    'north/front',
    server(
      80,
      'HTTP',
      APPS.map((app) => `${app}.example.com`),
    ),
  ),
];

/** All that an application may have; `other` is one that its rules send requests to and that may call it. */
function objectsOf(home: string, app: string, other: string): Manifest[] {
  const key = `${home}/${app}`;
  return [
    service(key),
    deployment(`${key}-v1`, { app, version: 'v1' }, { serviceAccountName: app }),
    deployment(`${key}-v2`, { app, version: 'v2' }, { serviceAccountName: app }),
    destinationRule(key, { host: app, ...subsets('v1', 'v2') }),
    virtualService(`${key}-mesh`, { hosts: [app], http: [to([app, 'v1', 60], [app, 'v2', 30], [other, 'v1', 10])] }),
    virtualService(`${key}-front`, { hosts: [`${app}.example.com`], gateways: ['north/front'], http: [to(app)] }),
    external(`${key}-out`, [`${app}.example.org`]),
    authorizationPolicy(key, {
      selector: { matchLabels: { app } },
      rules: [{ from: [{ source: { principals: [`cluster.local/ns/${home}/sa/${other}`] } }] }],
    }),
  ];
}

interface Changed {
  /** The applications that the object is about. */
  readonly about: readonly string[];
  readonly before: readonly Manifest[];
  readonly after: readonly Manifest[];
}

const changes: fc.Arbitrary<Changed> = fc
  .tuple(
    ...APPS.map((app) =>
      fc.record({ home: fc.constantFrom(...NAMESPACES), other: fc.constantFrom(...APPS), app: fc.constant(app) }),
    ),
  )
  .chain((apps) => {
    const all = apps.flatMap(({ home, app, other }) =>
      objectsOf(home, app, other).map((manifest) => ({ about: [app, other], manifest })),
    );
    return fc.tuple(fc.shuffledSubarray(all, { minLength: 1 }), fc.nat()).map(([some, place]) => {
      const at = place % some.length;
      const manifests = some.map(({ manifest }) => manifest);
      return {
        about: some[at].about,
        after: [...BASE, ...manifests],
        before: [...BASE, ...manifests.filter((_, i) => i !== at)],
      };
    });
  });

/** Without the lines that say what is red, by number and name. */
const linesOf = (text: string): string[] =>
  text.split('\n').filter((line) => !/^ {2}(?:linkStyle|class|classDef) /.test(line));

const WRITERS: readonly (readonly [string, (manifests: readonly Manifest[]) => string[]])[] = [
  ['Mermaid', (manifests) => linesOf(graphMermaid(graphOf(...manifests)))],
  ['Graphviz', (manifests) => linesOf(graphDot(graphOf(...manifests)))],
  [
    'JSON',
    (manifests) => {
      const { nodes, edges } = graphJson(graphOf(...manifests)) as { nodes: object[]; edges: object[] };
      return [...nodes, ...edges].map((each) => JSON.stringify(each));
    },
  ],
];

test.each(WRITERS)('%s', (_, write) => {
  fc.assert(
    fc.property(changes, ({ about, before, after }) => {
      const rest = (lines: readonly string[]): string[] =>
        lines.filter((line) => !about.some((name) => line.includes(name)));
      expect(rest(write(after))).toEqual(rest(write(before)));
    }),
    { numRuns: 100, seed: 7 },
  );
});
