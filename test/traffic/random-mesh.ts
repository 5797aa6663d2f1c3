import { Random } from '../differential/random';
import { Draw } from '../istiod/draw';
import type { Fields } from '../istiod/random-mesh';
import { MeshMaker, NAMES, NAMESPACES } from '../istiod/random-mesh';
import type { Manifest } from '../real/manifest';
import { keyOf, ofKind } from '../real/manifest';
import { actions } from './random-actions';
import { FRONT, GATEWAY_CLASS, gatewayRoutes } from './random-gateway-routes';
import { httpRoutes } from './random-http-routes';
import type { Drawn } from './random-policies';
import { addressPolicies, customPolicies, policies } from './random-policies';
import { ENDPOINT, worldManifests } from './world';

/** A mesh through which random requests go. */
export interface TrafficMesh {
  readonly number: number;
  readonly manifests: readonly Manifest[];
  readonly meshConfig: Fields;
}

/** How many meshes, one after the other, have the same settings: istiod reads those when it starts. */
export const SAME_SETTINGS = 7;

/**
 * Meshes from this number on are drawn with more: Gateways of the Gateway API, policies about addresses and for an authorizer, WorkloadEntries, and clients that speak HTTP/2. Those
 * before it stay as they are, since results name them.
 */
export const WIDE = 10_003;

export function isWide({ number }: Pick<TrafficMesh, 'number'>): boolean {
  return number >= WIDE;
}

/** Apart from each other, so that no two things are drawn alike. */
const SEEDS = { settings: 1_000_000_007, mesh: 1_500_000_001 };

/**
 * Makes the mesh with a number; the same one each time.
 *
 * @param addressOf gives the address of a workload, of a Service (`Service shop/web`), or of a server outside
 */
export function trafficMesh(number: number, addressOf: (thing: string) => string): TrafficMesh {
  const meshConfig = settingsOf(Math.floor(number / SAME_SETTINGS));
  const made = new TrafficMaker(new Draw(new Random(SEEDS.mesh + number)), isWide({ number })).all();
  return { number, meshConfig, manifests: [...worldManifests(), ...made].map((each) => addressed(each, addressOf)) };
}

/** Settings of the meshes of a group; those of the first one are the defaults. */
export function settingsOf(group: number): Fields {
  const draw = new Draw(new Random(SEEDS.settings + group));
  if (group === 0) {
    return {};
  }
  const places = (): string[] => draw.weighted([2, ['.']], [2, ['*']], [1, ['n1']], [1, ['.', 'n2']]);
  return {
    ...draw.maybe(15, () => ({ defaultServiceExportTo: places() })),
    ...draw.maybe(15, () => ({ defaultVirtualServiceExportTo: places() })),
    ...draw.maybe(15, () => ({ defaultDestinationRuleExportTo: places() })),
    ...draw.maybe(40, () => ({ outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } })),
    ...draw.maybe(15, () => ({ enableAutoMtls: false })),
    ...draw.maybe(40, () => ({
      pathNormalization: { normalization: draw.one(['NONE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES']) },
    })),
  };
}

/** Draws as the meshes are drawn that istiod is compared by: more of everything, and what only requests show. */
class TrafficMaker extends MeshMaker {
  /** Whether the names of all ports of Services say what they speak. */
  private readonly areNamed: boolean;

  constructor(
    draw: Draw,
    private readonly isWide: boolean,
  ) {
    super(draw);
    this.age = 'given';
    this.areNamed = draw.percent(75);
  }

