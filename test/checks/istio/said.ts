import type { Check, Report } from '../../../lib/checks/check';
import { Mesh } from '../../../lib/mesh/reading/mesh';
import type { MeshContext } from '../../../lib/mesh/reading/mesh-context';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';

/** All that a check reports of manifests. */
export function reports(check: Check, manifests: Manifest[], context: Partial<MeshContext> = {}): Report[] {
  const found: Report[] = [];
  check.run(new Mesh(manifests, [], context), (report) => found.push(report));
  return found;
}

/** Where a check reports what: `IST0101 Sidecar a spec.workloadSelector.labels`. */
export function said(check: Check, manifests: Manifest[], context: Partial<MeshContext> = {}): string[] {
  return reports(check, manifests, context).map(
    ({ code, object, path }) => `${code} ${object.kind} ${object.name} ${path}`,
  );
}
