/* What it takes to compare two sets of manifests with a few changes, beside one run of the checks. */
import { checkManifests } from '../lib/checks/check-manifests';
import { takeIn } from '../lib/checks/intake';
import { changes } from '../lib/diff/changes';
import { Mesh } from '../lib/mesh/reading/mesh';
import type { Manifest } from '../lib/mesh/reading/mesh-object';
import { growing, meshManifests } from './check-manifests';
import type { Row } from './row';
import { median, ratios, spreadText, verdictOf } from './statistics';

const OBJECTS = 5000;
const CHANGES = 20;
/** Times one run of the checks. */
const GOAL = 2;

/** The row of the results. */
export function diffRows(quick: boolean): Row[] {
  const size = quick ? OBJECTS / 10 : OBJECTS;
  console.error(`diff: two sets of ${size} objects, beside the checks of one …`);
  const before = meshManifests(growing(size)) as Manifest[];
  const after = changed(before);
  const diff: number[] = [];
  const checks: number[] = [];
  for (let i = 0; i < (quick ? 3 : 11); i++) {
    diff.push(processorTime(() => compare(before, after)));
    checks.push(processorTime(() => checkManifests(before)));
  }
  const ratio = ratios(diff, checks);
  return [
    {
      what: `what ${CHANGES} changes do to requests, of two sets of ${size.toLocaleString('en')} objects, as a ratio to one run of the checks: processor time`,
      value: `${spreadText(ratio)}; ${median(diff).toFixed(0)} ms / ${median(checks).toFixed(0)} ms`,
      goal: `≤ ${GOAL}`,
      verdict: verdictOf(ratio, GOAL),
    },
  ];
}

function compare(before: readonly Manifest[], after: readonly Manifest[]): void {
  const [old, own] = [before, after].map((manifests) => new Mesh(takeIn(manifests).manifests));
  const { accesses } = changes(old, own);
  if (accesses.length < CHANGES / 2) {
    throw new Error(`there are only ${accesses.length} changes`);
  }
}

/** Other shares, subsets, TLS, ports and labels, each of some objects, and one Service fewer. */
function changed(before: readonly Manifest[]): readonly Manifest[] {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- manifests are free-form
  const after = JSON.parse(JSON.stringify(before)) as any[];
  const each = (kind: string, count: number, change: (object: never) => void): void => {
    const all = after.filter((object: Manifest) => object.kind === kind);
    const step = Math.floor(all.length / (count + 1));
    for (let i = 1; i <= count; i++) {
      change(all[i * step] as never);
    }
  };
  each('VirtualService', 8, (object: { spec: { http: { timeout?: string; route: { weight: number }[] }[] } }) => {
    const route = object.spec.http[1];
    route.timeout = '9s';
    route.route.forEach((destination, i) => (destination.weight = i === 0 ? 30 : 70));
  });
  each('DestinationRule', 4, (object: { spec: { trafficPolicy: object } }) => {
    object.spec.trafficPolicy = { tls: { mode: 'DISABLE' } };
  });
  each('Service', 3, (object: { spec: { ports: { targetPort: number }[] } }) => {
    object.spec.ports[0].targetPort = 9999;
  });
  each('Deployment', 4, (object: { spec: { template: { metadata: { labels: Record<string, string> } } } }) => {
    object.spec.template.metadata.labels.version = 'v9';
  });
  const gone = after.findIndex((object: Manifest) => object.kind === 'Service');
  return after.filter((_, i) => i !== gone) as Manifest[];
}

/** Milliseconds. */
function processorTime(work: () => void): number {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}
