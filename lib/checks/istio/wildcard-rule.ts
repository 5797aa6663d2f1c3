import { hostCovers } from '../../istio/host';
import { HostTable } from '../../mesh/host-table';
import type { Mesh } from '../../mesh/reading/mesh';
import type { KnownHost } from './shared/known-hosts';
import { knownHosts } from './shared/known-hosts';
import type { Wording } from '../check';

/**
 * What is true of a DestinationRule for a wildcard: Istio's analyzer looks for a ServiceEntry with the wildcard itself, and proxies use the
 * rule for all hosts that it covers.
 */
export function wildcardRule(host: string, namespace: string, mesh: Mesh): Wording {
  const { clusterDomain } = mesh.context;
  // Every cluster has the Service of its API server.
  const always = `kubernetes.default.svc.${clusterDomain}`;
  const known = mesh
    .derive(coveredHosts)(host)
    .find(
      ({ host: covered, scopes, object }) =>
        (scopes.includes('*') || scopes.includes(namespace)) &&
        hostCovers(host, covered) &&
        // That of the ingress gateway is only taken for granted.
        mesh.find(object.id, object.namespace, object.name) !== undefined,
    );
  const covered = known?.host ?? (hostCovers(host, always) ? always : undefined);
  return covered === undefined
    ? {
        message: `"${host}" matches no host of a Service or a ServiceEntry that is visible here, so this rule has no effect.`,
        fix: 'Write a domain that matches hosts, or list the Service or ServiceEntry in the externals of the settings if it is created elsewhere.',
        absence: true,
      }
    : {
        severity: 'info',
        message: `Proxies use this rule for each host that "${host}" matches and that has no more specific rule, such as ${covered}. istioctl analyze looks for a host of exactly this name, and finds none.`,
        fix: 'Nothing needs to change. To hide the finding, put the annotation galley.istio.io/analyze-suppress: IST0174 on the DestinationRule.',
      };
}

/** The hosts that a wildcard has something in common with. One wildcard often stands in many namespaces. */
function coveredHosts(mesh: Mesh): (wildcard: string) => readonly KnownHost[] {
  const table = new HostTable<KnownHost>();
  mesh.derive(knownHosts).all.forEach((known) => table.add(known.host, known));
  const answers = new Map<string, readonly KnownHost[]>();
  return (wildcard) => {
    const answer = answers.get(wildcard) ?? table.overlapping(wildcard);
    answers.set(wildcard, answer);
    return answer;
  };
}
