import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import schemaFile from '../../imports/schema/networking.json';
import {
  CaptureMode,
  ServerTlsSettingsTlsMode,
  ServiceEntryLocation,
  ServiceEntryResolution,
  EnvoyFilterApplyTo,
  EnvoyFilterPatchOperation,
} from '../../imports/networking';
import * as istio from '../../lib/networking';
import { ServiceRef } from '../../lib/kubernetes/service-ref';
import { chart, specOf } from './subject';

/*
 * Every field of a resource can be set through its L2: for each field of the schema there is a call that sets it, and the
 * call is made. Messages that are taken as plain data are tried field by field. What is left out is named, with its reason.
 */

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Record<string, Schema>;
  readonly required?: string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly enum?: string[];
}

const { kinds, types } = schemaFile as unknown as {
  kinds: Record<string, { schema: Schema }>;
  types: Record<string, { schema: Schema }>;
};

const follow = (schema: Schema): Schema => (schema.$ref === undefined ? schema : types[schema.$ref].schema);

/** The paths of all fields that hold a value: `http[].match[].headers.*.exact`. */
function fieldsOf(schema: Schema, path = ''): string[] {
  const { properties, items, additionalProperties } = follow(schema);
  if (properties !== undefined) {
    return Object.entries(properties).flatMap(([name, part]) => fieldsOf(part, path === '' ? name : `${path}.${name}`));
  }
  const inner = items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
  return inner !== undefined && follow(inner).properties !== undefined
    ? fieldsOf(inner, `${path}${items === undefined ? '.*' : '[]'}`)
    : [path];
}

/** A value with this one field, and what the schema requires beside it. */
function sample(schema: Schema, path: string[]): unknown {
  const { type, properties, required = [], items, additionalProperties, enum: values } = follow(schema);
  if (properties !== undefined) {
    const [name, ...rest] = path;
    const wanted = [...new Set([...required, ...(name === undefined ? [] : [name])])];
    return Object.fromEntries(wanted.map((key) => [key, sample(properties[key], key === name ? rest : [])]));
  }
  if (items !== undefined) {
    return [sample(items, path[0] === '[]' ? path.slice(1) : [])];
  }
  if (typeof additionalProperties === 'object') {
    return { a: sample(additionalProperties, path[0] === '*' ? path.slice(1) : []) };
  }
  return { string: values?.[0] ?? 'a', integer: 1, number: 1, boolean: true }[type ?? ''] ?? {};
}

/** A sample with another text in the place of every text. */
function withText(value: unknown, text: string): unknown {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) => (part === 'a' ? text : part)) as unknown;
}

const segments = (path: string): string[] =>
  path
    .replaceAll('[]', '.[]')
    .split('.')
    .filter((part) => part !== '');

function isSet(value: unknown, path: string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined) {
    return value !== undefined;
  }
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const parts = name === '[]' || name === '*' ? Object.values(value) : [(value as Record<string, unknown>)[name]];
  return parts.some((part) => isSet(part, rest));
}

type Call = () => Construct;
/** Takes a message as plain data. */
type Plain = (value: never, field: string) => Construct;

interface Reach {
  /** Fields, and a call that sets them. */
  readonly calls: [string[], Call][];
  /** Messages that are taken as plain data, and a call that takes them. */
  readonly plain?: Record<string, Plain>;
  /** Fields that cannot be set, and why. */
  readonly left?: Record<string, string>;
}

const web = ServiceRef.fromName('web', { ports: [{ port: 80 }] });
const rule = (props: object): istio.DestinationRule =>
  new istio.DestinationRule(chart(), 'Rule', { service: web, ...props });
const subset = rule({}).addSubset('v1');
const toSubset = istio.Destination.service(web, { subset });
const toWeb = { route: [istio.Destination.service(web)] };
const { StringMatch, HttpMatch } = istio;

const hosts = ['shop.example.com'];
const routes =
  (props: object): Call =>
  () =>
    new istio.VirtualService(chart(), 'Routes', { hosts, ...props });