  public all(): Manifest[] {
    const { draw } = this;
    const about = draw.weighted([3, 'mesh'], [3, 'gateway'], [2, 'delegates'], [1, 'tcp']);
    this.many(14, 20, () => this.service());
    this.many(2, 4, () => this.serviceEntry(about === 'tcp'));
    this.many(2, 4, () => this.gateway(about));
    this.many(1, 2, () => this.gatewayService());
    this.many(6, 12, () => this.virtualService(about));
    this.many(2, 5, () => this.virtualService(draw.one(['gateway', 'mesh', 'delegates'])));
    this.many(2, 4, () => this.delegate());
    this.many(3, 6, () => this.allSubsets());
    this.many(1, 4, () => this.destinationRule());
    this.many(0, draw.percent(30) ? 2 : 0, () => this.sidecar());
    for (const { apiVersion, kind, namespace, name, spec } of [
      ...policies(draw, this.areNamed),
      ...httpRoutes(draw),
      ...(this.isWide ? this.wide() : []),
    ]) {
      this.put(apiVersion, kind, namespace, name, { spec });
    }
    return withoutChance(this.objects as Manifest[]);
  }

  private wide(): Drawn[] {
    const { draw } = this;
    const { namespace, name, ports, selector } = FRONT;
    this.objects.push({ ...GATEWAY_CLASS });
    this.put('v1', 'Service', namespace, name, { spec: { clusterIP: this.clusterIp(), selector, ports } });
    this.many(0, 2, () => this.workloadEntry());
    return [...gatewayRoutes(draw), ...(this.areNamed ? [...addressPolicies(draw), ...customPolicies(draw)] : [])];
  }

  /** On the server outside, without a proxy. */
  private workloadEntry(): void {
    const { draw } = this;
    const labels = { app: draw.one(['a', 'b', 'c']), ...draw.maybe(60, () => ({ version: draw.one(['v1', 'v2']) })) };
    const ports = draw.maybe(40, () => ({ ports: draw.one<Fields>([{ http: 8080 }, { web: 80, http: 80 }]) }));
    this.putIstio('WorkloadEntry', draw.one(NAMESPACES), 'machine', { address: '1.2.3.4', labels, ...ports });
  }

  protected override portChoice(): readonly Fields[] {
    const all = super.portChoice().filter(({ protocol }) => protocol !== 'UDP');
    return this.areNamed ? all.filter(({ name }) => !UNDECLARED.has(String(name))) : all;
  }

  /** Most have a port with requests, of which rules are about. */
  protected override servicePorts(count: number): Fields[] {
    const ports = super.servicePorts(count);
    return this.draw.percent(70) && !ports.some(({ name, port }) => name === 'http' || port === 80)
      ? [...ports, this.draw.one(HTTP_PORTS)]
      : ports;
  }

  protected override server(number: number): Fields {
    const { bind: _, hosts, port, ...rest } = super.server(number) as { bind?: string; hosts: string[]; port: Fields };
    return {
      ...rest,
      // What istiod crashes on, and what it reads with a filter of its own.
      hosts: hosts.map((host) => (host === '*/*' ? '*' : host)),
      port: port.protocol === 'MONGO' ? { ...port, protocol: 'TCP' } : port,
    };
  }

  protected override httpRoute(gateways: readonly string[] | undefined, about: string): Fields {
    const rule = super.httpRoute(gateways, about);
    return { ...rule, ...actions(this.draw, rule, () => this.destination()) };
  }

  protected override gatewayName(namespace: string): string {
    const gateways = ofKind(this.objects as Manifest[], 'Gateway');
    return gateways.length > 0 && this.draw.percent(70) ? keyOf(this.draw.one(gateways)) : super.gatewayName(namespace);
  }

  /** Names in one order and once, since Envoy refuses what istiod makes of others. */
  protected override tlsRoute(hosts: readonly string[], gateways: readonly string[] | undefined): Fields {
    const { match, ...rest } = super.tlsRoute(hosts, gateways) as { match: Fields[] };
    const [{ destinationSubnets: _, sniHosts, ...first }] = match;
    return { ...rest, match: [{ ...first, sniHosts: [...(sniHosts as string[])].sort() }] };
  }

  /** A rule that has what destinations ask for. */
  private allSubsets(): void {
    const { draw } = this;
    const namespace = draw.one(NAMESPACES);
    this.putIstio('DestinationRule', namespace, 'subsets', {
      host: draw.one(NAMES),
      subsets: ['v1', 'v2', 'v3'].map((version) => ({ name: version, labels: { version } })),
      ...this.exportTo(15, namespace),
    });
  }

