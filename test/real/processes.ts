import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Istiods } from './istiods';
import { Program } from './program';

/** Processes of real Istio that test files use one after the other, since it takes long to start them. */
export interface Processes {
  readonly istiods: Istiods;
  /** What Istio says of manifests. */
  readonly verdict: Program;
}

export function makeProcesses(): Processes {
  const folder = mkdtempSync(join(tmpdir(), 'istio-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return { istiods: new Istiods(folder), verdict: new Program('verdict', folder, 1000) };
}

/** Those of this worker of jest; outside of jest, those of this process. */
export function processes(): Processes {
  const owner = globalThis as { processes?: Processes };
  owner.processes ??= makeProcesses();
  return owner.processes;
}
