import { isObject } from '../../../core/is-object';
import { parseGoDuration } from '../../../schema/go-duration';

/** A message of MeshConfig's ProxyConfig, or the type of a field. An array holds the values of an enum. */
type FieldType =
  | 'text'
  | 'texts'
  | 'textMap'
  | 'flag'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'number'
  | 'duration'
  | 'object'
  | readonly string[]
  | Message;

interface Message {
  readonly [field: string]: FieldType;
}

const disabled: Message = { disabled: 'flag' };
const enabled: Message = { enabled: 'flag' };
const address: Message = { address: 'text' };
const remoteService: Message = { address: 'text', tlsSettings: 'object', tcpKeepalive: 'object' };
const polled: Message = { pollDelay: 'duration', fallback: 'flag' };
const forward = 'UNDEFINED SANITIZE FORWARD_ONLY APPEND_FORWARD SANITIZE_SET ALWAYS_FORWARD_ONLY'.split(' ');

const tracing: Message = {
  zipkin: address,
  lightstep: { address: 'text', accessToken: 'text' },
  datadog: address,
  stackdriver: {
    debug: 'flag',
    maxNumberOfAttributes: 'int64',
    maxNumberOfAnnotations: 'int64',
    maxNumberOfMessageEvents: 'int64',
  },
  openCensusAgent: address,
  customTags: 'object',
  maxPathTagLength: 'uint32',
  sampling: 'number',
  tlsSettings: 'object',
  enableIstioTags: 'flag',
};

const proxyHeaders: Message = {
  forwardedClientCert: forward,
  setCurrentClientCertDetails: { subject: 'flag', cert: 'flag', chain: 'flag', dns: 'flag', uri: 'flag' },
  requestId: disabled,
  server: { disabled: 'flag', value: 'text' },
  attemptCount: disabled,
  envoyDebugHeaders: disabled,
  metadataExchangeHeaders: { mode: ['UNDEFINED', 'IN_MESH'] },
  preserveHttp1HeaderCase: 'flag',
  xForwardedHost: enabled,
  xForwardedPort: enabled,
};

const connectionSettings: Message = {
  profile: ['SIDECAR', 'EDGE'],
  listenerPerConnectionBufferLimitBytes: 'int32',
  clusterPerConnectionBufferLimitBytes: 'int32',
  httpIdleTimeout: 'duration',
  httpMaxConnectionDuration: 'duration',
  httpDrainTimeout: 'duration',
  httpRequestTimeout: 'duration',
  httpRequestHeadersTimeout: 'duration',
  httpStreamIdleTimeout: 'duration',
  httpMaxStreamDuration: 'duration',
  httpMaxConcurrentStreams: 'int32',
  http2InitialStreamWindowSize: 'int32',
  http2InitialConnectionWindowSize: 'int32',
  httpHeadersWithUnderscoresAction: ['UNSPECIFIED', 'ALLOW', 'REJECT_REQUEST', 'DROP_HEADER'].map(
    (action) => `HEADERS_WITH_UNDERSCORES_${action}`,
  ),
  httpMergeSlashes: 'flag',
  httpPathWithEscapedSlashesAction: [
    'PATH_WITH_ESCAPED_SLASHES_UNSPECIFIED',
    'KEEP_UNCHANGED',
    'REJECT_REQUEST',
    'UNESCAPE_AND_REDIRECT',
    'UNESCAPE_AND_FORWARD',
  ],
  listenerConnectionLimit: 'int32',
  globalDownstreamConnectionLimit: 'int32',
};

