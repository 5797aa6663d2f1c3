import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { noteElsewhere } from '../core/known-elsewhere';
import { TargetMesh } from '../core/target-mesh';
import { needObject, withoutQuotes } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { isPlainObject } from '../core/value';
import { manifestOf, namedObject } from './manifest';
import { dnsLabelProblem } from './names';
import type { ServicePort } from './service-port';
import type { IMetadataLike, IServiceLike, IServicePortLike } from './service-like';

/** What is known of a Service that lives elsewhere. */
export interface ServiceRefOptions {
  /**
   * The namespace of the Service.
   *
   * @default - the namespace of the chart in which the reference is used
   */
  readonly namespace?: string;

  /**
   * The Service's ports. With them a wrong port is rejected, and a route to a Service with one port needs none.
   *
   * @default - not known
   */
  readonly ports?: ServicePort[];
}

/**
 * A Service that this app doesn't make: another team's, or one that is made by Helm or by hand.
 *
 * Wrong names and ports are reported by the construct that uses the reference.
 *
 * @example
 * ServiceRef.fromName('kiali', { namespace: 'istio-system', ports: [{ port: 20001 }] });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export class ServiceRef implements IServiceLike {
  /**
   * A Service by its name.
   *
   * @param name `metadata.name` of the Service, without namespace or domain
   * @param options its namespace and ports
   */
  public static fromName(name: string, options: ServiceRefOptions = {}): ServiceRef {
    const { namespace, ports } = options ?? {};
    return new ServiceRef(options, name, { namespace }, ports);
  }

  private constructor(
    private readonly options: ServiceRefOptions,
    /** `metadata.name` of the Service. */
    public readonly name: string,
    /** Where the Service lives. */
    public readonly metadata?: IMetadataLike,
    /** The ports of the Service; absent where they are not known. */
    public readonly ports?: IServicePortLike[],
  ) {}

  /** @internal */
  public get _kind(): string {
    return 'Service';
  }

  /** @internal */
  public _check(problems: Problems): void {
    const given = needObject(
      this.options,
      'ServiceRefOptions',
      problems,
      '',
      "{ namespace: 'bookinfo', ports: [{ port: 80 }] }",
    );
    if (Array.isArray(given?.ports)) {
      given.ports.forEach((port, i) => {
        if (isPlainObject(port)) {
          needObject(port, 'ServicePort', problems, `ports[${i}]`, "{ port: 80, name: 'http' }");
        }
      });
    }
  }
}

/** A Service whose name, namespace and host are settled. It stands wherever a Service stands. */
export class ResolvedService implements IServiceLike {
  constructor(
    public readonly name: string,
    public readonly namespace: string,
    /** The name that is the same from everywhere: `reviews.bookinfo.svc.cluster.local`. */
    public readonly fqdn: string,
    /** Undefined where they are not known. */
    public readonly ports?: IServicePortLike[],
  ) {}

  public get _kind(): string {
    return 'Service';
  }

  public get metadata(): IMetadataLike {
    return { namespace: this.namespace };
  }
}

/** What stands for a Service. Constructs are taken by their type too, because only TypeScript sees that they look like a Service. */
export type ServiceInput = IServiceLike | IConstruct | string;

/** Whether it is the release of a Service. A plain destination would bypass its split; who can write the split asks it for `_released`. */
function isReleased(service: unknown): service is { _released: ResolvedService } {
  return typeof service === 'object' && service !== null && '_released' in service;
}

/**
 * Settles which Service is meant.
 *
 * Istio completes a short name with the namespace of the rule that holds it, so a rule in the wrong namespace silently
 * means another Service. Therefore only full names are written.
 */
export function resolveService(
  service: ServiceInput | undefined,
  scope: IConstruct,
  problems: Problems,
  field: string,
): ResolvedService | undefined {
  if (service instanceof ResolvedService) {
    return service;
  }
  if (isReleased(service)) {
    problems.add(
      field,
      `the release of ${service._released.name} splits requests only as the service of an IngressedService or of one of its routes. ` +
        'Here write Destination.subset(...) or the Service itself.',
    );
    return undefined;
  }
  const given = typeof service === 'string' ? { name: service } : (service as IServiceLike | undefined);
  if (typeof given !== 'object' || given === null || !('name' in given)) {
    problems.add(
      field,
      `${show(service)} is not a Service. Write a Service of this app, or ServiceRef.fromName('reviews', { namespace: 'bookinfo' }).`,
    );
    return undefined;
  }
  const object = namedObject(given);
  if (object !== undefined && object.kind !== 'Service') {
    problems.add(field, `${object.kind} "${object.name}" is not a Service. Write the Service in front of it.`);
    return undefined;
  }
  const { clusterDomain } = TargetMesh.of(scope);
  let name = given.name;
  let namespace = given.metadata?.namespace;
  const suffix = `.svc.${clusterDomain}`;
  if (typeof name === 'string' && name.endsWith(suffix) && namespace === undefined) {
    [name, namespace] = name.slice(0, -suffix.length).split('.', 2) as [string, string];
  }
  const nameProblem =
    typeof name === 'string' && name.includes('.')
      ? `${show(name)} is a host, not the name of a Service. Write ServiceRef.fromName('${name.split('.')[0]}', { namespace: '${name.split('.')[1]}' }), or Destination.host(...) for a host outside the cluster.`
      : dnsLabelProblem(name, 'the name of a Service');
  if (nameProblem !== undefined) {
    problems.add(field, nameProblem);
    return undefined;
  }
  namespace ??= Chart.of(scope).namespace;
  if (namespace === undefined) {
    problems.add(
      field,
      `the namespace of Service "${name}" is not known, so Istio would look for it in the namespace to which the rule is applied. Give the chart one: new Chart(app, 'id', { namespace: '...' }).`,
    );
    return undefined;
  }
  const before = problems.count;
  if (given instanceof ServiceRef) {
    given._check(problems.in(field));
  }
  const ports = portsOf(given);
  checkPorts(ports, problems, `${field}.ports`);
  if (problems.count > before) {
    return undefined;
  }
  const namespaceProblem = dnsLabelProblem(namespace, 'the name of a namespace');
  if (namespaceProblem !== undefined) {
    problems.add(field, namespaceProblem);
    return undefined;
  }
  const resolved = new ResolvedService(name, namespace, `${name}.${namespace}${suffix}`, ports);
  if (given instanceof ServiceRef && ports !== undefined) {
    noteElsewhere(scope, resolved);
  }
  return resolved;
}

