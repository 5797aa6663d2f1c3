import { MESH_GATEWAY } from '../../../istio/names';
import type { AuthorizationPolicySpec } from '../../../../imports/security';
import type { DestinationRuleSpec, VirtualServiceSpec } from '../../../../imports/networking';
import type { TelemetrySpec } from '../../../../imports/telemetry';

const CONDITIONS = [
  'request.headers',
  'request.auth.claims',
  'request.auth.principal',
  'request.auth.audiences',
  'request.auth.presenter',
];

/** What of an object looks into HTTP, which ztunnel does not; undefined where nothing does. */
export function authorizationLayer7({ rules = [] }: AuthorizationPolicySpec): string | undefined {
  for (const { from = [], to = [], when = [] } of rules) {
    const condition = when.find(({ key = '' }) => CONDITIONS.some((each) => key.startsWith(each)));
    const operations = to.flatMap(({ operation = {} }) =>
      (['methods', 'notMethods', 'paths', 'notPaths', 'hosts', 'notHosts'] as const).filter(
        (field) => (operation[field] ?? []).length > 0,
      ),
    );
    const sources = from.flatMap(({ source = {} }) =>
      (['requestPrincipals', 'notRequestPrincipals'] as const).filter((field) => (source[field] ?? []).length > 0),
    );
    const found = condition?.key ?? operations[0] ?? sources[0];
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

export function destinationRuleLayer7({ trafficPolicy, subsets = [] }: DestinationRuleSpec): string | undefined {
  for (const policy of [trafficPolicy, ...subsets.map((subset) => subset.trafficPolicy)]) {
    const { httpHeaderName = '', httpCookie } = policy?.loadBalancer?.consistentHash ?? {};
    if (httpHeaderName !== '' || httpCookie !== undefined) {
      return 'consistentHash by a header or cookie';
    }
    if (policy?.connectionPool?.http !== undefined) {
      return 'connectionPool.http';
    }
    if (policy?.outlierDetection !== undefined) {
      return 'outlierDetection';
    }
  }
  return undefined;
}

export function virtualServiceLayer7({ http = [], tls = [], gateways = [] }: VirtualServiceSpec): string | undefined {
  if (gateways.length > 0 && !gateways.includes(MESH_GATEWAY)) {
    return undefined;
  }
  return http.length > 0 ? 'http' : tls.length > 0 ? 'tls' : undefined;
}

export function telemetryLayer7({ tracing = [], accessLogging = [], metrics = [] }: TelemetrySpec): string | undefined {
  if (tracing.length > 0) {
    return 'tracing';
  }
  if (accessLogging.length > 0) {
    return 'accessLogging';
  }
  return metrics.some(({ overrides = [] }) => overrides.length > 0) ? 'metrics.overrides' : undefined;
}
