import { Testing, Yaml } from 'cdk8s';
import fc from 'fast-check';
import { HttpMatch } from '../../lib/networking/http-match';
import type { CanaryReleaseProps } from '../../lib/patterns/canary-release';
import { IngressedService } from '../../lib/patterns/ingressed-service';
import { IngressRoute } from '../../lib/patterns/ingress/ingress-route';
import { ReleasePhase } from '../../lib/patterns/release/release-phase';
import { Split } from '../../lib/patterns/release/split';
import { StickyCookie } from '../../lib/patterns/release/sticky-cookie';
import { Version } from '../../lib/patterns/release/version';
import { Bookinfo, CANARY_HEADER } from './canary-release-fixture';

/** What stands in the code after one commit. */
interface Commit {
  /** The construct is not there at all. */
  readonly absent?: boolean;
  /** The stable version is v<n>, the canary v<n+1>. */
  readonly n: number;
  readonly phase: ReleasePhase;
  readonly percent?: number;
}

interface Options {
  readonly sticky: boolean;
  readonly always: boolean;
  readonly mesh: boolean;
  readonly gateway: boolean;
}

const { SUBSETS_DECLARED, ALL_STABLE, SHIFTING, ALL_CANARY, ROUTES_REMOVED } = ReleasePhase;
const START: Commit = { absent: true, n: 1, phase: SUBSETS_DECLARED };

/** The commits that the guide allows after this one. */
function next(commit: Commit, percent: number): Commit[] {
  const { n, phase } = commit;
  const shift = { n, phase: SHIFTING, percent };
  if (commit.absent) {
    return [{ n, phase: SUBSETS_DECLARED }];
  }
  switch (phase) {
    case SUBSETS_DECLARED:
      return [shift, { n, phase: ALL_STABLE }, { ...START, n }];
    case ALL_STABLE:
      return [shift];
    case SHIFTING:
      return [shift, { n, phase: SUBSETS_DECLARED }, { n, phase: ALL_CANARY }];
    case ALL_CANARY:
      return [shift, { n, phase: ROUTES_REMOVED }, { n: n + 1, phase: ALL_STABLE }];
    default:
      return [
        { n, phase: ALL_CANARY },
        { ...START, n: n + 1 },
        { n: n + 1, phase: SUBSETS_DECLARED },
      ];
  }
}

const options: fc.Arbitrary<Options> = fc.record({
  sticky: fc.boolean(),
  always: fc.boolean(),
  mesh: fc.boolean(),
  gateway: fc.boolean(),
});

const history: fc.Arbitrary<Commit[]> = fc
  .array(fc.record({ choice: fc.nat(), percent: fc.integer({ min: 0, max: 100 }) }), { maxLength: 15 })
  .map((edits) =>
    edits.reduce<Commit[]>(
      (commits, { choice, percent }) => {
        const possible = next(commits.at(-1)!, percent);
        return [...commits, possible[choice % possible.length]];
      },
      [START],
    ),
  );

interface Objects {
  kind: string;
  metadata: { annotations?: Record<string, string> };
  spec: {
    subsets?: { name: string }[];
    http?: { name: string; route: { destination: { subset?: string }; weight?: number }[] }[];
  };
}

function synth(commit: Commit, { sticky, always, mesh, gateway }: Options): Objects[] {
  const bookinfo = new Bookinfo();
  const version = (n: number) => Version.labelled(`v${n}`, { version: `v${n}` });
  const props: CanaryReleaseProps = {
    service: bookinfo.service,
    stable: version(commit.n),
    canary: version(commit.n + 1),
    phase: commit.phase,
    split: commit.percent === undefined ? undefined : Split.percent(commit.percent),
    sticky: sticky ? StickyCookie.named('reviews-version') : undefined,
    alwaysCanary: always ? [CANARY_HEADER, HttpMatch.queryParam('canary', '1')] : undefined,
    mesh,
  };
  const service = commit.absent ? (bookinfo.service as never) : bookinfo.release(props).release;
  if (gateway) {
    const routes = [IngressRoute.prefix('/api', { match: [HttpMatch.method('GET')] }), IngressRoute.all()];
    new IngressedService(bookinfo.chart, 'Shop', { service, port: 9080, hosts: ['shop.example.com'], routes });
  }
  return Testing.synth(bookinfo.chart) as Objects[];
}

function declared(objects: Objects[]): string[] {
  return objects.flatMap(({ spec }) => spec.subsets ?? []).map(({ name }) => name);
}

function rules(objects: Objects[]): NonNullable<Objects['spec']['http']> {
  return objects.flatMap(({ spec }) => spec.http ?? []);
}

function named(objects: Objects[]): string[] {
  return rules(objects).flatMap(({ route }) => route.flatMap(({ destination }) => destination.subset ?? []));
}

describe('in every history that the guide allows', () => {
  test('rule and route may arrive in any order: each subset of a route is declared before, with and after it', () => {
    fc.assert(
      fc.property(history, options, (commits, chosen) => {
        const steps = commits.map((commit) => synth(commit, chosen));
        steps.forEach((objects, i) => {
          for (const rule of [steps[i - 1], objects, steps[i + 1]]) {
            if (rule !== undefined) {
              expect(declared(rule)).toEqual(expect.arrayContaining(named(objects)));
            }
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  test('weights are 100 together', () => {
    fc.assert(
      fc.property(history, options, (commits, chosen) => {
        for (const { route } of rules(synth(commits.at(-1)!, chosen))) {
          const weights = route.map(({ weight }) => weight ?? 100);
          expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(100);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the rule stands before the routes, in the file and in the waves', () => {
    fc.assert(
      fc.property(history, options, (commits, chosen) => {
        const objects = synth(commits.at(-1)!, chosen);
        const wave = ({ metadata }: Objects) => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
        const rule = objects.findIndex(({ kind }) => kind === 'DestinationRule');
        objects.forEach((object, i) => {
          if (rule >= 0 && object.kind === 'VirtualService') {
            expect(i).toBeGreaterThan(rule);
            expect(wave(object)).toBeGreaterThan(wave(objects[rule]));
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  test('rules have names of their own', () => {
    fc.assert(
      fc.property(history, options, (commits, chosen) => {
        for (const { spec } of synth(commits.at(-1)!, chosen)) {
          const names = (spec.http ?? []).flatMap(({ name }) => name ?? []);
          expect(new Set(names).size).toBe(names.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the same code makes the same bytes', () => {
    fc.assert(
      fc.property(history, options, (commits, chosen) => {
        const bytes = () => Yaml.stringify(...synth(commits.at(-1)!, chosen));
        expect(bytes()).toBe(bytes());
      }),
      { numRuns: 20 },
    );
  });
});

test('after ALL_CANARY the next release may shift at once, if the rule arrives first', () => {
  const chosen = { sticky: true, always: true, mesh: true, gateway: true };
  const before = synth({ n: 1, phase: ALL_CANARY }, chosen);
  const after = synth({ n: 2, phase: SHIFTING, percent: 10 }, chosen);
  expect(declared(after)).toEqual(expect.arrayContaining([...named(before), ...named(after)]));
});

test('ALL_STABLE changes only the rule', () => {
  const chosen = { sticky: false, always: true, mesh: true, gateway: true };
  const routes = (commit: Commit) => synth(commit, chosen).filter(({ kind }) => kind === 'VirtualService');
  expect(routes({ n: 2, phase: ALL_STABLE })).toEqual(routes({ n: 1, phase: ALL_CANARY }));
});
