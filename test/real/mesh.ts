import { mkdtempSync, rmSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Backend } from './backend';
import type { Seen } from './backend';
import type { KeyPair, PublicAuthority } from './certificates';
import type { Answer, ClientRequest, Route } from './client';
import { Client } from './client';
import type { Workload } from './cluster';
import { Cluster, isGateway } from './cluster';
import { DnsStub } from './dns';
import type { AccessLogEntry } from './envoy';
import { ACCESS_LOG, Envoy, INBOUND_PORT } from './envoy';
import type { IstiodConfig } from './istiod';
import { Istiod } from './istiod';
import { KubeProxy } from './kube-proxy';
import type { Manifest } from './manifest';
import { Network } from './network';
import { HBONE_PORT, Ztunnel } from './ztunnel';
import type { ZtunnelConnection } from './ztunnel-policies';
import { admits } from './ztunnel-policies';

/** A server outside of the mesh. */
export interface External {
  /** DNS names, with a wildcard as first label where wanted; they are in its certificate too. */
  readonly hosts: string[];
  /** What it speaks, by port: `{ 443: 'tls', 80: 'http' }`. */
  readonly ports: { readonly [port: number]: 'http' | 'tls' | 'tcp' };
}

export interface MeshOptions {
  readonly externals?: External[];
  /** Workloads that run, as `namespace/name`. The others exist for istiod alone. */
  readonly running?: string[];
  /**
   * What proxies may refuse of their configuration, by the text of the refusal.
   * @default - a refusal is a failure
   */
  readonly mayBeRefused?: RegExp;
  /**
   * Whether the addresses of Services lead to pods, for clients that no proxy routes by.
   * @default false
   */
  readonly kubeProxy?: boolean;
  /**
   * Whether all servers take plain text and TLS, whatever their ports are called.
   * @default false
   */
  readonly serversTakeBoth?: boolean;
  /** Further settings of the mesh (MeshConfig), as YAML. */
  readonly meshConfig?: string;
  /** Environment of istiod beside that of its chart: `{ PILOT_ENABLE_AMBIENT: 'true' }`. */
  readonly istiodEnvironment?: { readonly [name: string]: string };
}

/** Where a client connects to instead of what its URL says, and its address. */
export interface Dial {
  /** `HOST:PORT`, by any name or address. */
  readonly to?: string;
  readonly from?: string;
}

/** A proxy's access log since a moment. */
export type AccessLogs = { [workload: string]: AccessLogEntry[] };

/** Name of the client that is outside of the mesh. */
export const OUTSIDE = 'outside';

/** Name of the certificate of applications that end TLS themselves. */
export const WORKLOAD_PAIR = 'workload';

/** Name of the certificate that clients show where they are asked to. */
export const CLIENT_PAIR = 'client';

/** How long access logs must be quiet before they are taken as complete. */
const LOG_QUIET = 100;

/** Real istiod code, real Envoys, and the applications and the world around them. */
export class Mesh {
  /**
   * @param authority has a pair for each external's first host, and those of `ownPairs`
   * @param drainSeconds after which a proxy ends the connections that a listener had before it was replaced
   */
  public static async start(
    manifests: Manifest[],
    authority: PublicAuthority,
    options: MeshOptions,
    drainSeconds = 0,
  ): Promise<Mesh> {
    const mesh = new Mesh(options, authority, await Network.claim(), drainSeconds);
    try {
      await mesh.open(manifests);
    } catch (error) {
      await mesh.stop();
      throw error;
    }
    return mesh;
  }

