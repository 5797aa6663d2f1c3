import type { ApiObject } from 'cdk8s';
import { Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type {
  ServicePort,
  ServiceEntryLocation,
  ServiceEntryResolution,
  WorkloadEntrySpec,
  WorkloadSelector,
} from '../../imports/networking';
import { ServiceEntry as ServiceEntryObject } from '../../imports/networking';
import { compact, expectList, expectObject, expectPort, expectStrings } from '../core/expect';
import { IstioVersion } from '../core/istio-version';
import { MeshSettings } from '../core/mesh-settings';
import { Problems, show } from '../core/problems';
import { checkStructure } from '../core/structure';
import { dnsLabelProblem } from '../kubernetes/names';
import type { HostDestinationOptions } from './destination';
import { Destination } from './destination';
import { writeHosts } from './host';
import type { ResourceProps } from './istio-resource';
import { checkMetadata, IstioResource, writeExportTo } from './istio-resource';

/**
 * A port of a host that a ServiceEntry makes known.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort
 */
export interface ServiceEntryPort {
  /** Port number that clients connect to. Istio field `number`. */
  readonly number: number;

  /**
   * HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP or TLS. TLS and HTTPS are told apart by server name (SNI), HTTP by
   * host header, TCP by address. Istio field `protocol`.
   *
   * @default "TCP"
   */
  readonly protocol?: string;

  /**
   * Name of the port. Istio field `name`.
   *
   * @default - protocol and number, such as "tls-443"
   */
  readonly name?: string;

  /**
   * Port number on the endpoints. Istio field `targetPort`.
   *
   * @default - the same as `number`
   */
  readonly targetPort?: number;
}

/** Options of a ServiceEntry. */
export interface ServiceEntryProps extends ResourceProps {
  /**
   * The DNS names that become known to the mesh, with a wildcard as first label where wanted ("*.example.com"). Istio field `hosts`.
   *
   * Rejects schemes, ports, paths, "*" and names without a dot.
   */
  readonly hosts: string[];

  /** The ports of the hosts. Istio field `ports`. */
  readonly ports: ServiceEntryPort[];

  /**
   * Virtual addresses of the hosts: IP addresses or CIDR blocks. A TCP port is told from others by them. Istio field `addresses`.
   *
   * @default - none; connections are told apart by host or port
   */
  readonly addresses?: string[];

  /**
   * Whether the hosts are outside of the mesh or a part of it (with mutual TLS). Istio field `location`.
   *
   * @default ServiceEntryLocation.MESH_EXTERNAL
   */
  readonly location?: ServiceEntryLocation;

  /**
   * How the proxy finds the endpoints: NONE keeps the address that the client chose, STATIC takes `endpoints` or the workloads of
   * `workloadSelector`, DNS asks for the hosts (or for the names in `endpoints`), DYNAMIC_DNS asks for the name in each connection
   * (wildcard hosts, sidecars since Istio 1.30). Istio field `resolution`.
   *
   * @default ServiceEntryResolution.NONE
   */
  readonly resolution?: ServiceEntryResolution;

  /**
   * Where the hosts are served: addresses (STATIC) or DNS names (DNS). Either `endpoints` or `workloadSelector`. Istio field
   * `endpoints`.
   *
   * @default - none
   */
  readonly endpoints?: WorkloadEntrySpec[];

  /**
   * Pods and WorkloadEntries of the same namespace that serve the hosts. Either `endpoints` or `workloadSelector`. Istio field
   * `workloadSelector`.
   *
   * @default - none
   */
  readonly workloadSelector?: WorkloadSelector;

  /**
   * Identities, one of which the server's certificate must have. Istio field `subjectAltNames`.
   *
   * @default - not checked here
   */
  readonly subjectAltNames?: string[];

  /**
   * Namespaces that see the hosts: names, "." for the own one, "*" for all; or "~" alone for none. Istio field `exportTo`.
   *
   * @default - all namespaces
   */
  readonly exportTo?: string[];
}

const PROTOCOLS = ['HTTP', 'HTTPS', 'HTTP2', 'GRPC', 'GRPC-WEB', 'MONGO', 'REDIS', 'MYSQL', 'TCP', 'TLS'];
const TOLD_APART_BY_NAME = ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'HTTPS', 'TLS'];
const DYNAMIC_DNS_PROTOCOLS = ['HTTP', 'HTTP2', 'GRPC', 'TLS'];
const IPV4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;
const IPV6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*(\d+(\.\d+){3})?$/;

