import type { Finding } from '../lib/checks/finding';
import { findingObject } from '../lib/checks/finding-object';
import { Mesh } from '../lib/mesh/reading/mesh';
import type { Manifest } from '../lib/mesh/reading/mesh-object';
import type { PageMesh } from '../lib/page/page-data';
import { objectKey } from '../lib/page/page-data';
import type { TracedMesh } from '../lib/report/trace-report';

/**
 * The mesh of a page, to be asked as the command asks it. What was refused was told when the page was made: the schemas are not in it.
 *
 * @param supposed what is taken to be there besides
 */
export function meshOfPage(
  { objects, externals, context, refused }: PageMesh,
  supposed: readonly Manifest[] = [],
): TracedMesh {
  const mesh = new Mesh(
    objects.map(({ manifest }) => manifest),
    [...externals, ...supposed],
    context,
  );
  const known = new Map(mesh.objects.map((object) => [objectKey(findingObject(object)), object]));
  return {
    mesh,
    refused: refused.flatMap((finding) => {
      const object = known.get(objectKey(finding.object));
      return object === undefined ? [] : [{ object, finding: finding as Finding }];
    }),
  };
}
