import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Node } from 'constructs';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { INJECTION, REVISION } from '../../istio/data-plane-labels';
import { isSeenByInjector } from '../../istio/injection';
import { manifestOf } from '../../kubernetes/manifest';

const NAMESPACES = Symbol.for('cdk8s-istio.namespaces');

/** The Namespaces of an App, and who has asked for them since they were looked for. */
interface Known {
  readonly byName: ReadonlyMap<string, ApiObject>;
  readonly asked: Set<IConstruct>;
}

type Root = IConstruct & { [NAMESPACES]?: Known };

/**
 * Reports a Namespace of this app in which the injector leaves the pods of a gateway alone, or writes them for another revision than theirs.
 * Without the injector they wait for an image that is called "auto".
 */
export function checkInjectedNamespace(
  scope: IConstruct,
  namespace: string,
  podLabels: Readonly<Record<string, string>>,
  problems: Problems,
): void {
  const object = namespacesFor(scope).get(namespace);
  const labels = manifestOf(object)?.metadata.labels ?? {};
  if (object === undefined) {
    return;
  }
  const revision = podLabels[REVISION];
  const label = labels[INJECTION] === undefined ? REVISION : INJECTION;
  const said = label === REVISION ? labels[REVISION] : 'default';
  if (!isSeenByInjector(labels, podLabels)) {
    problems.add(
      '',
      `Namespace ${show(namespace)} (${object.node.path}) has the label ${label}: ${show(labels[label])}, so the injector would not see the pods, and they would wait for an image "auto". Omit the label, or write ${INJECTION}: "enabled".`,
    );
  } else if (revision !== undefined && said !== undefined && said !== revision) {
    problems.add(
      'revision',
      `Namespace ${show(namespace)} (${object.node.path}) has the label ${label}: ${show(labels[label])}, which decides before that of the pods, so revision ${show(revision)} would not write them. Omit one of the labels.`,
    );
  }
}

/** Each synthesis asks of each gateway once, so the second question of one means that the objects may be others by now. */
function namespacesFor(scope: IConstruct): ReadonlyMap<string, ApiObject> {
  const root = Node.of(scope).root as Root;
  if (root[NAMESPACES] === undefined || root[NAMESPACES].asked.has(scope)) {
    const objects = root.node.findAll().filter((each) => ApiObject.isApiObject(each));
    const namespaces = objects.filter(({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1');
    root[NAMESPACES] = { byName: new Map(namespaces.map((each) => [each.name, each])), asked: new Set() };
  }
  root[NAMESPACES].asked.add(scope);
  return root[NAMESPACES].byName;
}

/** Lets them be looked for again, because another gateway asks from now on. */
export function forgetNamespaces(scope: IConstruct): void {
  delete (Node.of(scope).root as Root)[NAMESPACES];
}
