import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { ProxyPod } from '../real/ask-istio';
import { Random } from '../differential/random';
import { Draw } from './draw';

/** A small mesh in which names collide. */
export interface RandomMesh {
  readonly manifests: readonly Manifest[];
  readonly meshConfig: Readonly<Record<string, unknown>>;
  /** `given`: all objects say when they were made. `named`: none does, all in one second. `listed`: none does, one after the other. */
  readonly age: 'given' | 'named' | 'listed';
  readonly proxies: readonly ProxyPod[];
}

export type Fields = Record<string, unknown>;
type Labels = Readonly<Record<string, string>>;

export const ROOT = 'istio-system';

export const NAMESPACES = ['n1', 'n2', ROOT] as const;
export const NAMES = ['a', 'b', 'c'] as const;
const EXTERNAL = ['api.ext.com', 'www.ext.com', 'ext.com', 'other.org'] as const;
const WILD_EXTERNAL = ['*.ext.com', '*.com', '*.api.ext.com', '*.org'] as const;
const GATEWAYS = ['gw', 'edge'] as const;
const SUBSETS = ['v1', 'v2', 'v3'] as const;
const NUMBERS = [80, 8080, 443, 9000] as const;

/** Ports of Services. The name decides on the protocol, or the number does, or it is sniffed. */
const SERVICE_PORTS: readonly Fields[] = [
  { name: 'http', port: 80, targetPort: 8080 },
  { name: 'http', port: 80 },
  { name: 'http', port: 80, targetPort: 'web' },
  { name: 'web', port: 80 },
  { name: 'grpc-web', port: 80, targetPort: 8081 },
  { name: 'tcp-web', port: 80 },
  { name: 'http-alt', port: 8080 },
  { name: 'alt', port: 8080, appProtocol: 'http' },
  { name: 'http-but-tcp', port: 8080, appProtocol: 'tcp' },
  { name: 'http-odd', port: 8080, appProtocol: 'odd.io/odd' },
  { name: 'any', port: 8080 },
  { name: 'grpc', port: 9000 },
  { name: 'tcp', port: 9000 },
  { name: 'http2', port: 9000, targetPort: 8080 },
  { name: 'mysql', port: 9000 },
  { name: 'HTTP-upper', port: 9000 },
  { name: 'https', port: 443, targetPort: 8443 },
  { name: 'https', port: 443, targetPort: 'secure' },
  { name: 'tls', port: 443 },
  { name: 'http-on-443', port: 443 },
  { name: 'plain', port: 443 },
  { name: 'udp', port: 53, protocol: 'UDP' },
];

/** Makes the mesh with a number; the same one each time. */
export function randomMesh(number: number): RandomMesh {
  return new MeshMaker(new Draw(new Random(number))).mesh();
}

/** The mesh without some of its objects. */
export function without(mesh: RandomMesh, refused: readonly { readonly object: string }[]): RandomMesh {
  const gone = new Set(refused.map(({ object }) => object));
  return { ...mesh, manifests: mesh.manifests.filter((manifest) => !gone.has(keyOf(manifest))) };
}

/** As the program of test/real/istiod names an object. */
function keyOf({ apiVersion, kind, metadata }: Manifest): string {
  const { namespace, name } = metadata as Record<string, string>;
  return `${String(apiVersion).split('/')[0]}/${String(kind)} ${namespace}/${name}`;
}

export class MeshMaker {
  protected readonly objects: Manifest[] = [];
  protected age: RandomMesh['age'];
  private address = 0;
  private limit = 100;

  constructor(protected readonly draw: Draw) {
    this.age = draw.weighted([6, 'given'], [2, 'named'], [2, 'listed']);
  }

  public mesh(): RandomMesh {
    const { draw } = this;
    // What the set is most about.
    const about = draw.weighted([3, 'mesh'], [3, 'gateway'], [2, 'rules'], [2, 'scope'], [1, 'delegates'], [1, 'tcp']);
    const proxies = this.proxies(about);
    this.many(1, about === 'scope' ? 5 : 4, () => this.service());
    this.many(0, 2, () => this.serviceEntry(about === 'tcp'));
    if (about === 'gateway' || draw.percent(40)) {
      this.many(1, about === 'gateway' ? 3 : 2, () => this.gateway(about));
      this.many(0, 2, () => this.gatewayService());
    }
    this.many(0, about === 'rules' ? 2 : 5, () => this.virtualService(about));
    if (about === 'delegates') {
      this.many(1, 4, () => this.delegate());
    }
    this.many(about === 'rules' ? 2 : 0, about === 'rules' ? 6 : 2, () => this.destinationRule());
    this.many(0, about === 'scope' ? 3 : draw.percent(25) ? 1 : 0, () => this.sidecar());
    return { manifests: this.objects, meshConfig: this.meshConfig(), age: this.age, proxies };
  }

