import { show } from '../../../core/problems';
import { isGoAddress } from '../../../schema/go-address';
import { hostFix, wildcardDomainProblem } from '../shared/host';
import type { WebhookVerdict } from '../webhook-check';
import type { RouteContext } from './route-context';

/** Says what is wrong with the hosts, alone and together. */
export function checkHosts(context: RouteContext, verdict: WebhookVerdict): void {
  const { hosts, forGateways, hasSniHosts } = context;
  let valid = true;
  hosts.forEach((host, i) => {
    const problem = forGateways && hasSniHosts ? sniDomainProblem(host) : wildcardDomainProblem(host);
    if (problem !== undefined && !isGoAddress(host)) {
      valid = false;
      verdict.error(
        `spec.hosts[${i}]`,
        `The host ${show(host)} ${problem}`,
        hostFix(host, 'Write the name of a Service, a domain name, one that begins with "*.", or an IP address.'),
      );
    } else if (host === '*' && !forGateways) {
      valid = false;
      verdict.error(
        `spec.hosts[${i}]`,
        'The host "*" matches all hosts, but a VirtualService for the mesh has to name its hosts.',
        'Write the names of the Services, or gateways without "mesh" if it is meant for gateways.',
      );
    }
  });
  if (valid) {
    checkOverlaps(context, verdict);
  }
}

/** As of any domain name, where the names count too that gateways give to Services: `outbound_.80_._.reviews.shop.svc.cluster.local`. */
export function sniDomainProblem(host: string): string | undefined {
  if (!host.startsWith('outbound_') || Buffer.byteLength(host) > 255) {
    return wildcardDomainProblem(host);
  }
  const [, port, , name] = host.split('_');
  return /[0-9]/.test(port) && name !== undefined && /[a-zA-Z]/.test(name)
    ? undefined
    : 'begins with "outbound_", but does not have the form outbound_.<port>_._.<host>.';
}

function checkOverlaps({ hosts, hostIndex }: RouteContext, verdict: WebhookVerdict): void {
  hosts.forEach((host, i) => {
    for (const j of hostIndex.covering(host)) {
      if (i !== j) {
        verdict.error(
          `spec.hosts[${Math.max(i, j)}]`,
          host === hosts[j]
            ? `The host ${show(host)} is listed twice.`
            : `The hosts ${show(hosts[j])} and ${show(host)} overlap: the second is one of the first.`,
          `Remove ${show(host)}.`,
        );
      }
    }
  });
}
