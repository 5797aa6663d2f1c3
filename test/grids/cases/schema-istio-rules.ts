import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import type { Grid } from '../grid';

const one = (kind: string, spec: object): Manifest[] => [manifest(kind, 'shop/reviews', spec)];

/** Cases that differ in one value. */
const each = (
  name: string,
  values: readonly unknown[],
  make: (value: never) => Manifest[],
): Record<string, Manifest[]> =>
  Object.fromEntries(values.map((value) => [`${name}: ${JSON.stringify(value)}`, make(value as never)]));

const connectTimeout = (value: unknown) =>
  one('DestinationRule', { host: 'a', trafficPolicy: { connectionPool: { tcp: { connectTimeout: value } } } });
const ports = (...numbers: number[]) =>
  one('ServiceEntry', {
    hosts: ['a.com'],
    ports: numbers.map((number, i) => ({ number, name: `p${i}`, protocol: 'TCP' })),
  });
const gatewayTls = (tls: unknown) =>
  one('Gateway', { servers: [{ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['*'], tls }] });
const labels = (matchLabels: unknown) => one('AuthorizationPolicy', { selector: { matchLabels } });
const entry = (spec: object) => one('WorkloadEntry', spec);
const serviceEntry = (spec: object) => one('ServiceEntry', { hosts: ['a.com'], ...spec });
const jwt = (rule: object) => one('RequestAuthentication', { jwtRules: [{ issuer: 'i', ...rule }] });
const source = (from: object) => one('AuthorizationPolicy', { rules: [{ from: [{ source: from }] }] });
const tag = (override: object) => one('Telemetry', { metrics: [{ overrides: [{ tagOverrides: { x: override } }] }] });
const filterMatch = (match: object) =>
  one('EnvoyFilter', { configPatches: [{ applyTo: 'HTTP_FILTER', match, patch: { operation: 'MERGE', value: {} } }] });
const probe = (readinessProbe: object) => one('WorkloadGroup', { template: {}, probe: readinessProbe });
const wasm = (spec: object) => one('WasmPlugin', { url: 'oci://a/b', ...spec });
const mtls = (spec: object) => one('PeerAuthentication', spec);
const target = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'g' };
const attachment = { selector: { matchLabels: { app: 'a' } }, targetRef: target, targetRefs: [target] };
const only = (...names: (keyof typeof attachment)[]) =>
  Object.fromEntries(names.map((name) => [name, attachment[name]]));

