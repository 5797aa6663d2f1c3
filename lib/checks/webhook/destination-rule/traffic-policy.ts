import type {
  OutlierDetection,
  TrafficPolicy,
  TrafficPolicyPortTrafficPolicy,
  TrafficPolicyTunnelSettings,
} from '../../../../imports/networking';
import { show } from '../../../core/problems';
import { isGoAddress } from '../../../schema/go-address';
import { checkConnectionPool } from '../shared/connection-pool';
import { checkDuration } from '../shared/duration';
import type { Verdict } from '../shared/errors-only';
import { errorsOnly } from '../shared/errors-only';
import { fqdnProblem } from '../shared/host';
import { portProblem } from '../shared/port';
import { checkClientTls } from './client-tls';
import { checkLoadBalancer } from './load-balancer';

/** Says what is wrong with how a destination, or a subset of it, is called. */
export function checkTrafficPolicy(policy: TrafficPolicy, path: string, namespace: string, verdict: Verdict): void {
  const { portLevelSettings = [], tunnel, proxyProtocol, retryBudget } = policy;
  if (isEmpty(policy) && portLevelSettings.length === 0 && !tunnel && !proxyProtocol && !retryBudget) {
    verdict.error(path, 'The traffic policy is empty.', 'Write at least one of its fields, or remove it.');
  }
  const exclusive = tunnel !== undefined && proxyProtocol !== undefined;
  if (exclusive) {
    verdict.error(
      `${path}.proxyProtocol`,
      'tunnel and proxyProtocol cannot be used together.',
      'Remove tunnel or proxyProtocol.',
    );
  }
  // After that error istiod looks no further.
  checkPolicy(policy, path, namespace, exclusive ? errorsOnly(verdict) : verdict);
  portLevelSettings.forEach((settings, i) =>
    checkPortPolicy(settings, `${path}.portLevelSettings[${i}]`, namespace, errorsOnly(verdict)),
  );
  if (proxyProtocol !== undefined && !['V1', 'V2'].includes(proxyProtocol.version ?? 'V1')) {
    verdict.error(
      `${path}.proxyProtocol.version`,
      `${proxyProtocol.version} is not a version of the PROXY protocol.`,
      'Write V1 or V2.',
    );
  }
  if (tunnel !== undefined) {
    checkTunnel(tunnel, `${path}.tunnel`, verdict);
  }
}

/** What a destination and one port of it have in common. */
type Policy = Pick<TrafficPolicy, 'connectionPool' | 'loadBalancer' | 'outlierDetection' | 'tls'>;

function isEmpty({ connectionPool, loadBalancer, outlierDetection, tls }: Policy): boolean {
  return !connectionPool && !loadBalancer && !outlierDetection && !tls;
}

function checkPolicy(policy: Policy, path: string, namespace: string, verdict: Verdict): void {
  const { connectionPool, loadBalancer, outlierDetection, tls } = policy;
  if (outlierDetection !== undefined) {
    checkOutlierDetection(outlierDetection, `${path}.outlierDetection`, verdict);
  }
  checkConnectionPool(connectionPool, `${path}.connectionPool`, verdict);
  if (loadBalancer !== undefined) {
    checkLoadBalancer(loadBalancer, `${path}.loadBalancer`, outlierDetection !== undefined, verdict);
  }
  if (tls !== undefined) {
    checkClientTls(tls, `${path}.tls`, namespace, verdict);
  }
}

function checkPortPolicy(
  policy: TrafficPolicyPortTrafficPolicy,
  path: string,
  namespace: string,
  verdict: Verdict,
): void {
  if (policy.port === undefined) {
    verdict.error(`${path}.port`, 'The port settings have no port.', 'Write port: { number: 8080 }.');
  }
  if (isEmpty(policy)) {
    verdict.error(
      path,
      'The port settings are empty.',
      'Write connectionPool, loadBalancer, outlierDetection or tls, or remove the entry.',
    );
  }
  checkPolicy(policy, path, namespace, verdict);
}

function checkOutlierDetection(outlier: OutlierDetection, path: string, verdict: Verdict): void {
  checkDuration(outlier.baseEjectionTime, 'baseEjectionTime', path, verdict);
  checkDuration(outlier.interval, 'interval', path, verdict);
  if (outlier.consecutiveErrors !== undefined && outlier.consecutiveErrors !== 0) {
    verdict.warning(
      `${path}.consecutiveErrors`,
      'consecutiveErrors is deprecated.',
      `Write consecutive5xxErrors: ${outlier.consecutiveErrors}, or consecutiveGatewayErrors for 502, 503 and 504 only.`,
    );
  }
  if (!outlier.splitExternalLocalOriginErrors && (outlier.consecutiveLocalOriginFailures ?? 0) > 0) {
    verdict.error(
      `${path}.consecutiveLocalOriginFailures`,
      'Envoy counts local failures separately only with splitExternalLocalOriginErrors.',
      'Write splitExternalLocalOriginErrors: true, or remove consecutiveLocalOriginFailures.',
    );
  }
  for (const name of ['maxEjectionPercent', 'minHealthPercent'] as const) {
    const percent = outlier[name] ?? 0;
    if (percent < 0 || percent > 100) {
      verdict.error(`${path}.${name}`, `${name} is ${percent}, and a percentage is 0 to 100.`, 'Write 0 to 100.');
    }
  }
}

function checkTunnel(tunnel: TrafficPolicyTunnelSettings, path: string, verdict: Verdict): void {
  const { protocol = '', targetHost = '', targetPort } = tunnel;
  if (protocol !== '' && protocol !== 'CONNECT' && protocol !== 'POST') {
    verdict.error(
      `${path}.protocol`,
      `${show(protocol)} is not a tunnel protocol.`,
      `Write ${protocol.toUpperCase() === 'POST' ? 'POST' : 'CONNECT or POST'}, or remove protocol for CONNECT.`,
    );
  }
  const hostProblem = isGoAddress(targetHost) ? undefined : fqdnProblem(targetHost);
  if (hostProblem !== undefined) {
    verdict.error(
      `${path}.targetHost`,
      `The target host ${hostProblem}`,
      'Write the full name or the IP address of the tunnel target.',
    );
  }
  const problem = portProblem(targetPort);
  if (problem !== undefined) {
    verdict.error(`${path}.targetPort`, `The target port ${problem}`, 'Write a port from 1 to 65535.');
  }
}