const http = (props: object): Call => routes({ http: [{ ...toWeb, ...props }] });
const match = (options: istio.HttpMatchOptions): Call => http({ match: [HttpMatch.of(options)] });
const connection = (options: istio.ConnectionMatch): Call[] => [
  routes({ tcp: [{ match: [options], ...toWeb }] }),
  routes({ tls: [{ match: [{ sniHosts: hosts, ...options }], ...toWeb }] }),
];
const under = (path: string, names: string[]): string[] => names.map((name) => `${path}.${name}`);
const DESTINATION = ['host', 'port.number', 'subset'];

function stringMatches(path: string, call: (value: istio.StringMatch) => Call): [string[], Call][] {
  return [
    [[`${path}.exact`], call(StringMatch.exact('/a'))],
    [[`${path}.prefix`], call(StringMatch.prefix('/a'))],
    [[`${path}.regex`], call(StringMatch.regex('/a'))],
  ];
}

function connections(name: string, options: istio.ConnectionMatch): [string[], Call][] {
  const [tcp, tls] = connection(options);
  return [
    [[`tcp[].match[].${name}`], tcp],
    [[`tls[].match[].${name}`], tls],
  ];
}

const virtualService: Reach = {
  calls: [
    [['hosts'], routes({ http: [toWeb] })],
    [['gateways'], routes({ http: [toWeb], gateways: [istio.Gateway.mesh()] })],
    [['exportTo'], routes({ http: [toWeb], exportTo: ['.'] })],
    [['http[].name'], http({ name: 'a' })],
    [['http[].timeout'], http({ timeout: Duration.seconds(1) })],
    [
      ['http[].delegate.name', 'http[].delegate.namespace'],
      routes({ http: [{ delegate: istio.VirtualService.fromName('a', { namespace: 'b' }) }] }),
    ],
    [under('http[].fault.abort', ['httpStatus', 'percentage.value']), http({ fault: istio.Fault.abort(503) })],
    [['http[].fault.abort.grpcStatus'], http({ fault: istio.Fault.grpcAbort('UNAVAILABLE') })],
    [
      under('http[].fault.delay', ['fixedDelay', 'percentage.value']),
      http({ fault: istio.Fault.delay(Duration.seconds(1)) }),
    ],
    ...stringMatches('http[].match[].uri', (uri) => match({ uri })),
    ...stringMatches('http[].match[].scheme', (scheme) => match({ scheme })),
    ...stringMatches('http[].match[].method', (method) => match({ method })),
    ...stringMatches('http[].match[].authority', (authority) => match({ authority })),
    ...stringMatches('http[].match[].headers.*', (a) => match({ headers: { a } })),
    ...stringMatches('http[].match[].withoutHeaders.*', (a) => match({ withoutHeaders: { a } })),
    ...stringMatches('http[].match[].queryParams.*', (a) => match({ queryParams: { a } })),
    [['http[].match[].ignoreUriCase'], match({ ignoreUriCase: true })],
    [['http[].match[].name'], match({ name: 'a' })],
    [['http[].match[].port'], match({ port: 80 })],
    [['http[].match[].statPrefix'], match({ statPrefix: 'a' })],
    [['http[].match[].sourceLabels'], match({ sourceLabels: { a: 'b' } })],
    [['http[].match[].sourceNamespace'], match({ sourceNamespace: 'a' })],
    [['http[].match[].gateways'], match({ gateways: [istio.Gateway.mesh()] })],
    [
      [...under('http[].mirrors[].destination', DESTINATION), 'http[].mirrors[].percentage.value'],
      http({ mirrors: [{ destination: toSubset, percentage: 1 }] }),
    ],
    [
      under('http[].retries', [
        'attempts',
        'retryOn',
        'backoff',
        'perTryTimeout',
        'retryIgnorePreviousHosts',
        'retryRemoteLocalities',
      ]),
      http({
        retries: istio.Retries.onServerErrors(1, {
          backoff: Duration.seconds(1),
          perTryTimeout: Duration.seconds(1),
          retryIgnorePreviousHosts: true,
          retryRemoteLocalities: true,
        }),
      }),
    ],
    [under('http[].rewrite', ['uri', 'authority']), http({ rewrite: istio.Rewrite.uri('/', { authority: 'a' }) })],
    [under('http[].rewrite.uriRegexRewrite', ['match', 'rewrite']), http({ rewrite: istio.Rewrite.regex('a', 'b') })],
    [
      [...under('http[].route[].destination', DESTINATION), 'http[].route[].weight'],
      http({ route: [toSubset._withWeight(100)] }),
    ],
    ...connections('port', { port: 80 }),
    ...connections('destinationSubnets', { destinationSubnets: ['10.0.0.0/8'] }),
    ...connections('sourceLabels', { sourceLabels: { a: 'b' } }),
    ...connections('sourceNamespace', { sourceNamespace: 'a' }),
    ...connections('gateways', { gateways: [istio.Gateway.mesh()] }),
    [['tls[].match[].sniHosts'], connection({})[1]],
    [
      [...under('tcp[].route[].destination', DESTINATION), 'tcp[].route[].weight'],
      routes({ tcp: [{ route: [toSubset._withWeight(100)] }] }),
    ],
    [
      [...under('tls[].route[].destination', DESTINATION), 'tls[].route[].weight'],
      routes({ tls: [{ match: [{ sniHosts: hosts }], route: [toSubset._withWeight(100)] }] }),
    ],
  ],
  plain: {
    // An origin that no browser sends is rejected, so what stands for a text is one that they do.
    'http[].corsPolicy': (corsPolicy: object, field) =>
      http({
        corsPolicy: field.startsWith('allowOrigin') ? withText(corsPolicy, 'https://a.example.com') : corsPolicy,
      })(),
    'http[].headers': (headers) => http({ headers })(),
    'http[].redirect': (redirect: object, field) => {
      const whole = field === 'redirectCode' ? { uri: '/', ...redirect } : redirect;
      // A text in the place of the prefix "/" ends as it does.
      return routes({ http: [{ redirect: field === 'prefixRewrite' ? withText(whole, '/a/') : whole }] })();
    },
    'http[].directResponse': (directResponse) => routes({ http: [{ directResponse }] })(),
    'http[].route[].headers': (headers) => http({ route: [istio.Destination.service(web, { headers })] })(),
  },
  left: {
    ...reason('`mirrors` says the same, for one destination and for several', [
      ...under('http[].mirror', DESTINATION),
      'http[].mirrorPercent',
      'http[].mirror_percent',
      'http[].mirrorPercentage.value',
    ]),
    ...reason('rejected by the webhook', ['http[].fault.abort.http2Error', 'http[].fault.delay.exponentialDelay']),
    ...reason('deprecated name of `percentage`', ['http[].fault.delay.percent']),
    ...reason('read by no part of Istio', ['tcp[].match[].sourceSubnet']),
  },
};

