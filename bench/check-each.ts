import type { Check } from '../lib/checks/check';
import { MESH_CHECKS } from '../lib/checks/run-checks';
import { Mesh } from '../lib/mesh/reading/mesh';
import type { Manifest } from '../lib/mesh/reading/mesh-object';
import { growing, meshManifests } from './check-manifests';
import { SHAPES } from './large-shapes';
import type { Row } from './row';
import type { Growth, Verdict } from './statistics';
import { growthOf, growthText } from './statistics';

/** The exponent of the size: 1 where twice the objects take twice the time. The machine is never quite quiet. */
const LINEAR = 1.2;
/** The last doubling of the objects may take this many times as long: a fit alone takes a curve for noise. */
const DOUBLED = 2.3;
/** Parts of the largest mesh, for the growth of a check. */
const PARTS = [1 / 8, 1 / 4, 1 / 2, 1];
/**
 * At four times the size, where one of the two says more than linear: work that a cache no longer holds ends there, and what really grows with the square takes nearly
 * four times as long for twice the objects.
 */
const DOUBLED_LARGE = { met: 2.5, missed: 3 };
/** Below, the clock says more about the machine than about the check. */
const SHORT_MS = 20;
/** Of those that take long enough to look at closely. */
const RUNS = 5;
const NOTHING_MS = 5;

interface Each {
  readonly codes: string;
  /** Milliseconds on half of the mesh, and on all of it. */
  readonly half: number;
  readonly whole: number;
  readonly growth: Growth;
  /** How many times as long four times the mesh takes as twice the mesh, where the growth looks like more than linear. */
  readonly large?: number;
}

/** Prints the time of every check alone on a mesh, and which checks grow faster than the mesh; then what the large shapes say. */
export function checkEach(size: number, quick: boolean): void {
  const all = measure(size, mesh);
  for (const each of all) {
    const codes = each.codes.length > 60 ? `${each.codes.slice(0, 57)}...` : each.codes;
    const verdict = verdictFor(each) === 'missed' ? '  NOT LINEAR' : '';
    console.log(`${each.whole.toFixed(1).padStart(9)} ms  growth ${growthText(each.growth)}  ${codes}${verdict}`);
  }
  const wrong = all.filter((each) => verdictFor(each) === 'missed').length;
  console.log(`${all.length} checks on up to ${size} objects; ${wrong} not linear`);
  const shapes = shapeRows(quick);
  shapes.forEach(({ what, value, verdict }) => console.log(`${what}: ${value}; ${verdict}`));
  process.exitCode = wrong === 0 && shapes.every(({ verdict }) => verdict !== 'missed') ? 0 : 1;
}

/** The rows of the results. */
export function checkEachRows(quick: boolean): Row[] {
  const size = quick ? 2000 : 20_000;
  console.error(`each check alone: ${size} objects, up to ${RUNS} runs each …`);
  const all = measure(size, mesh);
  const bent = all.filter((each) => verdictFor(each) !== 'met');
  return [
    {
      what: `the slowest of ${all.length} checks alone, at ${size.toLocaleString('en')} objects`,
      value: `${all[0].whole.toFixed(0)} ms (${all[0].codes})`,
      goal: '',
    },
    {
      what: `checks above ${SHORT_MS} ms that grow faster than the mesh: those whose exponent from ${size * PARTS[0]} to ${size} objects is above ${LINEAR}, or the last doubling above ${DOUBLED}, take more than ${DOUBLED_LARGE.met} times as long for four times the mesh as for twice`,
      value: bent.length === 0 ? 'none' : bent.map(bentText).join('; '),
      goal: 'none',
      verdict: verdictForAll(bent),
    },
    ...shapeRows(quick),
  ];
}

/** Large documents, and many objects that refer to one. */
function shapeRows(quick: boolean): Row[] {
  return SHAPES.flatMap(({ name, most, manifests }) =>
    [false, true].map((isWrong): Row => {
      const size = quick ? most / 10 : most;
      console.error(`each check alone: ${size} ${name}${isWrong ? ', wrong' : ''} …`);
      const all = measure(size, (each) => manifests(each, isWrong));
      const bent = all.filter((each) => verdictFor(each) !== 'met');
      return {
        what: `the slowest check alone of ${size.toLocaleString('en')} ${name}${isWrong ? ', with a mistake in each' : ''}; those that grow faster`,
        value: `${all[0].whole.toFixed(0)} ms (${all[0].codes}); ${bent.length === 0 ? 'none' : bent.map(bentText).join('; ')}`,
        goal: 'none',
        verdict: verdictForAll(bent),
      };
    }),
  );
}

function bentText({ codes, growth, half, whole, large }: Each): string {
  return `${codes}: ${growthText(growth)}, ${(whole / half).toFixed(1)}; ${large!.toFixed(1)} at four times the size`;
}

function verdictForAll(bent: readonly Each[]): Verdict {
  const isMissed = bent.some((each) => verdictFor(each) === 'missed');
  return bent.length === 0 ? 'met' : isMissed ? 'missed' : 'undecided';
}

function verdictFor({ large }: Each): Verdict {
  return large === undefined || large <= DOUBLED_LARGE.met
    ? 'met'
    : large >= DOUBLED_LARGE.missed
      ? 'missed'
      : 'undecided';
}

/** Whether a time on the way to the whole mesh says more than linear. Short times say more about the machine than about the check. */
function looksBent({ half, whole, growth }: Each): boolean {
  return whole > SHORT_MS && (growth.exponent > LINEAR || whole > half * DOUBLED);
}

/** Manifests of a size. */
type Manifests = (size: number) => object[];

const mesh: Manifests = (size) => meshManifests(growing(size));

/** The slowest first. */
function measure(size: number, manifests: Manifests): Each[] {
  const sizes = PARTS.map((part) => size * part);
  // The first run compiles what all use.
  times(MESH_CHECKS, manifests(sizes[0]));
  const measured = sizes.map((each) => times(MESH_CHECKS, manifests(each)));
  const all = MESH_CHECKS.map(({ codes }, i): Each => ({
    codes: Object.keys(codes).join(' '),
    half: measured[measured.length - 2][i],
    whole: measured[measured.length - 1][i],
    growth: growthOf(sizes.map((each, at) => ({ size: each, time: measured[at][i] }))),
  }));
  const bent = MESH_CHECKS.filter((_, i) => looksBent(all[i]));
  const [twice, fourTimes] = bent.length === 0 ? [[], []] : [2, 4].map((part) => times(bent, manifests(size * part)));
  return all
    .map((each, i): Each => {
      const at = bent.indexOf(MESH_CHECKS[i]);
      return at === -1 ? each : { ...each, large: fourTimes[at] / twice[at] };
    })
    .sort((a, b) => b.whole - a.whole);
}

/** What each check takes when it is the only one: with the parts of the mesh that it shares with others. */
function times(checks: readonly Check[], manifests: object[]): number[] {
  return checks.map((check) => {
    let least = timeOf(check, manifests as Manifest[]);
    for (let run = 1; run < RUNS && least > NOTHING_MS; run++) {
      least = Math.min(least, timeOf(check, manifests as Manifest[]));
    }
    return least;
  });
}

function timeOf(check: Check, manifests: Manifest[]): number {
  const objects = new Mesh(manifests);
  // Objects are read when they are first looked at; that is the work of the command and not of one check.
  objects.objects.forEach(({ spec }) => spec);
  const started = process.hrtime.bigint();
  check.run(objects, () => undefined);
  return Number(process.hrtime.bigint() - started) / 1e6;
}
