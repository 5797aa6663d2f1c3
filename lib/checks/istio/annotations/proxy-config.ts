import { isObject } from '../../../core/is-object';
import { isGoAddress } from '../../../schema/go-address';
import { parseGoDuration } from '../../../schema/go-duration';
import { fqdnProblem } from '../../webhook/shared/host';
import { yaml } from '../yaml';
import { field, PROXY_CONFIG, unreadable } from './proxy-config-fields';

/** What is wrong with a value, and what to write instead. */
export interface ValueProblem {
  readonly message: string;
  readonly fix: string;
}

/** What is wrong with the value of `proxy.istio.io/config`. */
export function proxyConfigProblem(text: string): ValueProblem | undefined {
  let config: unknown;
  try {
    config = yaml().load(text);
  } catch (error) {
    return { message: `It is not YAML: ${firstLine(error)}.`, fix: 'Write YAML, such as "concurrency: 2".' };
  }
  const wrong = unreadable(PROXY_CONFIG, config, '');
  if (wrong !== undefined) {
    return {
      message: `${wrong.path || 'It'} is ${JSON.stringify(wrong.value)}, which cannot be read.`,
      fix: `${wrong.path || 'It'} must be ${wrong.wanted}.`,
    };
  }
  for (const [path, rule] of RULES) {
    const value = path.split('.').reduce<unknown>((at, name) => (isObject(at) ? field(at, name) : undefined), config);
    const wanted = value === undefined || value === null ? undefined : rule(value);
    if (wanted !== undefined) {
      return { message: `${path} is ${JSON.stringify(value)}.`, fix: `Write ${wanted}.` };
    }
  }
  return undefined;
}

/** What is wanted instead of a value; undefined where it is right. */
type Rule = (value: unknown) => string | undefined;

const wanted =
  (what: string, fits: (value: unknown) => boolean): Rule =>
  (value) =>
    fits(value) ? undefined : what;

const present = wanted('a text that is not empty, or omit it', (value) => value !== '');
const port = wanted('a port from 1 to 65535', (value) => Number(value) >= 1 && Number(value) <= 65535);
const positive = wanted('a number above 0', (value) => Number(value) > 0);
const notNegative = wanted('a number from 0', (value) => Number(value) >= 0);
const window = wanted('65535 or more', (value) => Number(value) >= 65535);
const duration = wanted('a duration that is not negative', (value) => nanoseconds(value) >= 0n);
const address = wanted('host:port, such as zipkin.istio-system:9411', isAddress);
const addressIfAny = wanted('host:port, such as statsd.monitoring:9125', (value) => value === '' || isAddress(value));
const wholeSeconds = wanted(
  'whole seconds, such as 45s',
  (value) => nanoseconds(value) >= 1_000_000n && nanoseconds(value) % 1_000_000_000n === 0n,
);
/** Of a oneof the field that comes last counts. */
const tracer: Rule = (value) => {
  const tracers = ['zipkin', 'lightstep', 'datadog', 'stackdriver', 'openCensusAgent'];
  const used = isObject(value) ? tracers.filter((name) => isObject(field(value, name))).pop() : undefined;
  const settings = used === undefined ? {} : (field(value as Record<string, unknown>, used) as Record<string, unknown>);
  switch (used) {
    case 'lightstep':
      return isAddress(settings.address) && (field(settings, 'accessToken') ?? '') !== ''
        ? undefined
        : 'lightstep.address as host:port, and lightstep.accessToken';
    case 'zipkin':
    case 'datadog':
      return isAddress(withHostIp(settings.address))
        ? undefined
        : `${used}.address as host:port, such as ${used}.istio-system:9411`;
  }
  return undefined;
};
const keyProvider: Rule = (value) => {
  const used = isObject(value) ? [value.cryptomb, value.qat].filter(isObject).pop() : undefined;
  const delay = used === undefined ? undefined : field(used, 'pollDelay');
  return typeof delay === 'string' && nanoseconds(delay) !== 0n
    ? undefined
    : 'cryptomb or qat with a pollDelay such as 10ms';
};

const RULES: readonly (readonly [string, Rule])[] = [
  ['configPath', present],
  ['binaryPath', present],
  ['serviceCluster', present],
  ['drainDuration', wholeSeconds],
  ['discoveryAddress', address],
  ['tracing', tracer],
  ['statsdUdpAddress', addressIfAny],
  ['envoyMetricsServiceAddress', addressIfAny],
  ['envoyMetricsService.address', addressIfAny],
  ['envoyAccessLogService.address', addressIfAny],
  ['proxyAdminPort', port],
  ['statusPort', port],
  [
    'controlPlaneAuthPolicy',
    wanted('NONE or MUTUAL_TLS', (value) => ['NONE', 'MUTUAL_TLS', 0, 1].includes(value as string)),
  ],
  ['privateKeyProvider', keyProvider],
  ['connectionSettings.listenerPerConnectionBufferLimitBytes', notNegative],
  ['connectionSettings.clusterPerConnectionBufferLimitBytes', notNegative],
  ['connectionSettings.httpIdleTimeout', duration],
  ['connectionSettings.httpMaxConnectionDuration', duration],
  ['connectionSettings.httpDrainTimeout', duration],
  ['connectionSettings.httpRequestTimeout', duration],
  ['connectionSettings.httpRequestHeadersTimeout', duration],
  ['connectionSettings.httpStreamIdleTimeout', duration],
  ['connectionSettings.httpMaxStreamDuration', duration],
  ['connectionSettings.httpMaxConcurrentStreams', positive],
  ['connectionSettings.http2InitialStreamWindowSize', window],
  ['connectionSettings.http2InitialConnectionWindowSize', window],
  ['connectionSettings.listenerConnectionLimit', positive],
  ['connectionSettings.globalDownstreamConnectionLimit', positive],
];

function nanoseconds(value: unknown): bigint {
  return parseGoDuration(String(value)) ?? 0n;
}

function isAddress(value: unknown): boolean {
  const [, v6, name, number] = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([+-]?\d+)$/.exec(String(value)) ?? [];
  const host = v6 ?? name ?? '';
  return port(number ?? '') === undefined && (fqdnProblem(host) === undefined || isGoAddress(host));
}

/** Of tracers the injector knows a variable. */
function withHostIp(address: unknown): string {
  return typeof address === 'string' ? address.replace('$(HOST_IP)', '127.0.0.1') : '';
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0];
}