const { GatewayServer, ServerTls } = istio;
const gateway = (...servers: istio.GatewayServer[]): Construct => new istio.Gateway(chart(), 'Edge', { servers });
const files = { serverCertificate: '/a', privateKey: '/b' };

const gateways: Reach = {
  calls: [
    [
      [
        'selector',
        'servers[].hosts',
        ...under('servers[]', ['name', 'bind']),
        ...under('servers[].port', ['number', 'name', 'protocol']),
      ],
      () => gateway(GatewayServer.http({ hosts, name: 'a', bind: '10.0.0.1' })),
    ],
    [['servers[].tls.httpsRedirect'], () => gateway(GatewayServer.http({ hosts, httpsRedirect: true }))],
    [
      ['servers[].tls.mode', 'servers[].tls.credentialName'],
      () => gateway(GatewayServer.https({ hosts, tls: ServerTls.credential('a') })),
    ],
    [
      ['servers[].tls.credentialNames'],
      () => gateway(GatewayServer.https({ hosts, tls: ServerTls.credentials(['a']) })),
    ],
    [
      under('servers[].tls.tlsCertificates[]', ['serverCertificate', 'privateKey', 'caCertificates']),
      () => {
        const tlsCertificates = [{ ...files, caCertificates: '/c' }];
        const tls = ServerTls.of({ mode: ServerTlsSettingsTlsMode.SIMPLE, tlsCertificates });
        return gateway(GatewayServer.https({ hosts, tls }));
      },
    ],
  ],
  plain: {
    'servers[].tls': (tls: object) =>
      gateway(
        GatewayServer.https({
          hosts,
          tls: ServerTls.of({ ...files, caCertificates: '/c', ...tls, mode: ServerTlsSettingsTlsMode.MUTUAL }),
        }),
      ),
  },
  left: {
    ...reason('not implemented in Istio', ['servers[].defaultEndpoint']),
    ...reason('without effect, and rejected by the webhook', ['servers[].port.targetPort']),
  },
};

