import { fixtureCodes, loadFixture } from '../checks/fixture';
import type { Manifest } from '../../lib/mesh/mesh-object';
import type { Case } from './case';

/** The fixtures of Kiali's codes, which are the plainest cases of each: one that it is raised for, and one that it is not. */
export function allCases(): Record<string, Case> {
  const cases: Record<string, Case> = {};
  for (const code of fixtureCodes().filter((each) => each.startsWith('KIA'))) {
    for (const which of ['wrong', 'right'] as const) {
      const { manifests, settings } = loadFixture(code, which)!;
      const { meshConfig = {} } = settings as { meshConfig?: Record<string, unknown> };
      cases[`${code} ${which}`] = { manifests: manifests as Manifest[], context: { meshConfig } };
    }
  }
  return cases;
}
