import type { IConstruct } from 'constructs';
import { TargetMesh } from '../../core/target-mesh';
import type { Problems } from '../../core/problems';
import type { ImportedHosts } from '../../istio/imported-hosts';
import { Sidecar } from '../../networking/sidecar';

/** What the sidecars of clients must see. */
export interface Needed {
  /** The namespace of the objects. */
  readonly namespace: string;
  /** The hosts of the ServiceEntry. */
  readonly serviceHosts: readonly string[];
  /** The hosts of each VirtualService. */
  readonly routedHosts: readonly (readonly string[])[];
  /** Port number of the hosts. */
  readonly port: number;
  /** The namespaces that are named as clients; undefined for all. */
  readonly clients: readonly string[] | undefined;
  /** Whether the connections are to leave through a gateway. */
  readonly throughGateway: boolean;
}

/**
 * Looks for Sidecars of the App that hide the way out from clients. Their connections would bypass the gateway, to the address that the
 * client looked up, or nowhere: it depends on `outboundTrafficPolicy`, and no object is wrong by itself.
 *
 * A Sidecar may come after a pattern, so this is asked when everything is there. One for some pods counts only in a namespace that is named as a client: elsewhere these may be pods that never call the hosts.
 */
export function checkClientSidecars(scope: IConstruct, needed: Needed, problems: Problems): void {
  const { rootNamespace } = TargetMesh.of(scope);
  const sidecars = Sidecar._allOf(scope).filter((each) => !each._isForNoHost);
  const withOwn = new Set(sidecars.filter((each) => each._isForAllPods).map(({ namespace }) => namespace));
  for (const sidecar of sidecars) {
    const readers = readersOf(sidecar, needed, withOwn, rootNamespace);
    const blind = readers.find((reader) => !sees(sidecar._importsAt(needed.port, reader), needed));
    if (blind !== undefined) {
      problems.add('clients', describe(sidecar, blind, needed));
    }
  }
}

/** Stands for a namespace that nobody names. */
const ANY_OTHER = '';

/** The namespaces whose clients read a Sidecar. */
function readersOf(
  sidecar: Sidecar,
  { clients }: Needed,
  withOwn: ReadonlySet<string | undefined>,
  rootNamespace: string,
): string[] {
  const { namespace } = sidecar;
  if (namespace === undefined || (clients === undefined && !sidecar._isForAllPods)) {
    return [];
  }
  if (namespace !== rootNamespace || !sidecar._isForAllPods) {
    return clients === undefined || clients.includes(namespace) ? [namespace] : [];
  }
  return clients?.filter((client) => client === rootNamespace || !withOwn.has(client)) ?? [ANY_OTHER];
}

function sees(imports: ImportedHosts | undefined, { namespace, serviceHosts, routedHosts }: Needed): boolean {
  return (
    imports === undefined ||
    (serviceHosts.every((host) => imports.hasService(host, namespace)) &&
      routedHosts.every((hosts) => imports.hasVirtualService(hosts, namespace)))
  );
}

function describe(sidecar: Sidecar, reader: string, needed: Needed): string {
  const { namespace, serviceHosts, port, clients, throughGateway } = needed;
  const pods =
    reader !== sidecar.namespace
      ? 'all namespaces without one of their own'
      : `${sidecar._isForAllPods ? 'all' : 'some'} pods of namespace ${reader}`;
  const hidden = serviceHosts.filter((host) => sidecar._importsAt(port, reader)?.hasService(host, namespace) !== true);
  const hosts = (hidden.length > 0 ? hidden : serviceHosts).join(', ');
  const consequence = throughGateway
    ? 'so their connections would bypass the gateway or be refused'
    : 'so their sidecars would not know where to send the requests';
  const isExcluded = serviceHosts.some((host) => sidecar._importsAt(port, reader)?.isExcluded(host, namespace));
  const fix = isExcluded
    ? 'Leave out the EgressHost.except that hides it.'
    : `Add EgressHost.namespace('${namespace}') to its listener for port ${port}, or to the one for any port.`;
  const others = clients === undefined ? ' If they do not use the hosts, name the namespaces that do in clients.' : '';
  return `Sidecar ${sidecar.node.path} (${pods}) does not import ${hosts} of namespace ${namespace}, ${consequence}. ${fix}${others}`;
}