const destinationRule: Reach = {
  calls: [
    [['host'], () => rule({})],
    [['exportTo'], () => rule({ exportTo: ['.'] })],
    [['subsets[].name', 'subsets[].labels'], () => rule({ subsets: [{ name: 'a', labels: { a: 'b' } }] })],
  ],
  plain: {
    workloadSelector: (workloadSelector) => rule({ workloadSelector }),
    trafficPolicy: (trafficPolicy: object) => rule({ trafficPolicy: complete(trafficPolicy) }),
    'trafficPolicy.portLevelSettings[]': (settings: object) =>
      rule({ trafficPolicy: { portLevelSettings: [portLevel(settings)] } }),
    'subsets[].trafficPolicy': (trafficPolicy: object) =>
      rule({ subsets: [{ name: 'a', trafficPolicy: complete(trafficPolicy) }] }),
    'subsets[].trafficPolicy.portLevelSettings[]': (settings: object) =>
      rule({ subsets: [{ name: 'a', trafficPolicy: { portLevelSettings: [portLevel(settings)] } }] }),
  },
};

const { EgressHost, EgressListener, DefaultEndpoint, OutboundTrafficPolicy } = istio;
const sidecar = (props: object): Construct => new istio.Sidecar(chart(), 'Sidecar', props);
const own = [EgressHost.sameNamespace()];
const LISTENER = { protocol: 'HTTPS', portName: 'a', captureMode: CaptureMode.NONE, bind: '127.0.0.1' };
const LISTENER_FIELDS = ['port.number', 'port.protocol', 'port.name', 'captureMode', 'bind'];

const sidecars: Reach = {
  calls: [
    [
      ['egress[].hosts', ...under('egress[]', LISTENER_FIELDS)],
      () => sidecar({ egress: [EgressListener.port({ ...LISTENER, port: 80, hosts: own })] }),
    ],
    [
      ['ingress[].defaultEndpoint', ...under('ingress[]', LISTENER_FIELDS)],
      () => sidecar({ ingress: [{ ...LISTENER, port: 80, defaultEndpoint: DefaultEndpoint.localhost(80) }] }),
    ],
    [
      ['outboundTrafficPolicy.mode', ...under('outboundTrafficPolicy.egressProxy', DESTINATION)],
      () => sidecar({ outboundTrafficPolicy: OutboundTrafficPolicy.egressProxy(toSubset) }),
    ],
  ],
  plain: {
    workloadSelector: (workloadSelector) => sidecar({ workloadSelector, egress: [EgressListener.anyPort(own)] }),
    inboundConnectionPool: (inboundConnectionPool) => sidecar({ inboundConnectionPool }),
    'ingress[].connectionPool': (connectionPool) =>
      sidecar({ ingress: [{ port: 80, protocol: 'HTTP', connectionPool }] }),
    'ingress[].tls': (tls: object) =>
      sidecar({
        ingress: [
          {
            port: 443,
            protocol: 'HTTPS',
            tls: ServerTls.of({ ...files, caCertificates: '/c', ...tls, mode: ServerTlsSettingsTlsMode.MUTUAL }),
          },
        ],
      }),
  },
  left: {
    ...reason('without effect, and rejected by the webhook', ['egress[].port.targetPort', 'ingress[].port.targetPort']),
    ...reason('rejected by the webhook in sidecars', [
      ...under('ingress[].tls', ['credentialName', 'credentialNames', 'subjectAltNames', 'httpsRedirect']),
      ...under('ingress[].tls.tlsCertificates[]', ['serverCertificate', 'privateKey', 'caCertificates']),
    ]),
  },
};

