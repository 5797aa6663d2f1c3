import type { Mesh } from '../../../mesh/reading/mesh';
import { first } from './lists';
import type { DestinationRule } from './mutual-tls';
import {
  clientTlsMode,
  isAutoMtls,
  MESH_HOST,
  namespaceHost,
  peerAuthentications,
  rulesByHost,
  serverTlsMode,
} from './mutual-tls';

/** What a DestinationRule for many hosts and a PeerAuthentication without a selector say. */
interface Wide {
  readonly client?: string;
  readonly server?: string;
}

/** Whether connections to the pods of a namespace are mTLS, by what holds for all of it. */
export function mutualNamespaces(mesh: Mesh): (namespace: string) => boolean {
  const rules = mesh.derive(rulesByHost);
  const policies = mesh.derive(peerAuthentications);
  const auto = isAutoMtls(mesh);
  const wide = (viewer: string, host: string, namespace: string): Wide => ({
    client: clientMode(rules.seenBy(viewer, host)),
    server: (policies.get(namespace) ?? []).map(serverTlsMode).find((mode) => mode !== undefined),
  });
  const known = new Map<string, boolean>();
  return (namespace) => {
    let mutual = known.get(namespace);
    if (mutual === undefined) {
      const own = wide(namespace, namespaceHost(namespace, mesh), namespace);
      const ofMesh = wide(namespace, MESH_HOST, mesh.context.rootNamespace);
      mutual = isMutualBy(own, ofMesh, auto);
      known.set(namespace, mutual);
    }
    return mutual;
  };
}

function clientMode(rules: Iterable<DestinationRule>): string | undefined {
  const rule = first(rules, (each) => clientTlsMode(each) !== undefined);
  return rule && clientTlsMode(rule);
}

function isMutualBy(own: Wide, ofMesh: Wide, auto: boolean): boolean {
  const decided = decide(own, auto, ['STRICT', 'PERMISSIVE']);
  if (decided !== undefined) {
    return decided;
  }
  if (own.client === undefined && own.server === undefined) {
    return decide(ofMesh, auto, ['STRICT', 'PERMISSIVE']) ?? isLeftToClients(ofMesh, auto);
  }
  const both = { client: own.client ?? ofMesh.client, server: own.server ?? ofMesh.server };
  return decide(both, auto, ['STRICT']) ?? isLeftToClients(both, auto);
}

/** Where both sides say something, or one does and the other follows by itself. */
function decide({ client, server = '' }: Wide, auto: boolean, accepted: readonly string[]): boolean | undefined {
  const follows = client === undefined && auto;
  if (accepted.includes(server) && (isMutualMode(client) || follows)) {
    return true;
  }
  return server === 'DISABLE' && (client === 'DISABLE' || follows) ? false : undefined;
}

function isLeftToClients({ client, server }: Wide, auto: boolean): boolean {
  return auto && server === undefined && (client === undefined || isMutualMode(client));
}

export function isMutualMode(mode: string | undefined): boolean {
  return mode === 'ISTIO_MUTUAL' || mode === 'MUTUAL';
}
