import * as fc from 'fast-check';
import { checkAll } from '../lib/checks/check-manifests';
import { readSettings } from '../lib/checks/read-settings';
import type { Manifest } from '../lib/mesh/reading/mesh-object';
import { Problems } from '../lib/core/problems';
import { meshGraph } from '../lib/graph/mesh-graph';
import { pageDiff } from '../lib/page/page-diff';
import { askedReach } from '../lib/report/asked-reach';
import { diffJson } from '../lib/report/diff-json';
import { diffMarkdown } from '../lib/report/diff-markdown';
import type { PlacedMesh } from '../lib/report/diff-report';
import { diffReport } from '../lib/report/diff-report';
import { diffText } from '../lib/report/diff-text';
import { graphDot } from '../lib/report/graph-dot';
import { graphMermaid } from '../lib/report/graph-mermaid';
import { reachJson } from '../lib/report/reach-json';
import { reachText } from '../lib/report/reach-text';
import { meshToAsk } from '../lib/tracing/mesh-to-ask';
import { fixtureCodes, loadFixture } from './checks/fixture';
import { apiGateway, manifest, service, serviceEntry } from './manifests';
import { caseNames, loadCase } from './routing/case';

/* Whatever stands in a field, each command says something of the manifests, and does not fail. */

const SETS: readonly (readonly unknown[])[] = [
  ...fixtureCodes().flatMap((code) => (['wrong', 'right'] as const).flatMap((which) => loadFixture(code, which) ?? [])),
  ...caseNames().map((name) => loadCase(name, () => '192.0.2.1')),
].map(({ manifests }) => manifests);

const VALUES: readonly unknown[] = [
  ...[null, true, 0, 1, -1, 1.5, 1e9],
  ...['', 'x', 'a.b.c', '*', '80', '/', '10.0.0.0/8', '__proto__', 'constructor', '🙂'],
  ...[[], [null], [1], ['x'], [{}], [[]], {}, { a: 1 }, { a: null }],
];

type Place = readonly (string | number)[];

function placesIn(value: unknown, at: Place = []): readonly Place[] {
  const inside =
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([key, each]) =>
          placesIn(each, [...at, Array.isArray(value) ? Number(key) : key]),
        );
  return at.length === 0 ? inside : [at, ...inside];
}

/** Manifests with another value in a place; undefined takes away what is there. */
function withValue(manifests: readonly unknown[], place: Place, value: unknown): unknown[] {
  const all = structuredClone(manifests) as unknown[];
  const owner = place.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], all);
  if (value === undefined) {
    Reflect.deleteProperty(owner as object, place.at(-1)!);
  } else {
    (owner as Record<string, unknown>)[place.at(-1)!] = structuredClone(value);
  }
  return all;
}

/** Manifests, and the same with other values in a few places. */
const wrong = fc
  .tuple(
    fc.constantFrom(...SETS),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(undefined, ...VALUES)), { minLength: 1, maxLength: 3 }),
  )
  .map(([set, changes]) => ({
    set,
    changed: changes.reduce<readonly unknown[]>((manifests, [number, value]) => {
      const places = placesIn(manifests);
      return places.length === 0 ? manifests : withValue(manifests, places[number % places.length], value);
    }, set),
  }));

function placed(manifests: readonly unknown[]): PlacedMesh {
  return { asked: meshToAsk(manifests, readSettings({})), locate: () => ({}) };
}

/** What once stopped a command. */
const STOPPED: readonly (readonly Manifest[])[] = [
  [service('shop/web'), manifest('HTTPRoute', 'shop/web', { rules: [{ backendRefs: [{ name: -1, port: 80 }] }] })],
  [apiGateway('shop/edge', {}), manifest('HTTPRoute', 'shop/web', { parentRefs: [{ kind: 'Gateway' }], rules: [] })],
  [
    apiGateway('shop/edge', { listeners: ['first', 2].map((name) => ({ name, port: 80, protocol: 'HTTP' })) }),
    manifest('HTTPRoute', 'shop/web', { parentRefs: [{ name: 'edge', sectionName: 'frist' }], rules: [] }),
  ],
  [
    serviceEntry('shop/all', {
      hosts: ['*'],
      ports: [{ number: 443, name: 'https', protocol: 'HTTPS' }],
      resolution: 'DNS',
    }),
  ],
];
const RUNS = {
  numRuns: 150,
  seed: 20261130,
  examples: STOPPED.map((changed): [{ set: Manifest[]; changed: readonly Manifest[] }] => [{ set: [], changed }]),
};
const HOW = { color: false, verbose: true, remarks: [] };

/** What the commands say. */
const COMMANDS: Readonly<Record<string, (set: readonly unknown[], changed: readonly unknown[]) => unknown>> = {
  check: (_, changed) => checkAll(changed, readSettings({})),
  diff: (set, changed) => {
    const report = diffReport({ before: placed(set), after: placed(changed) });
    return [diffText(report, HOW), diffMarkdown(report, HOW), diffJson(report)];
  },
  'graph --before': (set, changed) => pageDiff({ before: placed(changed), after: placed(set) }),
  graph: (_, changed) => {
    const graph = meshGraph(placed(changed).asked.mesh, []);
    return [graphDot(graph), graphMermaid(graph)];
  },
  reach: (_, changed) => {
    const report = askedReach(placed(changed).asked, {}, () => ({}), new Problems());
    return report && [reachText(report, HOW), reachJson(report)];
  },
};

test.each(Object.entries(COMMANDS))('%s', (_, say) => {
  fc.assert(
    fc.property(wrong, ({ set, changed }) => {
      say(set, changed);
    }),
    RUNS,
  );
});