const TEMPLATE = { ports: { http: 80 }, network: 'a', locality: 'a', weight: 1, serviceAccount: 'a' };
const entry: Reach = {
  calls: [
    [
      ['address', 'labels', ...Object.keys(TEMPLATE)],
      () => new istio.WorkloadEntry(chart(), 'Vm', { address: '10.0.0.1', labels: { a: 'b' }, ...TEMPLATE }),
    ],
  ],
};

const { ReadinessProbe } = istio;
const group =
  (props: istio.WorkloadGroupProps): Call =>
  () =>
    new istio.WorkloadGroup(chart(), 'Vms', props);
const TIMING = {
  initialDelay: Duration.seconds(1),
  timeout: Duration.seconds(1),
  period: Duration.seconds(1),
  successThreshold: 1,
  failureThreshold: 1,
};
const workloadGroup: Reach = {
  calls: [
    [
      ['metadata.labels', 'metadata.annotations'],
      group({ entryMetadata: { labels: { a: 'b' }, annotations: { a: 'b' } } }),
    ],
    [under('template', Object.keys(TEMPLATE)), group({ template: TEMPLATE })],
    [['probe.exec.command'], group({ probe: ReadinessProbe.exec(['a']) })],
    [under('probe.tcpSocket', ['port', 'host']), group({ probe: ReadinessProbe.tcp(80, { host: 'a' }) })],
    [
      [
        ...under('probe.httpGet', ['port', 'host', 'path', 'scheme', 'httpHeaders[].name', 'httpHeaders[].value']),
        ...under('probe', [
          'initialDelaySeconds',
          'timeoutSeconds',
          'periodSeconds',
          'successThreshold',
          'failureThreshold',
        ]),
      ],
      group({
        probe: ReadinessProbe.http(80, {
          host: 'a',
          path: '/',
          scheme: 'HTTP',
          httpHeaders: [{ name: 'a', value: 'b' }],
          ...TIMING,
        }),
      }),
    ],
  ],
  left: {
    ...reason('Istio writes the address of the workload over it', ['template.address']),
    ...reason('`entryMetadata.labels` says the same', ['template.labels']),
    ...reason('rejected by the webhook', ['probe.grpc.port', 'probe.grpc.service']),
  },
};

const serviceEntry: Reach = {
  calls: [
    [
      [
        ...['hosts', 'addresses', 'location', 'resolution', 'subjectAltNames', 'exportTo'],
        ...under('ports[]', ['number', 'name', 'protocol', 'targetPort']),
        ...under('endpoints[]', ['address', 'labels', ...Object.keys(TEMPLATE)]),
      ],
      () =>
        new istio.ServiceEntry(chart(), 'Entry', {
          hosts: ['api.example.com'],
          ports: [{ number: 443, name: 'https', protocol: 'HTTPS', targetPort: 8443 }],
          addresses: ['240.0.0.1'],
          location: ServiceEntryLocation.MESH_EXTERNAL,
          resolution: ServiceEntryResolution.STATIC,
          subjectAltNames: ['a'],
          exportTo: ['.'],
          endpoints: [{ address: '10.0.0.1', labels: { a: 'b' }, ...TEMPLATE, ports: { https: 8443 } }],
        }),
    ],
    [
      ['workloadSelector.labels'],
      () =>
        new istio.ServiceEntry(chart(), 'Entry', {
          hosts: ['api.example.com'],
          ports: [{ number: 80, protocol: 'HTTP' }],
          location: ServiceEntryLocation.MESH_INTERNAL,
          resolution: ServiceEntryResolution.STATIC,
          workloadSelector: { labels: { a: 'b' } },
        }),
    ],
  ],
};

