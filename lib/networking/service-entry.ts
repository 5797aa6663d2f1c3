import type { ApiObject } from 'cdk8s';
import { Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ServicePort, WorkloadEntrySpec, WorkloadSelector } from '../../imports/networking';
import {
  ServiceEntry as ServiceEntryObject,
  ServiceEntryLocation,
  ServiceEntryResolution,
} from '../../imports/networking';
import { claim } from '../core/claims';
import { compact, expectList, expectObject, expectPort, expectStrings } from '../core/expect';
import { Problems, show } from '../core/problems';
import { checkStructure } from '../core/structure';
import { dnsLabelProblem } from '../kubernetes/names';
import type { HostDestinationOptions } from './destination';
import { Destination } from './destination';
import { hostProblem } from './host';
import type { ResourceProps } from './istio-resource';
import { checkMetadata, IstioResource, writeExportTo, objectNamespace } from './istio-resource';
import { checkResolution } from './service-entry-resolution';
import { PROTOCOLS } from '../istio/protocol';

/**
 * A port of a host that a ServiceEntry makes known.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort
 */
export interface ServiceEntryPort {
  /** Port number that clients connect to. Istio field `number`. */
  readonly number: number;

  /**
   * HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP or TLS. TLS and HTTPS are distinguished by server name (SNI), HTTP by
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
   * Virtual addresses of the hosts: IP addresses or CIDR blocks. They distinguish TCP ports of different hosts. Istio field `addresses`.
   *
   * @default - none; connections are distinguished by host or port
   */
  readonly addresses?: string[];

  /**
   * Whether the hosts are outside the mesh or a part of it (with mutual TLS). Istio field `location`.
   *
   * @default ServiceEntryLocation.MESH_EXTERNAL
   */
  readonly location?: ServiceEntryLocation;

  /**
   * How the proxy finds the endpoints: NONE keeps the original address of the client, STATIC uses `endpoints` or the workloads of
   * `workloadSelector`, DNS looks up the hosts (or the names in `endpoints`), DYNAMIC_DNS looks up the name in each connection
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

/**
 * Hosts outside the mesh (or parts of it that Kubernetes doesn't know), so that rules can be written for them.
 *
 * Without a ServiceEntry a host has no rules: the connection leaves the pod directly, or not at all.
 *
 * Rejects combinations that Istio rejects or ignores: a wildcard that DNS would have to resolve, endpoints where `resolution` allows
 * none, several hosts on a TCP port, a host and port that another ServiceEntry of the chart and namespace has, and the like.
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
    const given: Partial<ServiceEntryProps> = expectObject(props, 'ServiceEntryProps', problems, '', example) ?? {};
    checkMetadata(given.metadata, problems);
    this.writtenHosts = this.writeHosts(given.hosts, problems);
    this.ports = this.writePorts(given.ports, problems);
    const { location = ServiceEntryLocation.MESH_EXTERNAL, resolution = ServiceEntryResolution.NONE } = given;
    const { endpoints, workloadSelector } = given;
    const exportTo = isNobody(given.exportTo) ? given.exportTo : writeExportTo(given.exportTo, problems);
    const rest = compact({
      addresses:
        given.addresses === undefined
          ? undefined
          : expectStrings(given.addresses, problems, 'addresses', "['10.0.0.7']"),
      location,
      resolution,
      endpoints,
      workloadSelector,
      subjectAltNames:
        given.subjectAltNames === undefined
          ? undefined
          : expectStrings(given.subjectAltNames, problems, 'subjectAltNames', "['www.example.com']"),
      exportTo,
    });
    const spec = { hosts: this.writtenHosts, ports: this.ports, ...rest };
    const before = problems.count;
    for (const field of ['endpoints', 'workloadSelector'] as const) {
      if (given[field] === null) {
        problems.add(field, 'null does not fit here. Omit it.');
      }
    }
    checkStructure(this, 'ServiceEntrySpec', { ...spec, hosts: [], ports: [] }, problems);
    if (problems.count === before) {
      checkResolution(spec, this, problems);
    }
    this.claimHosts(given, problems);
    problems.throwFor(this, 'ServiceEntry');
    this.apiObject = new ServiceEntryObject(this, 'Resource', {
      metadata: given.metadata,
      spec: Lazy.any({ produce: () => spec }) as never,
    });
  }

  /** @internal */
  public get _ports(): readonly ServicePort[] {
    return this.ports;
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
      problems.add(
        'host',
        `is required, because this ServiceEntry has several: ${hosts}. Write destination(${show(this.writtenHosts[0])}).`,
      );
    } else if (!this.writtenHosts.includes(chosen)) {
      problems.add('host', `${show(chosen)} is not a host of this ServiceEntry. It has: ${hosts}.`);
    } else if (chosen.startsWith('*')) {
      problems.add(
        'host',
        `${show(chosen)} is a wildcard, but a destination is a single host. Write a separate ServiceEntry for that host.`,
      );
    }
    const given = expectObject(options, 'HostDestinationOptions', problems, 'options', '{ port: 443 }') ?? {};
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

