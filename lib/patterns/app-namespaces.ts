import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Node } from 'constructs';

const NAMESPACES = Symbol.for('cdk8s-istio.namespaces');

/** The Namespaces of an App, and who has asked for them since they were looked for. */
interface Known {
  readonly byName: ReadonlyMap<string, ApiObject>;
  readonly asked: Set<IConstruct>;
}

type Root = IConstruct & { [NAMESPACES]?: Known };

/**
 * The Namespaces of the App of a construct, by name, as they are at synthesis.
 *
 * Each synthesis asks once for each construct, so the second question of one means that the objects may be others by now.
 */
export function namespacesFor(scope: IConstruct): ReadonlyMap<string, ApiObject> {
  const root = Node.of(scope).root as Root;
  if (root[NAMESPACES] === undefined || root[NAMESPACES].asked.has(scope)) {
    const objects = root.node.findAll().filter((each) => ApiObject.isApiObject(each));
    const namespaces = objects.filter(({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1');
    root[NAMESPACES] = { byName: new Map(namespaces.map((each) => [each.name, each])), asked: new Set() };
  }
  root[NAMESPACES].asked.add(scope);
  return root[NAMESPACES].byName;
}

/** Lets them be looked for again, because another construct asks from now on. */
export function forgetNamespaces(scope: IConstruct): void {
  delete (Node.of(scope).root as Root)[NAMESPACES];
}