  protected many(from: number, to: number, make: () => void): void {
    this.draw.times(from, to, make);
  }

  protected proxies(about: string): ProxyPod[] {
    const { draw } = this;
    const proxies: ProxyPod[] = [];
    const add = (gateway: boolean, namespace: string, labels: Labels): void => {
      const ports = { web: 8080, secure: 8443 };
      const name = `${gateway ? 'gateway' : 'client'}-${proxies.length}`;
      proxies.push({ name, gateway, namespace, labels, ports });
      this.objects.push({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace, labels },
        spec: {
          containers: [
            {
              name: 'app',
              image: 'app',
              ports: Object.entries(ports).map(([of, containerPort]) => ({ name: of, containerPort })),
            },
          ],
        },
      });
    };
    add(false, 'n1', { app: 'a', version: 'v1' });
    add(false, 'n2', { app: draw.one(['a', 'b']), version: draw.one(['v1', 'v2']) });
    if (draw.percent(40)) {
      add(false, ROOT, { app: 'c' });
    }
    if (draw.percent(40)) {
      add(false, 'n3', { app: 'a' });
    }
    if (draw.percent(30)) {
      add(false, 'n1', { app: 'b', version: 'v2' });
    }
    add(true, draw.one(NAMESPACES), { istio: 'ingress', app: 'gw' });
    if (about === 'gateway' || draw.percent(30)) {
      add(
        true,
        draw.one([...NAMESPACES, 'n3']),
        draw.one<Labels>([{ istio: 'ingress' }, { istio: 'egress', app: 'gw' }, { app: 'gw', istio: 'ingress' }]),
      );
    }
    return proxies;
  }

  protected put(
    apiVersion: string,
    kind: string,
    namespace: string,
    name: string,
    body: Fields,
    metadata: Fields = {},
  ): void {
    // Two objects of one kind, namespace and name would be one.
    const taken = (candidate: string): boolean =>
      this.objects.some(
        (each) =>
          each.kind === kind &&
          (each.metadata as Fields).name === candidate &&
          (each.metadata as Fields).namespace === namespace,
      );
    let free = name;
    for (let i = 2; taken(free); i++) {
      free = `${name}-${i}`;
    }
    const time = this.age === 'given' ? { creationTimestamp: `2024-01-01T00:00:0${this.draw.between(0, 3)}Z` } : {};
    this.objects.push({ apiVersion, kind, metadata: { name: free, namespace, ...time, ...metadata }, ...body });
  }

  protected putIstio(kind: string, namespace: string, name: string, spec: Fields, metadata: Fields = {}): void {
    this.put('networking.istio.io/v1', kind, namespace, name, { spec }, metadata);
  }

  protected clusterIp(): string {
    return `10.96.0.${++this.address}`;
  }

  protected labels(): Labels {
    const { draw } = this;
    return draw.one<Labels>([
      { app: 'a' },
      { app: 'a', version: 'v1' },
      { app: 'b' },
      { version: 'v2' },
      { app: 'gw' },
      { istio: 'ingress' },
      { app: 'nobody' },
    ]);
  }

  protected exportTo(share: number, namespace: string, nobody = false): Fields {
    const { draw } = this;
    const others = [...NAMESPACES, 'n3'].filter((each) => each !== namespace);
    return draw.maybe(share, () => ({
      exportTo: draw.weighted(
        [3, ['.']],
        [2, ['*']],
        [1, [namespace]],
        [2, [draw.one(others)]],
        [2, draw.some([...others, draw.one(['.', namespace])], 1, 3)],
        [nobody ? 1 : 0, ['~']],
      ),
    }));
  }

  protected service(): void {
    const { draw } = this;
    const name = draw.one(NAMES);
    const namespace = draw.one(NAMESPACES);
    if (this.objects.some((each) => each.kind === 'Service' && isNamed(each, namespace, name))) {
      return;
    }
    const ports = this.servicePorts(draw.weighted([3, 1], [3, 2], [1, 3]));
    const kind = draw.weighted([14, 'ClusterIP'], [2, 'None'], [1, 'ExternalName']);
    const annotations = draw.maybe(15, () => ({
      annotations: {
        'networking.istio.io/exportTo': draw.one(['.', '*', '~', 'n1', 'n2', 'n1,n2', '., n2', 'istio-system']),
      },
    }));
    const spec =
      kind === 'ExternalName'
        ? {
            type: 'ExternalName',
            externalName: draw.one(['a.n1.svc.cluster.local', 'b.n2.svc.cluster.local', ...EXTERNAL]),
            ports,
          }
        : { clusterIP: kind === 'None' ? 'None' : this.clusterIp(), selector: { app: name }, ports };
    this.put('v1', 'Service', namespace, name, { spec }, annotations);
  }

  /** What ports of Services are chosen from. */
  protected portChoice(): readonly Fields[] {
    return SERVICE_PORTS;
  }

  protected servicePorts(count: number): Fields[] {
    const ports: Fields[] = [];
    const choice = this.portChoice();
    for (const port of this.draw.some(choice, choice.length, choice.length)) {
      const clashes = ports.some((each) => each.port === port.port || String(each.name) === port.name);
      if (ports.length < count && !clashes) {
        ports.push({ protocol: 'TCP', ...port, name: String(port.name).toLowerCase() });
      }
    }
    return ports;
  }

  protected gatewayService(): void {
    const { draw } = this;
    const port = (name: string, number: number, targets: readonly (number | string | undefined)[]): Fields => {
      const targetPort = draw.one(targets);
      return { name, port: number, protocol: 'TCP', ...(targetPort !== undefined && { targetPort }) };
    };
    const ports = draw.some(
      [
        port('http', 80, [8080, 'web', undefined, 80]),
        port('https', 443, [8443, 'secure', undefined]),
        port('alt', 8080, [8080, 'web']),
        port('tcp', 9000, [9000, 8080]),
        port('lost', 81, [8080, 'nowhere']),
      ],
      1,
      4,
    );
    this.put('v1', 'Service', draw.one([...NAMESPACES, 'n3']), 'gateway', {
      spec: { clusterIP: this.clusterIp(), selector: draw.one([{ istio: 'ingress' }, { app: 'gw' }]), ports },
    });
  }

  protected serviceEntry(plain: boolean): void {
    const { draw } = this;
    const hosts = draw.weighted(
      [3, [draw.one(EXTERNAL)]],
      [3, draw.some(EXTERNAL, 2, 2)],
      [2, [draw.one(WILD_EXTERNAL)]],
      [1, [draw.one(WILD_EXTERNAL), draw.one(EXTERNAL)]],
      [2, [draw.one(['a.n1.svc.cluster.local', 'b.n2.svc.cluster.local', 'c.n1.svc.cluster.local'])]],
    );
    const wild = hosts.some((host) => host.startsWith('*'));
    const allWild = hosts.every((host) => host.startsWith('*'));
    const resolution = wild
      ? draw.weighted([3, 'NONE'], [allWild ? 1 : 0, 'DYNAMIC_DNS'])
      : draw.weighted([4, 'DNS'], [2, 'STATIC'], [2, 'NONE'], [1, 'DNS_ROUND_ROBIN']);
    const all: Fields[] = [
      { number: 80, name: 'http', protocol: 'HTTP' },
      { number: 80, name: 'http', protocol: 'HTTP', targetPort: 8080 },
      { number: 8080, name: 'http-alt', protocol: 'HTTP' },
      { number: 443, name: 'tls', protocol: 'TLS' },
      { number: 443, name: 'https', protocol: 'HTTPS' },
      { number: 9000, name: 'tcp', protocol: 'TCP' },
      { number: 9000, name: 'grpc', protocol: 'GRPC' },
      { number: 9000, name: 'http2', protocol: 'HTTP2' },
    ];
    const possible = (protocol: unknown): boolean =>
      !(protocol === 'HTTP' && plain) &&
      // Several hosts cannot share a port whose bytes do not name one.
      !(protocol === 'TCP' && hosts.length > 1) &&
      !(resolution === 'DYNAMIC_DNS' && (protocol === 'TCP' || protocol === 'HTTPS'));
    const choice = all.filter(({ protocol }) => possible(protocol));
    const ports: Fields[] = [];
    for (const port of draw.some(choice, 1, 4)) {
      if (!ports.some((each) => each.number === port.number || each.name === port.name)) {
        ports.push(port);
      }
    }
    if (resolution === 'DYNAMIC_DNS') {
      for (const port of ports) {
        delete port.targetPort;
      }
    }
    const addresses = draw.maybe(wild ? 0 : 25, () => ({
      addresses: [draw.one(['240.0.0.1', '240.0.0.2', resolution.startsWith('DNS') ? '240.0.0.3' : '10.1.0.0/16'])],
    }));
    const endpoints =
      resolution === 'STATIC' || (resolution.startsWith('DNS') && draw.percent(30))
        ? {
            endpoints: [
              { address: resolution === 'STATIC' ? '1.2.3.4' : 'backend.ext.com', labels: { version: 'v1' } },
            ],
          }
        : {};
    const namespace = draw.one(NAMESPACES);
    this.putIstio('ServiceEntry', namespace, draw.one(['ext', 'other']), {
      hosts,
      ports,
      resolution,
      ...(resolution === 'DYNAMIC_DNS'
        ? { location: 'MESH_EXTERNAL' }
        : draw.maybe(50, () => ({ location: draw.one(['MESH_EXTERNAL', 'MESH_INTERNAL']) }))),
      ...addresses,
      ...endpoints,
      ...this.exportTo(25, namespace, true),
    });
  }

  protected gateway(about: string): void {
    const { draw } = this;
    const servers = draw.times(1, about === 'gateway' ? 4 : 3, (i) => this.server(i));
    const selector = draw.weighted<Fields>(
      [5, { selector: { istio: 'ingress' } }],
      [3, { selector: { app: 'gw' } }],
      [1, { selector: { istio: 'egress' } }],
      [1, {}],
    );
    this.putIstio('Gateway', draw.one(NAMESPACES), draw.one(GATEWAYS), { ...selector, servers });
  }

  protected server(number: number): Fields {
    const { draw } = this;
    const hosts = draw
      .some(
        [...EXTERNAL, ...WILD_EXTERNAL, '*', 'a.n1.svc.cluster.local', '*.n1.svc.cluster.local', 'API.ext.com'],
        1,
        2,
      )
      .map((host) =>
        draw.weighted([7, host], [1, `./${host}`], [1, `*/${host}`], [1, `${draw.one(NAMESPACES)}/${host}`]),
      );
    const protocol = draw.weighted(
      [6, 'HTTP'],
      [3, 'HTTPS'],
      [2, 'TLS'],
      [1, 'TCP'],
      [1, 'HTTP2'],
      [1, 'GRPC'],
      [1, 'MONGO'],
    );
    const port = draw.weighted(
      [protocol.startsWith('H') || protocol === 'GRPC' ? 4 : 1, 80],
      [protocol === 'HTTPS' || protocol === 'TLS' ? 4 : 1, 443],
      [2, 8080],
      [1, 9000],
      [1, 81],
    );
    const modes =
      protocol === 'HTTPS' || protocol === 'TLS'
        ? ['SIMPLE', 'PASSTHROUGH', 'ISTIO_MUTUAL', 'SIMPLE', 'AUTO_PASSTHROUGH']
        : [];
    const mode = modes.length > 0 ? draw.one(modes) : undefined;
    const tls =
      mode !== undefined
        ? { tls: { mode, ...(mode === 'SIMPLE' && { credentialName: 'certificate' }) } }
        : protocol === 'HTTP' || protocol === 'HTTP2'
          ? draw.maybe(15, () => ({ tls: { httpsRedirect: true } }))
          : {};
    return {
      port: { number: port, name: `${protocol.toLowerCase()}-${draw.percent(85) ? number : port}`, protocol },
      hosts: [...new Set(hosts)],
      ...tls,
      ...draw.maybe(8, () => ({ bind: draw.one(['127.0.0.1', '0.0.0.0', '1.1.1.1']) })),
      ...draw.maybe(10, () => ({ name: draw.one(['first', 'second']) })),
    };
  }

  /** Hosts of VirtualServices, with those of Services most of the time. */
  protected hosts(forGateway: boolean, inMesh: boolean): string[] {
    const { draw } = this;
    const inside = [
      'a',
      'b',
      'c',
      'a.n1.svc.cluster.local',
      'b.n2.svc.cluster.local',
      'c.n1.svc.cluster.local',
      'a.istio-system.svc.cluster.local',
      'a.n2',
      'a.n1',
      'b.n1.svc',
    ];
    const wild = [
      '*.n1.svc.cluster.local',
      '*.svc.cluster.local',
      '*.n2.svc.cluster.local',
      '*.local',
      ...WILD_EXTERNAL,
    ];
    const outside = [...EXTERNAL, 'made.up', 'API.ext.com', '10.96.0.1'];
    const one = (): string =>
      draw.weighted(
        [forGateway ? 2 : 8, draw.one(inside)],
        [forGateway ? 6 : 3, draw.one(outside)],
        [2, draw.one(wild)],
        [forGateway && !inMesh ? 1 : 0, '*'],
      );
    const hosts = [...new Set(Array.from({ length: draw.between(1, 6) < 4 ? 1 : draw.between(2, 3) }, one))];
    // Hosts of one VirtualService must not cover each other.
    return hosts.filter((host) => !hosts.some((other) => other !== host && covers(other, host)));
  }

  protected gatewayName(namespace: string): string {
    const { draw } = this;
    const name = draw.one(GATEWAYS);
    return draw.weighted(
      [4, name],
      [3, `${draw.one(NAMESPACES)}/${name}`],
      [1, `${name}.${namespace}.svc.cluster.local`],
      [1, 'missing'],
    );
  }

  protected virtualService(about: string): void {
    const { draw } = this;
    const namespace = draw.one(NAMESPACES);
    const gateways = draw.weighted<'none' | 'mesh' | 'gateway' | 'both'>(
      [about === 'gateway' ? 1 : 6, 'none'],
      [1, 'mesh'],
      [about === 'gateway' ? 6 : 2, 'gateway'],
      [about === 'gateway' ? 3 : 2, 'both'],
    );
    const names = Array.from({ length: draw.between(1, 2) }, () => this.gatewayName(namespace));
    const list = {
      none: undefined,
      mesh: ['mesh'],
      gateway: names,
      both: draw.percent(50) ? ['mesh', ...names] : [...names, 'mesh'],
    }[gateways];
    const hosts = this.hosts(gateways === 'gateway' || gateways === 'both', gateways !== 'gateway');
    const withHttp = draw.percent(about === 'tcp' ? 40 : 92);
    const http = withHttp ? { http: draw.times(1, 3, () => this.httpRoute(list, about)) } : {};
    const tls = draw.maybe(about === 'tcp' || !withHttp ? 60 : 12, () => ({
      tls: draw.times(1, 2, () => this.tlsRoute(hosts, list)),
    }));
    const tcp = draw.maybe(about === 'tcp' || !withHttp ? 60 : 10, () => ({
      tcp: draw.times(1, 2, () => this.tcpRoute(list)),
    }));
    const routes: Fields = { ...http, ...tls, ...tcp };
    if (Object.keys(routes).length === 0) {
      routes.tcp = [this.tcpRoute(list)];
    }
    this.putIstio('VirtualService', namespace, draw.one(['r1', 'r2', 'r3']), {
      hosts,
      ...(list !== undefined && { gateways: [...new Set(list)] }),
      ...this.exportTo(25, namespace),
      ...routes,
    });
  }

  protected delegate(): void {
    const { draw } = this;
    const namespace = draw.one(NAMESPACES);
    this.putIstio('VirtualService', namespace, draw.one(['d1', 'd2']), {
      http: draw.times(1, 3, () => this.httpRoute(undefined, 'delegate')),
      ...this.exportTo(25, namespace),
    });
  }

  protected httpRoute(gateways: readonly string[] | undefined, about: string): Fields {
    const { draw } = this;
    const matches = draw.weighted([4, 0], [5, 1], [3, 2], [1, 3]);
    const match = Array.from({ length: matches }, () => this.httpMatch(gateways, about));
    const action = draw.weighted<Fields>(
      [10, { route: this.destinations() }],
      [1, { redirect: { uri: '/moved', ...draw.maybe(50, () => ({ redirectCode: draw.one([301, 302, 307, 308]) })) } }],
      [1, { directResponse: { status: draw.one([200, 404, 503]) } }],
      [
        about === 'delegates' ? 12 : 1,
        { delegate: { name: draw.one(['d1', 'd2']), ...draw.maybe(70, () => ({ namespace: draw.one(NAMESPACES) })) } },
      ],
    );
    const { delegate: _, ...rest } = action;
    return {
      ...draw.maybe(30, () => ({ name: draw.one(['first', 'second', 'third']) })),
      ...(matches > 0 && { match }),
      ...(about === 'delegate' ? (Object.keys(rest).length > 0 ? rest : { route: this.destinations() }) : action),
    };
  }

  protected httpMatch(gateways: readonly string[] | undefined, about: string): Fields {
    const { draw } = this;
    const text = (): Fields =>
      draw.weighted<Fields>(
        [4, { exact: draw.one(['1', 'x']) }],
        [2, { prefix: 'x' }],
        [2, { regex: draw.one(['x+', '.*', '[a-z]']) }],
        [1, {}],
      );
    const uri = draw.maybe(75, () => ({
      uri: draw.weighted<Fields>(
        [3, { exact: draw.one(['/', '/a', '/a/b', '/c']) }],
        [6, { prefix: draw.one(['/', '/a', '/a/', '/a/b', '/ab', '/c']) }],
        [2, { regex: draw.one(['.*', '/.*', '/a.*', '/[ab]']) }],
      ),
    }));
    const match: Fields = {
      ...uri,
      ...draw.maybe(10, () => ({ ignoreUriCase: true })),
      ...draw.maybe(15, () => ({ method: draw.one([{ exact: 'GET' }, { exact: 'POST' }, { regex: 'GET|PUT' }]) })),
      ...draw.maybe(20, () => ({
        headers: Object.fromEntries(draw.some(['x-a', 'x-b', 'cookie'], 1, 2).map((name) => [name, text()])),
      })),
      ...draw.maybe(gateways === undefined || gateways.includes('mesh') ? 0 : 20, () => ({
        headers: { '@request.auth.claims.group': { exact: 'dev' } },
      })),
      ...draw.maybe(8, () => ({ withoutHeaders: { 'x-a': text() } })),
      ...draw.maybe(10, () => ({ queryParams: { q: text() } })),
      ...draw.maybe(5, () => ({ authority: draw.one([{ exact: 'api.ext.com' }, { prefix: 'a' }]) })),
      ...draw.maybe(4, () => ({ scheme: { exact: draw.one(['http', 'https']) } })),
      ...draw.maybe(10, () => ({ port: draw.one(NUMBERS) })),
      ...draw.maybe(gateways !== undefined && about !== 'delegate' ? 20 : 4, () => ({
        gateways: this.gatewaysOfMatch(gateways),
      })),
      ...draw.maybe(12, () => ({ sourceLabels: this.labels() })),
      ...draw.maybe(8, () => ({ sourceNamespace: draw.one(NAMESPACES) })),
      ...draw.maybe(8, () => ({ name: draw.one(['m1', 'm2']) })),
    };
    return Object.keys(match).length === 0 ? { uri: { prefix: '/' } } : match;
  }

  protected gatewaysOfMatch(gateways: readonly string[] | undefined): string[] {
    const { draw } = this;
    const own = (gateways ?? ['mesh']).map((name) => name.replace('./', ''));
    return draw.some([...new Set([...own, ...(draw.percent(10) ? ['mesh', 'n1/gw'] : [])])], 1, 2);
  }

  protected destinationHost(): string {
    return this.draw.weighted(
      [8, this.draw.one(NAMES)],
      [4, `${this.draw.one(NAMES)}.${this.draw.one(NAMESPACES)}.svc.cluster.local`],
      [3, this.draw.one(EXTERNAL)],
      [1, this.draw.one(['a.n1', 'missing', 'missing.n1.svc.cluster.local'])],
    );
  }

  protected destination(): Fields {
    const { draw } = this;
    return {
      host: this.destinationHost(),
      ...draw.maybe(35, () => ({ subset: draw.one(SUBSETS) })),
      ...draw.maybe(40, () => ({ port: { number: draw.one(NUMBERS) } })),
    };
  }

  protected destinations(): Fields[] {
    const { draw } = this;
    const count = draw.weighted([6, 1], [3, 2], [1, 3]);
    if (count === 1) {
      return [{ destination: this.destination(), ...draw.maybe(20, () => ({ weight: draw.one([0, 1, 100]) })) }];
    }
    const drawn = Array.from({ length: count }, () => draw.one([0, 10, 50, 90]));
    const weights = drawn.every((weight) => weight === 0) ? [5, ...drawn.slice(1)] : drawn;
    return weights.map((weight) => ({
      destination: this.destination(),
      ...(weight === 0 && draw.percent(50) ? {} : { weight }),
    }));
  }

  protected tlsRoute(hosts: readonly string[], gateways: readonly string[] | undefined): Fields {
    const { draw } = this;
    const names = hosts.flatMap((host) => (host.startsWith('*.') ? [host, `x${host.slice(1)}`] : [host]));
    const match = draw.times(1, 2, () => ({
      sniHosts: draw.some(names, 1, 2),
      ...draw.maybe(40, () => ({ port: draw.one([443, 443, 80, 9000]) })),
      ...draw.maybe(gateways === undefined ? 0 : 25, () => ({ gateways: this.gatewaysOfMatch(gateways) })),
      ...draw.maybe(12, () => ({ sourceLabels: this.labels() })),
      ...draw.maybe(10, () => ({ sourceNamespace: draw.one(NAMESPACES) })),
      ...draw.maybe(10, () => ({ destinationSubnets: [draw.one(['10.0.0.0/8', '1.2.3.4/32'])] })),
    }));
    return { match, route: this.destinations() };
  }

  protected tcpRoute(gateways: readonly string[] | undefined): Fields {
    const { draw } = this;
    const match = draw.times(0, 2, () => ({
      ...draw.maybe(50, () => ({ port: draw.one([9000, 443, 80, 8080]) })),
      ...draw.maybe(gateways === undefined ? 0 : 25, () => ({ gateways: this.gatewaysOfMatch(gateways) })),
      ...draw.maybe(12, () => ({ sourceLabels: this.labels() })),
      ...draw.maybe(10, () => ({ sourceNamespace: draw.one(NAMESPACES) })),
      ...draw.maybe(10, () => ({ destinationSubnets: [draw.one(['10.0.0.0/8', '1.2.3.4/32'])] })),
    }));
    return { ...(match.length > 0 && { match }), route: this.destinations() };
  }

  protected trafficPolicy(port: boolean): Fields {
    const { draw } = this;
    // A number of its own tells which policy is in force.
    const policy: Fields = {
      ...draw.maybe(60, () => ({ connectionPool: { tcp: { maxConnections: ++this.limit } } })),
      ...draw.maybe(20, () => ({ outlierDetection: { consecutive5xxErrors: ++this.limit } })),
      ...draw.maybe(40, () => ({ tls: this.clientTls() })),
      ...draw.maybe(10, () => ({ loadBalancer: { simple: draw.one(['RANDOM', 'ROUND_ROBIN', 'PASSTHROUGH']) } })),
      ...(port && draw.maybe(25, () => ({ portLevelSettings: this.portLevelSettings() }))),
    };
    return Object.keys(policy).length > 0 ? policy : { connectionPool: { tcp: { maxConnections: ++this.limit } } };
  }

  protected portLevelSettings(): Fields[] {
    return this.draw.some(NUMBERS, 1, 2).map((number) => ({ port: { number }, ...this.trafficPolicy(false) }));
  }

  protected clientTls(): Fields {
    const { draw } = this;
    const mode = draw.weighted([3, 'DISABLE'], [3, 'ISTIO_MUTUAL'], [3, 'SIMPLE'], [1, 'MUTUAL']);
    return {
      mode,
      ...(mode === 'MUTUAL' &&
        draw.one<Fields>([{ clientCertificate: '/c.pem', privateKey: '/k.pem' }, { credentialName: 'client' }])),
      ...(mode === 'SIMPLE' && draw.maybe(20, () => ({ credentialName: 'authority' }))),
      ...draw.maybe(mode === 'DISABLE' ? 0 : 25, () => ({
        sni: draw.one(['api.ext.com', 'outbound_.80_._.a.n1.svc.cluster.local']),
      })),
    };
  }

  protected destinationRule(): void {
    const { draw } = this;
    const host = draw.weighted(
      [5, draw.one(NAMES)],
      [6, `${draw.one(NAMES)}.${draw.one(NAMESPACES)}.svc.cluster.local`],
      [3, draw.one(['*.local', '*.svc.cluster.local', '*.n1.svc.cluster.local', '*.n2.svc.cluster.local'])],
      [3, draw.one([...EXTERNAL, ...WILD_EXTERNAL])],
      [1, draw.one(['a.n1', '*'])],
    );
    const namespace = draw.one([...NAMESPACES, 'n3']);
    const selects = draw.percent(15);
    this.putIstio('DestinationRule', namespace, draw.one(['p1', 'p2', 'p3']), {
      host,
      ...draw.maybe(70, () => ({ trafficPolicy: this.trafficPolicy(true) })),
      ...draw.maybe(65, () => ({
        subsets: draw.some(SUBSETS, 1, 3).map((name) => ({
          name,
          ...draw.maybe(85, () => ({ labels: { version: draw.one(SUBSETS) } })),
          ...draw.maybe(30, () => ({ trafficPolicy: this.trafficPolicy(true) })),
        })),
      })),
      ...(selects
        ? {
            workloadSelector: { matchLabels: this.labels() },
            ...draw.maybe(30, () => ({ exportTo: [draw.one(['.', namespace])] })),
          }
        : this.exportTo(35, namespace)),
    });
  }

  protected sidecar(): void {
    const { draw } = this;
    const host = (): string =>
      draw.weighted(
        [3, './*'],
        [3, `${draw.one(NAMESPACES)}/*`],
        [2, '*/*'],
        [1, '~/*'],
        [2, `*/${this.sidecarHost()}`],
        [2, `./${this.sidecarHost()}`],
        [2, `${draw.one(NAMESPACES)}/${this.sidecarHost()}`],
        [1, `~${draw.one(['*', 'n1', 'n2'])}/${this.sidecarHost()}`],
      );
    const hosts = (): Fields => ({ hosts: [...new Set(draw.times(1, 3, host))] });
    const withPort = draw.some([80, 8080, 9000, 443], 0, draw.percent(50) ? 2 : 0).map((number) => ({
      ...hosts(),
      port: {
        number,
        protocol: draw.weighted([5, 'HTTP'], [2, 'TCP'], [1, 'HTTPS'], [1, 'HTTP_PROXY']),
        name: `egress-${number}`,
      },
      ...draw.maybe(25, () => ({ bind: draw.one(['127.0.0.1', '0.0.0.0', '1.1.1.1']) })),
      ...draw.maybe(20, () => ({ captureMode: draw.one(['NONE', 'IPTABLES', 'DEFAULT']) })),
    }));
    // The one without a port has to be the last.
    const egress = [...withPort, ...(withPort.length === 0 || draw.percent(70) ? [hosts()] : [])];
    const rest = draw.maybe(25, () => ({ outboundTrafficPolicy: { mode: draw.one(['ALLOW_ANY', 'REGISTRY_ONLY']) } }));
    this.putIstio('Sidecar', draw.one(NAMESPACES), draw.one(['s1', 's2', 's3']), {
      ...draw.maybe(45, () => ({ workloadSelector: { labels: this.labels() } })),
      ...(draw.percent(92) || Object.keys(rest).length === 0 ? { egress } : {}),
      ...rest,
    });
  }

  protected sidecarHost(): string {
    return this.draw.one([
      'a.n1.svc.cluster.local',
      'b.n2.svc.cluster.local',
      '*.n1.svc.cluster.local',
      'api.ext.com',
      '*.ext.com',
      '*.com',
      'made.up',
    ]);
  }

  protected meshConfig(): Fields {
    const { draw } = this;
    const places = (): string[] => draw.weighted([3, ['.']], [2, ['*']], [1, ['n1']], [1, ['.', 'n2']], [1, ['~']]);
    return {
      ...draw.maybe(8, () => ({ defaultServiceExportTo: places() })),
      ...draw.maybe(8, () => ({ defaultVirtualServiceExportTo: places() })),
      ...draw.maybe(8, () => ({ defaultDestinationRuleExportTo: places() })),
      ...draw.maybe(25, () => ({ outboundTrafficPolicy: { mode: draw.one(['REGISTRY_ONLY', 'ALLOW_ANY']) } })),
      ...draw.maybe(8, () => ({ enableAutoMtls: draw.one([true, false]) })),
    };
  }
}

function isNamed(manifest: Manifest, namespace: string, name: string): boolean {
  const metadata = manifest.metadata as Fields;
  return metadata.namespace === namespace && metadata.name === name;
}

/** Whether a host with a wildcard covers another as the webhook sees it. */
function covers(wide: string, narrow: string): boolean {
  return wide.startsWith('*') && narrow.endsWith(wide.slice(1));
}
