import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { TargetMesh } from '../core/target-mesh';
import type { MeshContext } from '../mesh/reading/mesh-context';

/**
 * What the constructs would write, with the path of the one that does.
 *
 * @param write makes the manifest of an object
 */
export function madeManifests(
  scope: IConstruct,
  write: (object: ApiObject) => unknown = (object) => object.toJson() as unknown,
): Map<unknown, string> {
  const objects = scope.node.findAll().filter((each) => ApiObject.isApiObject(each));
  return new Map(objects.map((object) => [write(object), pathOf(object)]));
}

/** The construct that a reader knows: the one that an object is the resource of. */
export function pathOf(object: ApiObject): string {
  const { scope } = object.node;
  return scope?.node.defaultChild === object ? scope.node.path : object.node.path;
}

/** What the App says of its mesh. */
export function contextOf(scope: IConstruct): Partial<MeshContext> {
  const { istioVersion, clusterDomain, rootNamespace } = TargetMesh.of(scope).said;
  return {
    ...(istioVersion !== undefined && { istioVersion: istioVersion.minor }),
    ...(clusterDomain !== undefined && { clusterDomain }),
    ...(rootNamespace !== undefined && { rootNamespace }),
  };
}
