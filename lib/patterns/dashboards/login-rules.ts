import { policyHosts } from '../../istio/policy-host';
import type { AuthorizationRuleOptions } from '../../security/authorization-rule';
import { AuthorizationRule } from '../../security/authorization-rule';
import { Condition } from '../../security/condition';
import { Operation } from '../../security/operation';
import type { WrittenLogin } from './login';
import type { ServedPorts } from './served-ports';

/** A port that redirects, and behind a trusted proxy serves requests whose client spoke HTTPS. Envoy compares the header so, too. */
const SPOKE_HTTPS = Condition.header('x-forwarded-proto', ['https']);

/**
 * The rules of a login, for some hosts and no others.
 *
 * The hosts of a policy are compared with the Host header, port and all. Routes are found by the same header without the port, whatever it
 * is (pilot/pkg/networking/core/gateway.go: IgnorePortInHostMatching). Paths are left out: no spelling of one leads around the policy.
 * Ports are named, because elsewhere there may be connections that are no HTTP, which Istio would refuse.
 */
export function loginRules(login: WrittenLogin, hosts: readonly string[], ports: ServedPorts): AuthorizationRule[] {
  const base = { hosts: hosts.flatMap(policyHosts), notMethods: login.exceptMethods };
  const places: AuthorizationRuleOptions[] = [
    { to: [Operation.http({ ports: [...ports.serving], ...base })] },
    { to: [Operation.http({ ports: [...ports.redirecting], ...base })], when: [SPOKE_HTTPS] },
  ];
  return places
    .filter((_, i) => [ports.serving, ports.redirecting][i].length > 0)
    .flatMap(({ to, when = [] }) =>
      login.cases.map((each) => {
        const conditions = [...when, ...(each.when ?? [])];
        return AuthorizationRule.of({
          from: each.from,
          to,
          when: conditions.length === 0 ? undefined : conditions,
        });
      }),
    );
}
