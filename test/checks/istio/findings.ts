import { runChecks } from '../../../lib/checks/run-checks';
import type { MeshContext } from '../../../lib/mesh/reading/mesh-context';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';

/** What is said with one code: `error VirtualService shop/web spec.hosts[0]`, the message, and what to write. */
export interface Said {
  readonly where: string;
  readonly message: string;
  readonly fix: string;
}

export function said(
  code: string,
  manifests: Manifest[],
  context: Partial<MeshContext> = {},
  externals: Manifest[] = [],
): Said[] {
  return runChecks(manifests, externals, context)
    .filter(({ finding }) => finding.code === code)
    .map(({ finding: { severity, object, path, message, fix } }) => ({
      where: `${severity} ${object.kind} ${object.namespace}/${object.name} ${path}`,
      message,
      fix,
    }));
}