  /** Of two entries for the same host and port Istio takes the older. */
  private claimHosts({ metadata, exportTo }: Partial<ServiceEntryProps>, problems: Problems): void {
    const where = `${String(objectNamespace(this, metadata))} for ${String(exportTo)}`;
    this.writtenHosts.forEach((host, i) => {
      for (const { number } of this.ports) {
        const holder = claim(this, `ServiceEntry for ${host}:${number} in ${where}`);
        if (holder !== undefined) {
          problems.add(
            `hosts[${i}]`,
            `${show(host)} already has port ${number} in ${holder}, and of two entries Istio only uses the older. Remove it from one of them.`,
          );
        }
      }
    });
  }

  private writeHosts(hosts: string[] | undefined, problems: Problems): string[] {
    const given = expectStrings(hosts, problems, 'hosts', "['www.example.com']");
    if (hosts === undefined || (Array.isArray(hosts) && hosts.length === 0)) {
      problems.add('hosts', "is empty, so the ServiceEntry would have no effect. Write ['www.example.com'].");
    }
    given.forEach((host, i) => {
      const problem =
        hostProblem(host, { wildcard: true }) ??
        (host.includes('.')
          ? undefined
          : `${show(host)} has no dot, so routes would read it as a Service of their namespace. Write a full DNS name, for example "${host}.example.com".`) ??
        (given.indexOf(host) < i ? `${show(host)} is given twice.` : undefined);
      if (problem !== undefined) {
        problems.add(`hosts[${i}]`, problem);
      }
    });
    return given;
  }

  private writePorts(ports: ServiceEntryPort[] | undefined, problems: Problems): ServicePort[] {
    const example = "[{ number: 443, protocol: 'TLS' }]";
    const given = expectList(ports as ServiceEntryPort[], problems, 'ports', example);
    if (ports === undefined || (Array.isArray(ports) && ports.length === 0)) {
      problems.add('ports', `is empty, so no connection would reach these hosts. Write ${example}.`);
    }
    const written: ServicePort[] = [];
    given.forEach((port, i) => {
      const at = problems.in(`ports[${i}]`);
      const {
        number,
        protocol = 'TCP',
        name,
        targetPort,
      } = (expectObject(port, 'ServiceEntryPort', at, '', example.slice(1, -1)) ?? {}) as ServiceEntryPort;
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
      if (written.some((other) => other.name === chosen && other.number !== number)) {
        at.add('name', `${show(chosen)} is the name of another port. Write another one.`);
      }
      if (written.some((other) => other.number === number)) {
        at.add('number', `${show(number)} is given twice.`);
      }
      written.push(compact({ number, name: chosen, protocol, targetPort: expectPort(targetPort, at, 'targetPort') }));
    });
    return written;
  }
}

/** Only hosts can be visible to no namespace. */
function isNobody(exportTo: string[] | undefined): boolean {
  return Array.isArray(exportTo) && exportTo.length === 1 && exportTo[0] === '~';
}
