import { show } from '../../../core/problems';
import { isGoAddress } from '../../../schema/go-address';
import type { Verdict } from '../shared/errors-only';
import { isDnsLabel } from '../../../istio/domain-name';
import { hostFix, wildcardDomainProblem } from '../shared/host';

const FIX = 'Write a domain name, one that begins with "*.", an IP address or "*", optionally after <namespace>/.';

/** Says what is wrong with a host of a server: `*.example.com` or `shop/*.example.com`. */
export function checkServerHost(host: string, path: string, converted: boolean, verdict: Verdict): void {
  const slash = host.indexOf('/');
  if (slash >= 0) {
    const namespace = host.slice(0, slash);
    if (!['*', '.'].includes(namespace) && !(namespace === '~' && converted) && !isDnsLabel(namespace)) {
      verdict.error(
        path,
        namespace === ''
          ? `The host ${show(host)} has no namespace before the "/".`
          : `The host ${show(host)} has ${show(namespace)} before the "/", which is not the name of a namespace.`,
        urlFix(
          host,
          'Write the namespace of the VirtualServices, "." for the own one or "*" for all, or the host alone.',
        ),
      );
    }
  }
  const name = host.slice(slash + 1);
  const problem = nameProblem(name);
  if (problem !== undefined) {
    verdict.error(path, `The host ${show(host)} ${problem}`, urlFix(host, FIX));
  }
}

/** A host with a namespace before it looks like one with a path, and is no URL. */
function urlFix(host: string, wanted: string): string {
  return host.includes('://') ? hostFix(host, wanted) : wanted;
}

function nameProblem(name: string): string | undefined {
  if (name === '*') {
    return undefined;
  }
  const problem = isGoAddress(name) ? undefined : wildcardDomainProblem(name);
  if (problem !== undefined) {
    return problem;
  }
  if (!name.includes('.')) {
    return name.includes(':')
      ? 'is an IPv6 address, but a gateway only supports IPv4 addresses as hosts.'
      : 'is a short name, but a gateway needs the full name.';
  }
  return name.includes('*') && !name.startsWith('*.') ? 'has a * that is only part of the first label.' : undefined;
}
