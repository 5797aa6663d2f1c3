import type {
  ConnectionPoolSettings,
  ConnectionPoolSettingsHttpSettings,
  ConnectionPoolSettingsTcpSettings,
} from '../../../../imports/networking';
import { parseGoDuration } from '../../../schema/go-duration';
import { checkDuration } from './duration';
import type { Verdict } from './errors-only';

const MILLISECOND = 1_000_000n;

/** Says what is wrong with the limits of connections to workloads. */
export function checkConnectionPool(pool: ConnectionPoolSettings | undefined, path: string, verdict: Verdict): void {
  if (pool === undefined) {
    return;
  }
  const { http, tcp } = pool;
  if (http === undefined && tcp === undefined) {
    verdict.error(path, 'The connection pool has neither tcp nor http.', 'Write tcp or http, or remove it.');
  }
  if (http !== undefined) {
    checkHttp(http, `${path}.http`, verdict);
  }
  if (tcp !== undefined) {
    checkTcp(tcp, `${path}.tcp`, verdict);
  }
}

function checkHttp(http: ConnectionPoolSettingsHttpSettings, path: string, verdict: Verdict): void {
  const limits = [
    'http1MaxPendingRequests',
    'http2MaxRequests',
    'maxRequestsPerConnection',
    'maxRetries',
    'maxConcurrentStreams',
  ] as const;
  for (const name of limits) {
    checkLimit(http[name], name, path, verdict);
  }
  checkDuration(http.idleTimeout, 'idleTimeout', path, verdict);
  if (http.h2UpgradePolicy === 'UPGRADE' && http.useClientProtocol) {
    verdict.error(
      `${path}.useClientProtocol`,
      'h2UpgradePolicy: UPGRADE always sends HTTP/2, and useClientProtocol sends what the client sent.',
      'Keep one of them.',
    );
  }
  const keepAlive = http.http2KeepAlive;
  if (keepAlive !== undefined) {
    for (const name of ['interval', 'timeout'] as const) {
      if (keepAlive[name] === undefined) {
        const message = `http2KeepAlive needs interval and timeout, and ${name} is missing.`;
        verdict.error(
          `${path}.http2KeepAlive.${name}`,
          message,
          `Write ${name}: ${name === 'interval' ? '30s' : '5s'}.`,
        );
      }
      checkDuration(keepAlive[name], name, `${path}.http2KeepAlive`, verdict);
    }
  }
}

function checkTcp(tcp: ConnectionPoolSettingsTcpSettings, path: string, verdict: Verdict): void {
  checkLimit(tcp.maxConnections, 'maxConnections', path, verdict);
  checkDuration(tcp.connectTimeout, 'connectTimeout', path, verdict);
  checkDuration(tcp.maxConnectionDuration, 'maxConnectionDuration', path, verdict);
  if (!isNever(tcp.idleTimeout)) {
    checkDuration(tcp.idleTimeout, 'idleTimeout', path, verdict);
  }
  checkDuration(tcp.tcpKeepalive?.time, 'time', `${path}.tcpKeepalive`, verdict);
  checkDuration(tcp.tcpKeepalive?.interval, 'interval', `${path}.tcpKeepalive`, verdict);
}

/** For idle TCP connections nothing means that they stay; what is less than a millisecond counts as nothing. */
function isNever(timeout: string | undefined): boolean {
  const nanoseconds = parseGoDuration(timeout ?? '');
  return nanoseconds !== undefined && nanoseconds / MILLISECOND === 0n;
}

function checkLimit(limit: number | undefined, name: string, path: string, verdict: Verdict): void {
  if (limit !== undefined && limit < 0) {
    verdict.error(
      `${path}.${name}`,
      `${name} is ${limit}, and a limit cannot be negative.`,
      `Write a number that is not negative, or remove ${name} for the default.`,
    );
  }
}