/** Rules in the Common Expression Language of the CRDs of Istio. */
const grid: Grid = {
  layers: ['apiServer'],
  cases: {
    ...each(
      'a duration of at least 1ms',
      [
        '1ms',
        '999us',
        '1000us',
        '0s',
        '-1s',
        '1h30m',
        '1.5s',
        '1',
        '',
        'abc',
        '0.0009999s',
        '0.001s',
        '1d',
        '+1s',
        '2562048h',
      ],
      connectTimeout,
    ),
    ...each('a port', [1, 65535, 65536, 0], ports),
    ...each('port of a health check', [1, 0, 65536], (port) => probe({ httpGet: { port } })),
    ...each('port of a grpc health check', [1, 0, 65536], (port) => probe({ grpc: { port } })),
    ...each('port of a waypoint', [1, 0, 65536], (portNumber) =>
      filterMatch({ context: 'WAYPOINT', waypoint: { portNumber } }),
    ),
    ...each('scheme of a health check', ['', 'HTTP', 'HTTPS', 'http', 'TCP'], (scheme) =>
      probe({ httpGet: { port: 80, scheme } }),
    ),
    'port numbers that differ': ports(80, 81),
    'port numbers that repeat': ports(80, 80),
    'waypoint in context WAYPOINT': filterMatch({ context: 'WAYPOINT', waypoint: {} }),
    'no waypoint in context WAYPOINT': filterMatch({ context: 'WAYPOINT' }),
    'waypoint in context GATEWAY': filterMatch({ context: 'GATEWAY', waypoint: {} }),
    'listener in context GATEWAY': filterMatch({ context: 'GATEWAY', listener: {} }),
    'waypoint without a context': filterMatch({ waypoint: {} }),
    'no context at all': filterMatch({}),
    'workloadSelector of an EnvoyFilter': one('EnvoyFilter', { workloadSelector: { labels: { app: 'a' } } }),
    'workloadSelector and targetRefs of an EnvoyFilter': one('EnvoyFilter', {
      workloadSelector: { labels: { app: 'a' } },
      targetRefs: [target],
    }),
    ...each('namespace of a targetRef', ['', 'shop'], (namespace) =>
      one('AuthorizationPolicy', { targetRefs: [{ ...target, namespace }] }),
    ),
    'tlsCertificates alone': gatewayTls({
      mode: 'SIMPLE',
      tlsCertificates: [{ serverCertificate: 'a', privateKey: 'b' }],
    }),
    'tlsCertificates and credentialNames': gatewayTls({
      mode: 'SIMPLE',
      tlsCertificates: [{ serverCertificate: 'a', privateKey: 'b' }],
      credentialNames: ['a'],
    }),
    'credentialName alone': gatewayTls({ mode: 'SIMPLE', credentialName: 'a' }),
    'credentialName and credentialNames': gatewayTls({ mode: 'SIMPLE', credentialName: 'a', credentialNames: ['a'] }),
    'workloadSelector of a ServiceEntry': serviceEntry({ workloadSelector: { labels: { app: 'a' } } }),
    'workloadSelector and endpoints': serviceEntry({
      resolution: 'STATIC',
      workloadSelector: { labels: { app: 'a' } },
      endpoints: [{ address: '1.2.3.4' }],
    }),
    ...each('resolution with a CIDR', ['NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', undefined], (resolution) =>
      serviceEntry({ addresses: ['10.0.0.0/8'], resolution }),
    ),
    'DNS with a plain address': serviceEntry({ addresses: ['10.0.0.1'], resolution: 'DNS' }),
    ...each('resolution with endpoints', ['NONE', 'STATIC', undefined], (resolution) =>
      serviceEntry({ resolution, endpoints: [{ address: '1.2.3.4' }] }),
    ),
    'one endpoint by round robin': serviceEntry({ resolution: 'DNS_ROUND_ROBIN', endpoints: [{ address: 'a.com' }] }),
    'two endpoints by round robin': serviceEntry({
      resolution: 'DNS_ROUND_ROBIN',
      endpoints: [{ address: 'a.com' }, { address: 'b.com' }],
    }),
    'two endpoints by DNS': serviceEntry({
      resolution: 'DNS',
      endpoints: [{ address: 'a.com' }, { address: 'b.com' }],
    }),
    ...each('host of a ServiceEntry', ['*', '*.a.com', '', 'a'], (host) => serviceEntry({ hosts: [host] })),
    ...each('key of a label', ['app', '', '*', 'a*', 'x'.repeat(63)], (key) => labels({ [key]: 'a' })),
    ...each('value of a label', ['a', '', '*', 'a*b'], (value) => labels({ app: value })),
    ...each('key of a label of a Sidecar', ['', '*'], (key) =>
      one('Sidecar', { workloadSelector: { labels: { [key]: 'a' } } }),
    ),
    ...each('value of a label of a Sidecar', ['', '*'], (value) =>
      one('Sidecar', { workloadSelector: { labels: { a: value } } }),
    ),
    'address of a WorkloadEntry': entry({ address: '1.2.3.4' }),
    'network of a WorkloadEntry': entry({ network: 'n' }),
    'neither address nor network': entry({}),
    'an empty address': entry({ address: '' }),
    ...each(
      'address',
      [
        'unix:///run/a',
        'unix://@a',
        'unix://a',
        'unix://',
        'unix:///run/',
        'unix:///',
        'unix:/a',
        'unix://é',
        'a.com/',
      ],
      (address) => entry({ address }),
    ),
    'a socket with ports': entry({ address: 'unix:///run/a', ports: { http: 80 } }),
    'an address with ports': entry({ address: '1.2.3.4', ports: { http: 80 } }),
    'a template whose address is a socket with ports': one('WorkloadGroup', {
      template: { address: 'unix:///run/a', ports: { http: 80 } },
    }),
    ...each('address of a template', ['unix:///a', 'unix://a', 'unix:///a/'], (address) =>
      one('WorkloadGroup', { template: { address } }),
    ),
    ...each('name of a port', ['http', 'HTTP-1', '-a', 'a-', 'a_b', '', 'x'.repeat(62), 'x'.repeat(63)], (name) =>
      entry({ address: '1.2.3.4', ports: { [name]: 80 } }),
    ),
    ...each('port of a WorkloadEntry', [1, 65535, 0, 65536], (port) =>
      entry({ address: '1.2.3.4', ports: { http: port } }),
    ),
    ...Object.fromEntries(
      ['AuthorizationPolicy', 'RequestAuthentication', 'Telemetry', 'WasmPlugin', 'TrafficExtension'].flatMap(
        (kind) => {
          const base =
            kind === 'WasmPlugin'
              ? { url: 'oci://a/b' }
              : kind === 'TrafficExtension'
                ? { lua: { inlineCode: 'a' } }
                : {};
          const make = (spec: object) => one(kind, { ...base, ...spec });
          return [
            [`${kind} without an attachment`, make({})],
            [`${kind} with a selector`, make(only('selector'))],
            [`${kind} with targetRefs`, make(only('targetRefs'))],
            [`${kind} with a selector and targetRefs`, make(only('selector', 'targetRefs'))],
            ...(kind === 'TrafficExtension'
              ? []
              : [
                  [`${kind} with a targetRef`, make(only('targetRef'))],
                  [`${kind} with a targetRef and targetRefs`, make(only('targetRef', 'targetRefs'))],
                  [`${kind} with a selector and a targetRef`, make(only('selector', 'targetRef'))],
                ]),
          ] as [string, Manifest[]][];
        },
      ),
    ),
    'jwks alone': jwt({ jwks: '{}' }),
    'jwks and jwksUri': jwt({ jwks: '{}', jwksUri: 'https://a' }),
    'jwks_uri and jwksUri': jwt({ jwks_uri: 'https://a', jwksUri: 'https://a' }),
    ...each(
      'jwksUri',
      [
        'https://a/b',
        'http://a',
        'HTTPS://a',
        'ftp://a',
        'a',
        '/a',
        'https:a',
        'https://a b',
        'https://a:b',
        'https://a:1:2',
        'https://[::1]:80/',
        'https://[1.2.3.4]/',
        'https://u@a/',
        'https://a/%zz',
        'https://a/#%zz',
        'https://a/?%zz',
        '://a',
        '*',
        '//a',
        '\u007fhttps://a',
        'https://é/ü',
      ],
      (jwksUri) => jwt({ jwksUri }),
    ),
    'jwks_uri of another scheme': jwt({ jwks_uri: 'ftp://a' }),
    'portLevelMtls without a selector': mtls({ portLevelMtls: { 80: { mode: 'STRICT' } } }),
    'portLevelMtls with an empty selector': mtls({ selector: {}, portLevelMtls: { 80: { mode: 'STRICT' } } }),
    'portLevelMtls with empty labels': mtls({
      selector: { matchLabels: {} },
      portLevelMtls: { 80: { mode: 'STRICT' } },
    }),
    ...each(
      'port of portLevelMtls',
      ['80', '0', '65535', '65536', 'a', '-1', '080', '+80', ' 80', '99999999999999999999'],
      (port) => mtls({ selector: { matchLabels: { app: 'a' } }, portLevelMtls: { [port]: { mode: 'STRICT' } } }),
    ),
    'serviceAccounts alone': source({ serviceAccounts: ['a'] }),
    'notServiceAccounts alone': source({ notServiceAccounts: ['a'] }),
    'serviceAccounts and ipBlocks': source({ serviceAccounts: ['a'], ipBlocks: ['1.2.3.4'] }),
    ...each('serviceAccounts and', ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'], (other) =>
      source({ serviceAccounts: ['a'], [other]: ['b'] }),
    ),
    'notServiceAccounts and namespaces': source({ notServiceAccounts: ['a'], namespaces: ['b'] }),
    'UPSERT with a value': tag({ operation: 'UPSERT', value: 'a' }),
    'UPSERT with an empty value': tag({ operation: 'UPSERT', value: '' }),
    'UPSERT without a value': tag({ operation: 'UPSERT' }),
    'REMOVE without a value': tag({ operation: 'REMOVE' }),
    'REMOVE with a value': tag({ operation: 'REMOVE', value: 'a' }),
    'a value without an operation': tag({ value: 'a' }),
    ...each('valueFrom with a value', ['INLINE', 'HOST', undefined], (valueFrom) =>
      wasm({ vmConfig: { env: [{ name: 'A', value: 'a', valueFrom }] } }),
    ),
    'HOST without a value': wasm({ vmConfig: { env: [{ name: 'A', valueFrom: 'HOST' }] } }),
    'wasm alone': one('TrafficExtension', { wasm: { url: 'oci://a/b' } }),
    'wasm and lua': one('TrafficExtension', { wasm: { url: 'oci://a/b' }, lua: { inlineCode: 'a' } }),
    'neither wasm nor lua': one('TrafficExtension', {}),
    ...each(
      'url of a WasmPlugin',
      [
        'oci://a/b',
        'a/b:v1',
        'ghcr.io/a/b:v1',
        'file:///a',
        'https://a',
        'ftp://a',
        'a b',
        'oci://a:b:80/c',
        '/a',
        'x:y',
        'localhost:5000/a',
        '%',
      ],
      (url) => wasm({ url }),
    ),
    ...each('url of a TrafficExtension', ['oci://a/b', 'a/b:v1', 'ftp://a', 'a b'], (url) =>
      one('TrafficExtension', { wasm: { url } }),
    ),
  },
};

export default grid;
