import type { IConstruct } from 'constructs';
import { claim } from '../../core/claims';
import { expectStrings } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { TargetMesh } from '../../core/target-mesh';
import { hostCovers } from '../../istio/host';
import { hostProblem } from '../../networking/host';

/** The hosts outside the cluster that are right; the others are reported. */
export function checkHosts(hosts: string[], scope: IConstruct, problems: Problems): string[] {
  const given = expectStrings(hosts, problems, 'hosts', "['www.wikipedia.org']");
  if (hosts === undefined || (Array.isArray(hosts) && hosts.length === 0)) {
    problems.add('hosts', "is empty, so there is nothing to reach. Write ['www.wikipedia.org'].");
  }
  const { clusterDomain } = TargetMesh.of(scope);
  return given.filter((host, i) => {
    const wider = given.find((other, j) => (j < i && other === host) || (other !== host && hostCovers(other, host)));
    const problem =
      hostProblem(host, { wildcard: true }) ??
      (host.includes('.')
        ? undefined
        : `${show(host)} has no dot. A host outside the cluster has a full DNS name, for example "${host}.example.com".`) ??
      (host.endsWith(`.${clusterDomain}`)
        ? `${show(host)} is a host of the cluster, which the mesh already knows. Omit it, and write a VirtualService for it.`
        : undefined) ??
      (wider === host ? `${show(host)} is given twice.` : undefined) ??
      (wider === undefined || wider === '*'
        ? undefined
        : `${show(host)} is already covered by ${show(wider)}. Omit it.`);
    if (problem !== undefined) {
      problems.add(`hosts[${i}]`, problem);
    }
    return problem === undefined;
  });
}

/**
 * Takes the hosts, and reports those that another egress pattern of the chart has: of two rules for one host only one applies.
 *
 * @param known the hosts that the pattern makes known to the mesh
 * @param fieldOf the option that brings a host
 */
export function claimHosts(
  scope: IConstruct,
  known: readonly string[],
  fieldOf: (host: string) => string,
  problems: Problems,
): void {
  for (const host of new Set(known)) {
    const holder = claim(scope, `egress to ${String(host)}`);
    if (holder !== undefined) {
      problems.add(
        fieldOf(host),
        `${show(host)} already belongs to ${holder}, and of two rules for one host only one applies. Remove it from one of them; a host with several ports needs a ServiceEntry with all of them, and its own routes.`,
      );
    }
  }
}
