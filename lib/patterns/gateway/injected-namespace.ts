import type { IConstruct } from 'constructs';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { INJECTION, REVISION } from '../../istio/data-plane-labels';
import { isSeenByInjector } from '../../istio/injection';
import { manifestOf } from '../../kubernetes/manifest';
import { namespacesFor } from '../app-namespaces';

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