/** ProxyConfig of MeshConfig, which has more than the kind of that name. */
export const PROXY_CONFIG: Message = {
  configPath: 'text',
  binaryPath: 'text',
  serviceCluster: 'text',
  drainDuration: 'duration',
  discoveryAddress: 'text',
  discoveryRefreshDelay: 'duration',
  zipkinAddress: 'text',
  statsdUdpAddress: 'text',
  envoyMetricsServiceAddress: 'text',
  proxyAdminPort: 'int32',
  availabilityZone: 'text',
  controlPlaneAuthPolicy: ['NONE', 'MUTUAL_TLS', 'INHERIT'],
  customConfigFile: 'text',
  statNameLength: 'int32',
  concurrency: 'int32',
  proxyBootstrapTemplatePath: 'text',
  interceptionMode: ['REDIRECT', 'TPROXY', 'NONE'],
  tracing,
  sds: { enabled: 'flag', k8sSaJwtPath: 'text' },
  envoyAccessLogService: remoteService,
  envoyMetricsService: remoteService,
  proxyMetadata: 'textMap',
  runtimeValues: 'textMap',
  statusPort: 'int32',
  extraStatTags: 'texts',
  gatewayTopology: { numTrustedProxies: 'uint32', forwardClientCertDetails: forward, proxyProtocol: {} },
  terminationDrainDuration: 'duration',
  meshId: 'text',
  readinessProbe: 'object',
  proxyStatsMatcher: { inclusionPrefixes: 'texts', inclusionSuffixes: 'texts', inclusionRegexps: 'texts' },
  holdApplicationUntilProxyStarts: 'flag',
  caCertificatesPem: 'texts',
  image: { imageType: 'text' },
  privateKeyProvider: { cryptomb: polled, qat: polled },
  proxyHeaders,
  fileFlushInterval: 'duration',
  fileFlushMinSizeKb: 'uint32',
  statsCompression: 'flag',
  connectionSettings,
  tracingServiceName: ['APP_LABEL_AND_NAMESPACE', 'CANONICAL_NAME_ONLY', 'CANONICAL_NAME_AND_NAMESPACE'],
};

const WORDS: Record<string, string> = {
  text: 'text, so write it in quotes',
  texts: 'a list of texts',
  textMap: 'a map of texts; write numbers, true and false in quotes',
  flag: 'true or false, without quotes',
  int32: 'a whole number',
  int64: 'a whole number',
  uint32: 'a whole number from 0',
  number: 'a number',
  duration: 'a duration such as 5s',
  object: 'a map',
};

/** A value that proxies cannot read. */
export interface Unreadable {
  readonly path: string;
  readonly value: unknown;
  /** `a duration such as 5s` */
  readonly wanted: string;
}

/** What of a message cannot be read. Unknown fields are not looked at, as istiod does. */
export function unreadable(message: Message, value: unknown, path: string): Unreadable | undefined {
  if (value === null || value === undefined) {
    return undefined;
  }
  if (!isObject(value)) {
    return { path, value, wanted: WORDS.object };
  }
  for (const [name, type] of Object.entries(message)) {
    const wrong = unreadableField(type, field(value, name), path === '' ? name : `${path}.${name}`);
    if (wrong !== undefined) {
      return wrong;
    }
  }
  return undefined;
}

function unreadableField(type: FieldType, value: unknown, path: string): Unreadable | undefined {
  if (typeof type === 'object' && !isEnum(type)) {
    return unreadable(type, value, path);
  }
  if (value === undefined || value === null || fits(type, value)) {
    return undefined;
  }
  if (type === 'textMap' && isObject(value)) {
    const [key, given] = Object.entries(value).find(([, each]) => !isText(each))!;
    return { path: `${path}.${key}`, value: given, wanted: WORDS.text };
  }
  return { path, value, wanted: isEnum(type) ? `one of ${type.join(', ')}` : WORDS[type] };
}

function isEnum(type: FieldType): type is readonly string[] {
  return Array.isArray(type);
}

/** A field by either of its two names. */
export function field(value: Record<string, unknown>, name: string): unknown {
  return value[name] ?? value[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}

function fits(type: Exclude<FieldType, Message>, value: unknown): boolean {
  if (isEnum(type)) {
    return typeof value === 'string' ? type.includes(value) : isWhole(value, -(2 ** 31), 2 ** 31 - 1);
  }
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'texts':
      return Array.isArray(value) && value.every(isText);
    case 'textMap':
      return isObject(value) && Object.values(value).every(isText);
    case 'flag':
      return typeof value === 'boolean';
    case 'int32':
      return isWhole(value, -(2 ** 31), 2 ** 31 - 1);
    case 'uint32':
      return isWhole(value, 0, 2 ** 32 - 1);
    case 'int64':
      return isWhole(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    case 'number':
      return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value));
    case 'duration':
      return typeof value === 'string' && parseGoDuration(value) !== undefined;
    default:
      return isObject(value);
  }
}

/** In lists and maps `null` is an empty text. */
function isText(value: unknown): boolean {
  return typeof value === 'string' || value === null;
}

/** Whole numbers may stand in quotes. */
function isWhole(value: unknown, least: number, most: number): boolean {
  const number = typeof value === 'string' && /^-?(0|[1-9]\d*)$/.test(value) ? Number(value) : value;
  return Number.isInteger(number) && (number as number) >= least && (number as number) <= most;
}
