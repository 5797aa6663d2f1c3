import type { Finding } from '../lib/checks/finding';
import { findingObject } from '../lib/checks/finding-object';
import { Mesh } from '../lib/mesh/reading/mesh';
import type { MeshObject } from '../lib/mesh/reading/mesh-object';
import type { PageMesh } from '../lib/page/page-data';
import { objectKey } from '../lib/page/page-data';
import type { MeshToAsk } from '../lib/tracing/mesh-to-ask';

/** The mesh of a page, to be asked as the command asks it. What was refused was told when the page was made: the schemas are not in it. */
export function meshOfPage({ objects, externals, context, refused }: PageMesh): MeshToAsk {
  const mesh = new Mesh(
    objects.map(({ manifest }) => manifest),
    externals,
    context,
  );
  const known = new Map(mesh.objects.map((object) => [objectKey(findingObject(object)), object]));
  return {
    mesh,
    givenAs: ({ manifest }: MeshObject) => manifest,
    refused: refused.flatMap((finding) => {
      const object = known.get(objectKey(finding.object));
      return object === undefined ? [] : [{ object, finding: finding as Finding }];
    }),
    strangers: [],
  };
}
