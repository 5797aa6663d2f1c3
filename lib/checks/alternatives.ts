import { DataSet } from '../mesh/reading/data-map';
import type { Manifest } from '../mesh/reading/mesh-object';
import { MeshObject } from '../mesh/reading/mesh-object';
import type { Report } from './check';

/** The manifests that would be left if of those for one object the first one were applied last, and not the last one. */
export function otherAlternatives(manifests: readonly Manifest[]): Manifest[] {
  const known = new DataSet<string[]>();
  return manifests.filter((manifest) => {
    const { id, key, name } = new MeshObject(manifest);
    return name === '' || known.add([id, key]);
  });
}

/** What is said whichever alternative is applied: the rest follows from there being two, which is told by itself. */
export function saidOfBoth(reports: readonly Report[], others: readonly Report[]): Report[] {
  const said = new DataSet<string[]>();
  others.forEach((report) => said.add(identity(report)));
  return reports.filter((report) => said.has(identity(report)));
}

/** Without the message, which may name what the alternatives have. */
function identity({ code, object, path }: Report): string[] {
  return [code, object.id, object.key, path];
}
