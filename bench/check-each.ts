import type { Check } from '../lib/checks/check';
import { MESH_CHECKS } from '../lib/checks/run-checks';
import { Mesh } from '../lib/mesh/reading/mesh';
import type { Manifest } from '../lib/mesh/reading/mesh-object';
import { growing, meshManifests } from './check-manifests';
import type { Row } from './row';

/** Twice the objects may take this many times as long; the machine is never quite quiet. */
const LINEAR = 2.3;
/** The longest that one check may take on the larger mesh. */
const MOST_MS = 150;
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
}

/** Prints the time of every check alone on a mesh and on its half, and which checks grow faster than the mesh. */
export function checkEach(size: number): void {
  const all = measure(size);
  for (const each of all) {
    const codes = each.codes.length > 60 ? `${each.codes.slice(0, 57)}...` : each.codes;
    const verdict = `${isBent(each) ? '  NOT LINEAR' : ''}${each.whole > MOST_MS ? '  SLOW' : ''}`;
    console.log(`${each.half.toFixed(1).padStart(9)} ms ${each.whole.toFixed(1).padStart(9)} ms  ${codes}${verdict}`);
  }
  const wrong = all.filter((each) => isBent(each) || each.whole > MOST_MS).length;
  console.log(`${all.length} checks on ${size / 2} and ${size} objects; ${wrong} not linear or slow`);
  process.exitCode = wrong === 0 ? 0 : 1;
}

/** The rows of the results. */
export function checkEachRows(quick: boolean): Row[] {
  const size = quick ? 2000 : 20_000;
  console.error(`each check alone: ${size} objects, up to ${RUNS} runs each …`);
  const all = measure(size);
  const objects = `${(size / 2).toLocaleString('en')} and ${size.toLocaleString('en')} objects`;
  const bent = all.filter(isBent);
  return [
    {
      what: `the slowest of ${all.length} checks alone, at ${objects}`,
      value: `${all[0].half.toFixed(0)} ms and ${all[0].whole.toFixed(0)} ms (${all[0].codes})`,
      goal: `≤ ${MOST_MS} ms`,
      met: all[0].whole <= MOST_MS,
    },
    {
      what: `checks that take more than ${LINEAR} times as long for twice the objects`,
      value: bent.length === 0 ? 'none' : bent.map(({ codes }) => codes).join(', '),
      goal: 'none',
      met: bent.length === 0,
    },
  ];
}

function isBent({ half, whole }: Each): boolean {
  return whole > SHORT_MS && whole > half * LINEAR;
}

/** The slowest first. */
function measure(size: number): Each[] {
  const [half, whole] = [size / 2, size].map(times);
  return MESH_CHECKS.map(({ codes }, i) => ({
    codes: Object.keys(codes).join(' '),
    half: half[i],
    whole: whole[i],
  })).sort((a, b) => b.whole - a.whole);
}

/** What each check takes when it is the only one: with the parts of the mesh that it shares with others. */
function times(size: number): number[] {
  const manifests = meshManifests(growing(size)) as Manifest[];
  return MESH_CHECKS.map((check) => {
    let least = timeOf(check, manifests);
    for (let run = 1; run < RUNS && least > NOTHING_MS; run++) {
      least = Math.min(least, timeOf(check, manifests));
    }
    return least;
  });
}

function timeOf(check: Check, manifests: Manifest[]): number {
  const mesh = new Mesh(manifests);
  // Objects are read when they are first looked at; that is the work of the command and not of one check.
  mesh.objects.forEach(({ spec }) => spec);
  const started = process.hrtime.bigint();
  check.run(mesh, () => undefined);
  return Number(process.hrtime.bigint() - started) / 1e6;
}