  protected override trafficPolicy(port: boolean): Fields {
    const { outlierDetection: _, tls, ...rest } = super.trafficPolicy(port);
    const policy = { ...rest, ...(this.draw.percent(40) && { tls }) };
    return Object.keys(policy).length > 0 ? policy : { connectionPool: { tcp: { maxConnections: 100 } } };
  }

  protected override clientTls(): Fields {
    const { mode, sni } = super.clientTls();
    // Which certificates a client takes is not asked.
    return mode === 'SIMPLE' || mode === 'MUTUAL'
      ? { mode: 'SIMPLE', sni, insecureSkipVerify: true }
      : { mode, ...(mode === 'ISTIO_MUTUAL' && { sni }) };
  }

  protected override sidecar(): void {
    super.sidecar();
    const { spec } = this.objects[this.objects.length - 1] as { spec: { egress?: Fields[] } };
    for (const listener of spec.egress ?? []) {
      // All connections are intercepted: nothing binds a port of its own.
      delete listener.bind;
      delete listener.captureMode;
      const port = listener.port as Fields | undefined;
      if (port?.protocol === 'HTTP_PROXY') {
        port.protocol = 'HTTP';
      }
    }
  }
}

const HTTP_PORTS: readonly Fields[] = [{ targetPort: 8080 }, { targetPort: 'web' }, {}].map((target) => ({
  protocol: 'TCP',
  name: 'http',
  port: 80,
  ...target,
}));

/** Names of ports of Services of which istiod does not learn what they speak. */
const UNDECLARED = new Set(['web', 'any', 'plain', 'http-odd']);

/** Objects without what istiod does one way or the other by chance (test/istiod/known-differences.ts). */
function withoutChance(manifests: Manifest[]): Manifest[] {
  const entries = ofKind(manifests, 'ServiceEntry');
  for (const [i, { metadata, spec = {} }] of entries.entries()) {
    metadata.creationTimestamp = `2024-01-01T00:01:${String(i).padStart(2, '0')}Z`;
    if (spec.hosts.length > 1) {
      delete spec.addresses;
    }
    if (spec.resolution === 'DYNAMIC_DNS') {
      Object.assign(spec, { resolution: 'NONE' });
    }
    if (spec.hosts.some((host: string) => host.endsWith('.cluster.local')) && spec.resolution !== 'NONE') {
      // Names of the cluster are not in the DNS of these meshes.
      Object.assign(spec, { resolution: 'STATIC', endpoints: [{ address: '1.2.3.4', labels: { version: 'v1' } }] });
    }
  }
  const names = new Set(entries.flatMap(({ spec }) => spec!.hosts as string[]));
  return manifests.filter(
    ({ kind, metadata: { name, namespace }, spec }) =>
      kind !== 'Service' || spec!.type !== 'ExternalName' || !names.has(`${name}.${namespace}.svc.cluster.local`),
  );
}

/** With the addresses that the cluster gives to Services, and those of the servers outside. */
function addressed(manifest: Manifest, addressOf: (thing: string) => string): Manifest {
  const { kind, metadata, spec = {} } = manifest;
  if (kind === 'Service' && spec.clusterIP !== undefined && spec.clusterIP !== 'None') {
    const clusterIP = addressOf(`Service ${metadata.namespace}/${metadata.name}`);
    return { ...manifest, spec: { ...spec, clusterIP } };
  }
  switch (kind) {
    case 'ServiceEntry':
    case 'WorkloadEntry':
      return replaced(manifest, (text) =>
        text.replaceAll('"1.2.3.4"', `"${addressOf(ENDPOINT)}"`).replaceAll('backend.ext.com', 'www.ext.com'),
      );
    case 'AuthorizationPolicy':
      return replaced(manifest, (text) =>
        text.replace(/address of ([\w/-]+)/g, (_, thing: string) => addressOf(thing)),
      );
    default:
      return manifest;
  }
}

function replaced(manifest: Manifest, change: (text: string) => string): Manifest {
  return JSON.parse(change(JSON.stringify(manifest))) as Manifest;
}
