import { policyHeaderFits } from './policy-text';

/**
 * Whether a host of an AuthorizationPolicy fits a Host header, or every one that fits a pattern with `*` at its beginning. The header has a
 * port where the client wrote one, and a policy compares it too. pilot/pkg/security/authz/matcher/header.go: HostMatcher.
 */
export function policyHostCovers(pattern: string, header: string): boolean {
  return policyHeaderFits(pattern.toLowerCase(), header.toLowerCase());
}

/**
 * The hosts of a policy for all requests that the routes of a host get. Routes are found without the port of the header, whatever stands for
 * it (pilot/pkg/networking/core/gateway.go: IgnorePortInHostMatching).
 */
export function policyHosts(host: string): string[] {
  return [host, `${host}:*`];
}