  public readonly istiod: Istiod;
  /** Requests that backends saw, whoever answered them. */
  public readonly seen: Seen[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'mesh-'));
  private readonly client: Client;
  private readonly dns: DnsStub;
  private readonly kubeProxy = new KubeProxy();
  private readonly envoys = new Map<string, Envoy>();
  private readonly backends = new Map<string, Backend>();
  private readonly ztunnels = new Map<string, Ztunnel>();
  /** Who opened the tunnels that connections to applications came by. */
  private readonly tunnels = new Map<string, string>();
  /** Workloads that run, proxy included. */
  private readonly started = new Set<string>();
  private cluster!: Cluster;
  private istiodAddress!: string;
  private dnsAddress!: { address: string; port: number };

  private constructor(
    private readonly options: MeshOptions,
    private readonly authority: PublicAuthority,
    private readonly network: Network,
    private readonly drainSeconds: number,
  ) {
    this.istiod = new Istiod(this.options.istiodEnvironment);
    this.istiod.mayBeRefused = options.mayBeRefused;
    this.client = new Client(this.authority.certificate);
    this.dns = new DnsStub((name) => this.externalAddress(name));
  }

  private get externals(): External[] {
    return this.options.externals ?? [];
  }

  /**
   * Replaces the manifests in the running mesh, and waits until every proxy has the outcome. As in Kubernetes, a new pod gets requests
   * when its proxy is ready, and an old one goes when it gets none any more.
   *
   * @param drained whether to wait until connections that were made before are gone, with the configuration that they had
   * @param anew whether it is another mesh, which shares no requests with this one: pods that differ end first
   */
  public async replace(manifests: Manifest[], drained = false, anew = false): Promise<void> {
    const next = new Cluster(manifests, this.network).workloads;
    if (anew) {
      const current = this.cluster.workloads.map((each) => this.textOf(each));
      await this.stopWorkloads(next.filter((each) => current.includes(this.textOf(each))));
    } else if (next.some(({ key }) => !this.started.has(key))) {
      this.istiod.replace(this.config(manifests, (workload) => this.started.has(workload.key)));
      await this.settle();
    }
    this.istiod.replace(this.config(manifests));
    await this.settle(drained);
    await this.stopWorkloads(this.cluster.workloads);
  }

  /** Closes what the clients keep open. */
  public closeConnections(): void {
    this.client.close();
  }

  /** Sends a request from a workload, or from outside to a gateway. */
  public async send(
    from: string,
    gateway: string | undefined,
    request: ClientRequest,
    withCertificate = false,
    dial: Dial = {},
  ): Promise<Answer> {
    const clientCertificate = withCertificate ? this.authority.pair(CLIENT_PAIR) : undefined;
    const route = this.route(from, gateway, request.url, dial.to);
    const answer = await this.client.send(
      { ...route, from: dial.from ?? route.from },
      { ...request, clientCertificate },
    );
    this.check();
    return answer;
  }

  /** Runs something and gives what the proxies logged meanwhile. */
  public async logged<T>(run: () => Promise<T>): Promise<{ result: T; logs: AccessLogs }> {
    // TCP connections are logged when they end: those of earlier requests now, those of this run before it is over.
    this.client.close();
    await this.quietLogs();
    const before = new Map([...this.envoys].map(([key, envoy]) => [key, envoy.accessLogEnd]));
    const result = await run();
    this.client.close();
    await this.quietLogs();
    return {
      result,
      logs: Object.fromEntries(
        [...this.envoys].map(([key, envoy]) => [key, envoy.accessLogFrom(before.get(key) ?? 0)]),
      ),
    };
  }

  /** What the proxies logged last, and Secrets that they did not get: beside what went wrong. */
  public story(): string[] {
    const last = [...this.envoys].flatMap(([key, envoy]) =>
      envoy
        .accessLogFrom(0)
        .slice(-2)
        .map((entry) => `${key} logged ${JSON.stringify(entry)}`),
    );
    return [...last, ...this.istiod.missing];
  }

  /** The address of a workload, of a Service (`Service shop/web`), or of a server outside by its first name. */
  public addressOf(thing: string): string {
    const [, service] = /^Service (.*)/.exec(thing) ?? [];
    if (service !== undefined) {
      return this.network.address('service', service);
    }
    return this.network.address(thing.includes('/') ? 'workload' : 'external', thing);
  }

  /** Name of the thing that has an address. */
  public nameOf(address: string): string {
    return this.network.nameOf(address) ?? address;
  }

  public async stop(): Promise<void> {
    this.client.close();
    await Promise.all([this.istiod.stop(), ...[...this.envoys.values()].map((envoy) => envoy.stop())]);
    this.backends.forEach((backend) => backend.stop());
    this.ztunnels.forEach((ztunnel) => ztunnel.stop());
    this.kubeProxy.stop();
    this.dns.stop();
    this.network.release();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async open(manifests: Manifest[]): Promise<void> {
    this.dnsAddress = await this.dns.start(this.network.host);
    for (const { hosts, ports } of this.externals) {
      const address = this.network.address('external', hosts[0]);
      for (const [port, protocol] of Object.entries(ports)) {
        await this.startBackend({
          name: hosts[0],
          address,
          port: Number(port),
          tls: this.pairOf(protocol === 'tls', hosts[0]),
        });
      }
    }
    this.istiodAddress = await this.istiod.start(this.config(manifests));
    await this.settle();
  }

  private config(manifests: Manifest[], isReady?: (workload: Workload) => boolean): IstiodConfig {
    this.cluster = new Cluster(manifests, this.network, isReady);
    const proxied = this.cluster.workloads.filter(({ proxy }) => proxy !== 'none');
    const known = this.cluster.workloads.filter(({ proxy, ambient }) => proxy !== 'none' || ambient);
    return {
      manifests: this.cluster.objects(),
      meshConfig: ACCESS_LOG + (this.options.meshConfig ?? ''),
      dns: this.dnsAddress,
      identities: Object.fromEntries(
        known.map(({ address, namespace, serviceAccount }) => [address, identity(namespace, serviceAccount)]),
      ),
      proxies: proxied.filter((workload) => this.runs(workload)).map(({ address }) => address),
      publicAuthority: this.authority.certificate,
    };
  }

  private runs(workload: Workload): boolean {
    return isGateway(workload) || (this.options.running?.includes(workload.key) ?? true);
  }

  /** What makes a workload another one. */
  private textOf({ ports, ...workload }: Workload): string {
    const different = ports.map(({ tls, ...port }) =>
      this.options.serversTakeBoth === true ? port : { ...port, tls },
    );
    return JSON.stringify({ ...workload, ports: different });
  }

  /** Resolves when everything is in place; rejects with what a proxy refused. */
  private async settle(drained = false): Promise<void> {
    await this.startWorkloads();
    if (this.options.kubeProxy === true) {
      await this.kubeProxy.serve(this.cluster);
    }
    await this.raced(this.istiod.settled());
    await this.startZtunnels();
    this.cluster.workloads.forEach(({ key }) => this.started.add(key));
    await Promise.all([...this.envoys.values()].map((envoy) => envoy.ready(drained)));
    this.check();
  }

  private async startWorkloads(): Promise<void> {
    for (const workload of this.cluster.workloads.filter((each) => this.runs(each))) {
      if (workload.proxy !== 'none' && !this.envoys.has(workload.key)) {
        this.envoys.set(workload.key, new Envoy(workload, this.folder, this.istiodAddress, this.drainSeconds));
      }
      if (!isGateway(workload)) {
        for (const { port, tls } of workload.ports) {
          await this.startBackend({
            name: workload.key,
            address: workload.address,
            port,
            tls: this.pairOf(tls, WORKLOAD_PAIR),
            redirectTo: workload.proxy === 'sidecar' ? INBOUND_PORT : undefined,
            admits: workload.ambient
              ? (from, to) => this.admits(workload.address, { address: from, port: to })
              : undefined,
          });
        }
      }
    }
  }

  /** The pods of ambient mode have identities as soon as istiod knows them. */
  private async startZtunnels(): Promise<void> {
    const { pairs, authority } = this.istiod.ambient ?? {};
    const ambient = this.cluster.workloads.filter((each) => each.ambient && this.runs(each));
    for (const { key, address } of pairs === undefined || authority === undefined ? [] : ambient) {
      if (!this.ztunnels.has(key)) {
        const admits = (connection: ZtunnelConnection): boolean => this.admits(address, connection);
        const options = { address, pair: pairs![address], authority: authority!, admits, identities: this.tunnels };
        this.ztunnels.set(key, await new Ztunnel(options).start());
      }
    }
  }

  /** What ztunnel says to a connection to its pod. */
  private admits(pod: string, connection: ZtunnelConnection): boolean {
    const { policies, pods } = this.istiod.ambient!;
    return pods[pod] === undefined || admits(policies, pods[pod], connection);
  }

  private async stopWorkloads(but: readonly Workload[]): Promise<void> {
    const stay = new Set(but.map(({ key }) => key));
    for (const key of [...this.started].filter((each) => !stay.has(each))) {
      this.started.delete(key);
      await this.envoys.get(key)?.stop();
      this.envoys.delete(key);
      this.ztunnels.get(key)?.stop();
      this.ztunnels.delete(key);
      const prefix = `${this.network.address('workload', key)}:`;
      for (const [address, backend] of [...this.backends].filter(([each]) => each.startsWith(prefix))) {
        backend.stop();
        this.backends.delete(address);
      }
    }
  }

  private pairOf(takesTls: boolean, name: string): KeyPair | undefined {
    return takesTls || this.options.serversTakeBoth === true ? this.authority.pair(name) : undefined;
  }

  private async startBackend(options: ConstructorParameters<typeof Backend>[0]): Promise<void> {
    const key = `${options.address}:${options.port}`;
    const tunnelOf = (client: string): string | undefined => this.tunnels.get(client);
    if (!this.backends.has(key)) {
      const onSeen = (seen: Seen): void => void this.seen.push(seen);
      const { serversTakeBoth: plainToo } = this.options;
      this.backends.set(key, await new Backend({ ...options, tunnelOf, plainToo, onSeen }).start());
    }
  }

  private route(from: string, gateway: string | undefined, url: string, dialled?: string): Route {
    const { hostname, port: given, protocol } = new URL(dialled === undefined ? url : `http://${dialled}`);
    const port = Number(given || { 'http:': 80, 'https:': 443, 'tls:': 443 }[protocol]);
    if (from === OUTSIDE) {
      if (isIP(hostname) && dialled !== undefined) {
        return { from: this.network.address('client', OUTSIDE), to: { address: hostname, port } };
      }
      const service =
        dialled === undefined
          ? this.cluster.services.find(({ key }) => key === (gateway ?? 'istio-system/istio-ingressgateway'))
          : this.cluster.resolve(hostname, '');
      if (service === undefined) {
        throw new Error(`no Service ${dialled ?? gateway}`);
      }
      return { from: this.network.address('client', OUTSIDE), to: this.throughService(service.key, port) };
    }
    const workload = this.cluster.workloads.find(({ key }) => key === from);
    if (workload === undefined) {
      throw new Error(`no workload ${from}`);
    }
    const tunnel = workload.ambient ? this.tunnel(workload, hostname, port) : undefined;
    if (tunnel !== undefined) {
      return tunnel;
    }
    const service = this.cluster.resolve(hostname, workload.namespace);
    const address = service?.address ?? this.externalAddress(hostname) ?? hostname;
    const sidecar = this.envoys.get(from);
    if (sidecar !== undefined) {
      return { from: workload.address, to: sidecar.outbound, originalDestination: { address, port } };
    }
    return {
      from: workload.address,
      to: service === undefined ? { address, port } : this.throughService(service.key, port),
    };
  }

  /**
   * What ztunnel does for a client: it answers the name with the address of the host, and sends the connection to that address through the
   * waypoint that istiod told it of, or else to a pod that has a ztunnel too. Undefined where there is neither, and the connection leaves as it
   * is.
   */
  private tunnel(from: Workload, name: string, port: number): Route | undefined {
    const { services, pairs, authority } = this.istiod.ambient!;
    const service = this.cluster.resolve(name, from.namespace);
    const full = service === undefined ? name : `${service.name}.${service.namespace}.svc.cluster.local`;
    const through = (address: string, to: string): Route => ({
      from: from.address,
      to: { address, port: HBONE_PORT },
      tunnel: { to, pair: pairs[from.address], authority },
    });
    const [told] = services
      .filter(({ hostname: host }) => host === full || (host.startsWith('*.') && full.endsWith(host.slice(1))))
      .sort((a, b) => b.hostname.length - a.hostname.length);
    if (told?.waypoint !== undefined && told.addresses.length > 0) {
      const waypoint = this.cluster.resolve(told.waypoint, from.namespace)?.workloads[0];
      if (waypoint === undefined) {
        throw new Error(`waypoint ${told.waypoint} of ${told.hostname} has no pods`);
      }
      return through(waypoint.address, `${told.addresses[0]}:${port}`);
    }
    const pod = service?.workloads[0] ?? this.cluster.workloads.find(({ address }) => address === name);
    const servicePort = service?.ports.find((each) => each.port === port);
    const target = pod && servicePort ? this.cluster.targetPort(servicePort, pod) : port;
    return pod?.ambient === true ? through(pod.address, `${pod.address}:${target}`) : undefined;
  }

  /** What a load balancer or kube-proxy does. */
  private throughService(key: string, port: number): Route['to'] {
    const service = this.cluster.services.find((each) => each.key === key)!;
    const servicePort = service.ports.find((each) => each.port === port);
    const workload = service.workloads[0];
    if (servicePort === undefined || workload === undefined) {
      throw new Error(`Service ${key} has ${servicePort === undefined ? `no port ${port}` : 'no pods'}`);
    }
    return { address: workload.address, port: this.cluster.targetPort(servicePort, workload)! };
  }

  private externalAddress(name: string): string | undefined {
    const found = this.externals.find(({ hosts }) =>
      hosts.some((host) => host === name || (host.startsWith('*.') && name.endsWith(host.slice(1)))),
    );
    return found && this.network.address('external', found.hosts[0]);
  }

  private async quietLogs(): Promise<void> {
    const size = (): number => [...this.envoys.values()].reduce((sum, envoy) => sum + envoy.accessLogEnd, 0);
    let [last, since] = [size(), Date.now()];
    while (Date.now() - since < LOG_QUIET) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const now = size();
      if (now !== last) {
        [last, since] = [now, Date.now()];
      }
    }
  }

  private check(): void {
    const problem = this.problem();
    if (problem !== undefined) {
      throw problem;
    }
  }

  /** What a proxy has refused, or that it or istiod has ended. */
  private problem(): Error | undefined {
    const dead = [...this.envoys.values()].find((envoy) => !envoy.alive);
    return dead?.error('ended') ?? this.istiod.problem();
  }

  /** Waits for something, but not past a failure. */
  private async raced(what: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const failed = new Promise<never>((_, reject) => {
      timer = setInterval(() => {
        const problem = this.problem();
        if (problem !== undefined) {
          reject(problem);
        }
      }, 50);
    });
    try {
      await Promise.race([what, failed]);
    } finally {
      clearInterval(timer);
    }
  }
}

export function identity(namespace: string, serviceAccount: string): string {
  return `spiffe://cluster.local/ns/${namespace}/sa/${serviceAccount}`;
}
