import { policyHostCovers } from '../../../istio/policy-host';
import type { AuthorizationPolicy } from '../../../mesh/authorization';

/** How far policies restrict who reaches hosts: only a request with a port after the host passes them, or any. */
export type Gap = 'none' | 'with a port' | 'any request';

const GAPS: readonly Gap[] = ['none', 'with a port', 'any request'];

/** The smallest of several. */
export function narrowest(gaps: readonly Gap[]): Gap {
  return GAPS.find((gap) => gaps.includes(gap))!;
}

/** The largest of several. */
export function widest(gaps: readonly Gap[]): Gap {
  return [...GAPS].reverse().find((gap) => gaps.includes(gap))!;
}

/** What is left open of hosts by the policies that are enforced before them. */
export function gapOf(policies: readonly AuthorizationPolicy[], hosts: readonly string[]): Gap {
  const isGuarded = (header: string): boolean => policies.some((policy) => concerns(policy, header));
  if (!hosts.every(isGuarded)) {
    return 'any request';
  }
  return hosts.every((host) => isGuarded(`${host}:80`)) ? 'none' : 'with a port';
}

/** Whether a policy may refuse requests with a Host header. One that allows something refuses everything else. */
function concerns({ spec: { action, rules = [] } }: AuthorizationPolicy, header: string): boolean {
  return (
    (action ?? 'ALLOW') === 'ALLOW' ||
    rules.length === 0 ||
    rules.some(
      ({ to = [] }) =>
        to.length === 0 ||
        to.some(
          ({ operation: { hosts = [] } = {} }) =>
            hosts.length === 0 || hosts.some((host) => policyHostCovers(host, header)),
        ),
    )
  );
}
