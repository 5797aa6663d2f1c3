import type { IConstruct } from 'constructs';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { DATAPLANE_MODE } from '../../istio/data-plane-labels';
import { isSeenByInjector } from '../../istio/injection';
import { manifestOf } from '../../kubernetes/manifest';
import { namespacesFor } from '../app-namespaces';

/**
 * Reports clients whose Namespace is in this app and not in ambient mode: no ztunnel takes their connections to a waypoint, and a sidecar
 * goes to the hosts by itself.
 *
 * @param clients the namespaces that are named as clients
 */
export function checkAmbientClients(scope: IConstruct, clients: readonly string[], problems: Problems): void {
  clients.forEach((client, i) => {
    const object = namespacesFor(scope).get(client);
    const labels = manifestOf(object)?.metadata.labels ?? {};
    if (object === undefined || (labels[DATAPLANE_MODE] === 'ambient' && !isSeenByInjector(labels, {}))) {
      return;
    }
    const how = isSeenByInjector(labels, {}) ? 'its pods get sidecars' : `it has no label ${DATAPLANE_MODE}: ambient`;
    problems.add(
      `clients[${i}]`,
      `Namespace ${show(client)} (${object.node.path}) is not in ambient mode: ${how}, so their connections would go past the waypoint. Write injection: Injection.ambient() there, or EgressStrategy.fixedHosts(), which is for sidecars.`,
    );
  });
}