const PATCH = {
  applyTo: EnvoyFilterApplyTo.HTTP_FILTER,
  patch: { operation: EnvoyFilterPatchOperation.MERGE, value: {} },
};
const filter = (props: object): Construct => new istio.EnvoyFilter(chart(), 'Filter', props);

const patched = (part: object): Construct =>
  filter({ workloadSelector: { labels: { a: 'b' } }, configPatches: [{ ...PATCH, ...part }] });

const envoyFilter: Reach = {
  calls: [
    [['priority'], () => filter({ priority: 1, workloadSelector: { labels: { a: 'b' } }, configPatches: [PATCH] })],
    [
      ['workloadSelector.labels', 'configPatches[].applyTo', ...under('configPatches[].patch', ['operation', 'value'])],
      () => filter({ workloadSelector: { labels: { a: 'b' } }, configPatches: [PATCH] }),
    ],
  ],
  plain: {
    targetRefs: (targetRefs) => filter({ targetRefs, configPatches: [PATCH] }),
    'configPatches[].match': (match) => patched({ match }),
    'configPatches[].patch': (patch: object) => patched({ patch: { ...PATCH.patch, ...patch } }),
  },
};

const reaches: Record<string, Reach> = {
  VirtualService: virtualService,
  Gateway: gateways,
  DestinationRule: destinationRule,
  Sidecar: sidecars,
  WorkloadEntry: entry,
  WorkloadGroup: workloadGroup,
  ServiceEntry: serviceEntry,
  EnvoyFilter: envoyFilter,
};

describe.each(Object.entries(reaches))('%s', (kind, { calls, plain = {}, left = {} }) => {
  const spec = kinds[kind].schema.properties!.spec;
  const all = fieldsOf(spec);
  const called = new Map(calls.flatMap(([fields, call]) => fields.map((field) => [field, call] as const)));
  const takers = Object.keys(plain).sort((a, b) => b.length - a.length);

  test.each(all.filter((field) => !(field in left)))('%s can be set', (field) => {
    const call = called.get(field);
    const taker = takers.find(
      (prefix) => field === prefix || (/^[.[]/.test(field.slice(prefix.length)) && field.startsWith(prefix)),
    );
    if (call === undefined && taker === undefined) {
      throw new Error(`Nothing in this test sets ${field}. Make it reachable, or say in \`left\` why it is not.`);
    }
    const rest = field.slice(taker?.length ?? 0);
    const resource =
      call?.() ?? plain[taker!](sample(at(spec, segments(taker!)), segments(rest)) as never, rest.replace(/^\./, ''));
    expect(isSet(specOf(resource), segments(field))).toBe(true);
  });

  test('the table names no field that does not exist', () => {
    expect([...called.keys(), ...Object.keys(left)].filter((field) => !all.includes(field))).toEqual([]);
  });
});

/** The schema of a part. */
function at(schema: Schema, path: string[]): Schema {
  const [name, ...rest] = path;
  if (name === undefined) {
    return schema;
  }
  const { properties, items } = follow(schema);
  return at(name === '[]' ? items! : properties![name], rest);
}

/** With a mode that takes any other setting of TLS. */
function complete(policy: object): object {
  const { tls } = policy as { tls?: object };
  return { ...policy, ...(tls && { tls: { ...tls, mode: 'SIMPLE' } }) };
}

function portLevel(settings: object): object {
  return complete({ connectionPool: { tcp: { maxConnections: 1 } }, ...settings, port: { number: 80 } });
}

function reason(why: string, fields: string[]): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field, why]));
}