/**
 * Hosts outside of the mesh (or parts of it that Kubernetes doesn't know), so that rules can be written for them.
 *
 * A host that no ServiceEntry makes known has no rules: the connection leaves the pod directly, or not at all.
 *
 * Rejects combinations that Istio refuses or ignores: a wildcard that is to be looked up in DNS, endpoints where `resolution` takes
 * none, several hosts on a TCP port, and the like.
 *
 * @example
 * const entry = new ServiceEntry(chart, 'Wikipedia', {
 *   hosts: ['www.wikipedia.org'],
 *   ports: [{ number: 443, protocol: 'TLS' }],
 *   resolution: networking.ServiceEntryResolution.DNS,
 * });
 * // ... tls: [{ match: [{ sniHosts: ['www.wikipedia.org'] }], route: [entry.destination()] }]
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export class ServiceEntry extends IstioResource {
  protected readonly apiObject: ApiObject;

  private readonly writtenHosts: string[];
  private readonly ports: ServicePort[];

  constructor(scope: Construct, id: string, props: ServiceEntryProps) {
    super(scope, id);
    const problems = new Problems();
    const example = "{ hosts: ['www.example.com'], ports: [{ number: 443, protocol: 'TLS' }] }";
    const given: Partial<ServiceEntryProps> = expectObject(props, problems, '', example) ?? {};
    checkMetadata(given.metadata, problems);
    this.writtenHosts = this.writeHosts(given.hosts, problems);
    this.ports = this.writePorts(given.ports, problems);
    const { location = 'MESH_EXTERNAL', resolution = 'NONE', endpoints, workloadSelector } = given;
    const exportTo = given.exportTo?.[0] === '~' && given.exportTo.length === 1 ? ['~'] : writeExportTo(given.exportTo, problems);
    const rest = compact({
      addresses: given.addresses && expectStrings(given.addresses, problems, 'addresses', "['10.0.0.7']"),
      location,
      resolution,
      endpoints,
      workloadSelector,
      subjectAltNames: given.subjectAltNames && expectStrings(given.subjectAltNames, problems, 'subjectAltNames', "['www.example.com']"),
      exportTo,
    });
    const before = problems.list.length;
    checkStructure(this, 'ServiceEntrySpec', { hosts: [], ports: [], ...rest }, problems);
    if (problems.list.length === before) {
      this.checkAddresses(rest.addresses ?? [], resolution, problems);
      this.checkEndpoints(endpoints ?? [], workloadSelector, resolution, problems);
      this.checkHosts(endpoints ?? [], resolution, problems);
      this.checkDynamicDns(given, location, resolution, problems);
    }
    problems.throwFor(this, 'ServiceEntry');
    this.apiObject = new ServiceEntryObject(this, 'Resource', {
      metadata: given.metadata,
      spec: Lazy.any({ produce: () => ({ hosts: this.writtenHosts, ports: this.ports, ...rest }) }) as never,
    });
  }

  /** The hosts. */
  public get hosts(): string[] {
    return [...this.writtenHosts];
  }

  /**
   * One of the hosts as the destination of a route.
   *
   * Rejects a host or a port that this ServiceEntry does not have, and a wildcard, which is no destination.
   *
   * @param host the host; may be left out if there is only one
   * @param options port, subset and weight; the port may be left out if there is only one
   */
  public destination(host?: string, options: HostDestinationOptions = {}): Destination {
    const problems = new Problems('destination');
    const hosts = this.writtenHosts.map((known) => show(known)).join(', ');
    const chosen = host ?? (this.writtenHosts.length === 1 ? this.writtenHosts[0] : undefined);
    if (chosen === undefined) {
      problems.add('host', `is needed, because this ServiceEntry has several: ${hosts}. Write destination(${show(this.writtenHosts[0])}).`);
    } else if (!this.writtenHosts.includes(chosen)) {
      problems.add('host', `${show(chosen)} is not a host of this ServiceEntry. It has: ${hosts}.`);
    } else if (chosen.startsWith('*')) {
      problems.add('host', `${show(chosen)} is a wildcard, and a route leads to one host. Make that host known with a ServiceEntry of its own.`);
    }
    const given = expectObject(options, problems, 'options', '{ port: 443 }') ?? {};
    const numbers = this.ports.map(({ number }) => number);
    const port = given.port ?? (numbers.length === 1 ? numbers[0] : undefined);
    if (port === undefined) {
      problems.add('port', `is needed, because this ServiceEntry has several: ${numbers.join(', ')}.`);
    } else if (!numbers.includes(port)) {
      problems.add('port', `${show(port)} is not a port of this ServiceEntry. It has: ${numbers.join(', ')}.`);
    }
    problems.throwFor(this, 'ServiceEntry');
    return Destination.host(chosen!, { ...given, port });
  }

  private writeHosts(hosts: string[] | undefined, problems: Problems): string[] {
    const given = expectStrings(hosts as string[], problems, 'hosts', "['www.example.com']");
    if (hosts === undefined || (Array.isArray(hosts) && hosts.length === 0)) {
      problems.add('hosts', "is empty, so nothing would become known. Write ['www.example.com'].");
    }
    const dotted = given.filter((host, i) => {
      const bare = /^[A-Za-z0-9-]+$/.test(host);
      if (bare) {
        problems.add(`hosts[${i}]`, `${show(host)} has no dot, and routes would take it for a Service of their namespace. Write a full DNS name, for example "${host}.example.com".`);
      }
      return !bare;
    });
    return writeHosts(dotted, { wildcard: true }, this, problems, 'hosts');
  }

  private writePorts(ports: ServiceEntryPort[] | undefined, problems: Problems): ServicePort[] {
    const example = "[{ number: 443, protocol: 'TLS' }]";
    const given = expectList(ports as ServiceEntryPort[], problems, 'ports', example);
    if (ports === undefined || (Array.isArray(ports) && ports.length === 0)) {
      problems.add('ports', `is empty, so no connection would be for these hosts. Write ${example}.`);
    }
    const written: ServicePort[] = [];
    given.forEach((port, i) => {
      const at = problems.in(`ports[${i}]`);
      const { number, protocol = 'TCP', name, targetPort } = (expectObject(port, at, '', example.slice(1, -1)) ?? {}) as ServiceEntryPort;
      if (port !== undefined && number === undefined) {
        at.add('number', 'is needed. Write the port number that clients connect to.');
      }
      expectPort(number, at, 'number');
      if (!PROTOCOLS.includes(protocol)) {
        at.add('protocol', `${show(protocol)} is not a protocol of Istio. Write one of: ${PROTOCOLS.join(', ')}.`);
      }
      const chosen = name ?? `${String(protocol).toLowerCase()}-${number}`;
      const nameProblem = dnsLabelProblem(chosen, 'the name of a port');
      if (name !== undefined && nameProblem !== undefined) {
        at.add('name', nameProblem);
      }
      if (written.some((other) => other.name === chosen) && name !== undefined) {
        at.add('name', `${show(name)} is the name of another port. Write another one.`);
      }
      if (written.some((other) => other.number === number)) {
        at.add('number', `${show(number)} is given twice.`);
      }
      written.push(compact({ number, name: chosen, protocol, targetPort: expectPort(targetPort, at, 'targetPort') }));
    });
    return written;
  }

  private checkAddresses(addresses: string[], resolution: string, problems: Problems): void {
    addresses.forEach((address, i) => {
      const [ip, prefix, ...more] = address.split('/');
      const longest = IPV4.test(ip!) ? 32 : IPV6.test(ip!) ? 128 : -1;
      const good = prefix === undefined || (/^\d+$/.test(prefix) && Number(prefix) <= longest);
      if (longest < 0 || !good || more.length > 0) {
        problems.add(`addresses[${i}]`, `${show(address)} is neither an IP address nor a CIDR block. Write "10.0.0.7" or "10.0.0.0/16".`);
      } else if (prefix !== undefined && resolution !== 'NONE' && resolution !== 'STATIC') {
        problems.add(`addresses[${i}]`, `${show(address)} is a CIDR block, which goes only with resolution NONE or STATIC. Write one of these, or an IP address.`);
      }
    });
  }

  private checkEndpoints(endpoints: WorkloadEntrySpec[], selector: WorkloadSelector | undefined, resolution: string, problems: Problems): void {
    if (selector !== undefined) {
      if (endpoints.length > 0) {
        problems.add('workloadSelector', 'and endpoints are both given. Write one of them.');
      }
      if (resolution === 'NONE') {
        problems.add('workloadSelector', 'has no effect with resolution NONE. Write resolution STATIC, or leave it out.');
      }
      if (Object.keys(selector.labels ?? {}).length === 0) {
        problems.add('workloadSelector.labels', "is empty, and would select every workload of the namespace. Write { app: 'legacy' }.");
      }
    }
    if (resolution === 'NONE' && endpoints.length > 0) {
      problems.add('endpoints', 'is not used with resolution NONE, which keeps the address that the client chose. Write resolution STATIC for IP addresses or DNS for names.');
      return;
    }
    if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) {
      problems.add('endpoints', `has ${endpoints.length} entries, and resolution DNS_ROUND_ROBIN takes one. Write resolution DNS.`);
    }
    const names = this.ports.map(({ name }) => name);
    endpoints.forEach((endpoint, i) => {
      const at = problems.in(`endpoints[${i}]`);
      this.checkEndpointAddress(endpoint, resolution, at);
      for (const name of Object.keys(endpoint.ports ?? {})) {
        if (!names.includes(name)) {
          at.add('ports', `${show(name)} is not the name of a port. There are: ${names.join(', ')}.`);
        }
      }
    });
  }

  private checkEndpointAddress({ address, network }: WorkloadEntrySpec, resolution: string, problems: Problems): void {
    if (address === undefined || address === '') {
      if (resolution !== 'STATIC' || network === undefined) {
        problems.add('address', 'is needed: an IP address with resolution STATIC, a DNS name with resolution DNS.');
      }
      return;
    }
    const isIp = IPV4.test(address) || IPV6.test(address);
    if (resolution === 'STATIC' && !isIp && !address.startsWith('unix://')) {
      problems.add('address', `${show(address)} is not an IP address, and resolution STATIC looks nothing up. Write an IP address, or resolution DNS.`);
    }
    if (resolution.startsWith('DNS') && !isIp && (address.includes('*') || address.includes('/'))) {
      problems.add('address', `${show(address)} is not a name that DNS could be asked for. Write "www.example.com".`);
    }
  }

  private checkHosts(endpoints: WorkloadEntrySpec[], resolution: string, problems: Problems): void {
    this.writtenHosts.forEach((host, i) => {
      if (resolution.startsWith('DNS') && endpoints.length === 0 && host.startsWith('*')) {
        problems.add(
          `hosts[${i}]`,
          `${show(host)} is a wildcard, and DNS (resolution ${resolution}) can't be asked for that. Name the hosts, say endpoints, or write resolution DYNAMIC_DNS or NONE.`,
        );
      }
    });
    const others = this.ports.filter(({ protocol }) => !TOLD_APART_BY_NAME.includes(protocol!));
    if (resolution !== 'NONE' && this.writtenHosts.length > 1 && others.length > 0) {
      problems.add(
        'hosts',
        `has ${this.writtenHosts.length} hosts on ${others[0]!.protocol} port ${others[0]!.number}, where connections carry no host to tell them apart. Write a ServiceEntry for each host.`,
      );
    }
  }

  private checkDynamicDns(given: Partial<ServiceEntryProps>, location: string, resolution: string, problems: Problems): void {
    if (resolution !== 'DYNAMIC_DNS') {
      return;
    }
    this.writtenHosts.forEach((host, i) => {
      if (!host.startsWith('*')) {
        problems.add(`hosts[${i}]`, `${show(host)} is not a wildcard, and resolution DYNAMIC_DNS is for wildcards only. Write resolution DNS in a ServiceEntry of its own.`);
      }
    });
    for (const field of ['addresses', 'endpoints', 'workloadSelector'] as const) {
      if (given[field] !== undefined) {
        problems.add(field, 'has no place with resolution DYNAMIC_DNS, which looks up the name in each connection. Leave it out.');
      }
    }
    const { istioVersion } = MeshSettings.of(this);
    const early = !istioVersion.isAtLeast(IstioVersion.V1_30);
    const allowed = early ? ['HTTP', 'TLS'] : DYNAMIC_DNS_PROTOCOLS;
    this.ports.forEach(({ protocol }, i) => {
      if (!allowed.includes(protocol!)) {
        problems.add(`ports[${i}].protocol`, `${protocol} does not go with resolution DYNAMIC_DNS in Istio ${istioVersion}. Write one of: ${allowed.join(', ')}.`);
      }
    });
    if (early && location !== 'MESH_EXTERNAL') {
      problems.add('location', `${location} does not go with resolution DYNAMIC_DNS before Istio 1.30. Write MESH_EXTERNAL.`);
    }
  }
}
