import { MESH_CHECKS } from '../lib/checks/run-checks';
import { Mesh } from '../lib/mesh/mesh';
import type { Manifest } from '../lib/mesh/mesh-object';
import { meshManifests } from './check-manifests';

/** Twice the objects may take this many times as long; the machine is never quite quiet. */
const LINEAR = 2.6;
/** Below, the clock says more about the machine than about the check. */
const SHORT_MS = 20;

/** Prints the time of every check alone on a mesh and on its half, and which checks grow faster than the mesh. */
export function checkEach(size: number): void {
  const [small, large] = [size / 2, size].map(times);
  const rows = MESH_CHECKS.map((check, i) => ({ codes: check.codes.join(' '), small: small[i], large: large[i] }));
  let bent = 0;
  for (const { codes, small: half, large: whole } of rows.sort((a, b) => b.large - a.large)) {
    const isBent = whole > SHORT_MS && whole > half * LINEAR;
    bent += isBent ? 1 : 0;
    const short = codes.length > 60 ? `${codes.slice(0, 57)}...` : codes;
    console.log(
      `${half.toFixed(1).padStart(9)} ms ${whole.toFixed(1).padStart(9)} ms  ${short}${isBent ? '  NOT LINEAR' : ''}`,
    );
  }
  console.log(`${rows.length} checks on ${size / 2} and ${size} objects; ${bent} not linear`);
  process.exitCode = bent === 0 ? 0 : 1;
}

/** What each check takes when it is the only one: with the parts of the mesh that it shares with others. */
function times(size: number): number[] {
  const manifests = meshManifests(size) as Manifest[];
  return MESH_CHECKS.map((check) => {
    const runs = [1, 2, 3].map(() => {
      const mesh = new Mesh(manifests);
      // Objects are read when they are first looked at; that is the work of the command and not of one check.
      mesh.objects.forEach(({ spec }) => spec);
      const started = process.hrtime.bigint();
      check.run(mesh, () => undefined);
      return Number(process.hrtime.bigint() - started) / 1e6;
    });
    return Math.min(...runs);
  });
}