/** The ports of a Service, where they are known. One of type ExternalName can do without, and is then called at any. */
function portsOf(service: IServiceLike): IServicePortLike[] | undefined {
  const { ports } = service;
  if (ports !== undefined && ports?.length !== 0) {
    return ports;
  }
  const spec = manifestOf(service)?.spec;
  const declared = ports ?? spec?.ports;
  return declared?.length === 0 && spec?.type === 'ExternalName' ? undefined : declared;
}

function checkPorts(ports: unknown, problems: Problems, field: string): void {
  if (ports === undefined) {
    return;
  }
  if (!Array.isArray(ports)) {
    problems.add(
      field,
      `${show(ports)} is not a list. Write ports: [{ port: ${typeof ports === 'number' ? ports : 80} }].`,
    );
    return;
  }
  (ports as (Partial<IServicePortLike> | null)[]).forEach((given, i) => {
    const at = `${field}[${i}]`;
    if (typeof given !== 'object' || given === null) {
      problems.add(
        at,
        `${show(given)} is not a port. Write { port: ${isPort(Number(given)) ? Number(given) : 80}, name: 'http' }.`,
      );
      return;
    }
    const { port, name } = given;
    if (!isPort(port)) {
      const named = typeof port === 'string' ? ` Write { port: 80, name: ${show(port)} }.` : '';
      problems.add(at, `${show(port)} ${NO_PORT}${withoutQuotes(port) || named}`);
    } else if (name !== undefined && typeof name !== 'string') {
      problems.add(`${at}.name`, `${show(name)} is not the name of a port. Write it as a string.`);
    }
  });
}

const NO_PORT = 'is not a port number (a whole number, 1 to 65535).';

function isPort(port: unknown): boolean {
  return Number.isInteger(port) && (port as number) >= 1 && (port as number) <= 65535;
}

/**
 * The number of the port that is meant, checked against the Service where its ports are known.
 *
 * @param port number or name; undefined for the only one
 */
export function resolvePort(
  port: number | string | undefined,
  service: Pick<ResolvedService, 'name' | 'ports'>,
  problems: Problems,
  field: string,
): number | undefined {
  const { ports, name } = service;
  if (ports === undefined) {
    if (typeof port === 'string') {
      problems.add(
        field,
        `the ports of Service "${name}" are not known, so its port ${show(port)} cannot be looked up.${withoutQuotes(port) || ' Write its number.'}`,
      );
      return undefined;
    }
    return validPort(port, problems, field);
  }
  if (ports.length === 0) {
    problems.add(
      field,
      `Service "${name}" has no ports yet. Set its ports before you use it in a route, or write ServiceRef.fromName('${name}', { ports: [{ port: 80 }] }) for one that gets them elsewhere.`,
    );
    return undefined;
  }
  const list = ports.map((p) => (p.name === undefined ? `${p.port}` : `${p.port} (${p.name})`)).join(', ');
  if (port === undefined) {
    if (ports.length === 1) {
      return ports[0].port;
    }
    problems.add(field, `Service "${name}" has several ports. Write one of them: ${list}.`);
    return undefined;
  }
  const found = ports.find((p) => p.port === port || p.name === port);
  if (found === undefined) {
    const hint = ports.some((p) => `${p.port}` === port) ? ` Write ${port} without quotes.` : '';
    problems.add(field, `${show(port)} is not a port of Service "${name}". It has: ${list}.${hint}`);
  }
  return found?.port;
}

function validPort(port: number | undefined, problems: Problems, field: string): number | undefined {
  if (port !== undefined && !isPort(port)) {
    problems.add(field, `${show(port)} ${NO_PORT}`);
    return undefined;
  }
  return port;
}
