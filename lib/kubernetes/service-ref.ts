import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { MeshSettings } from '../core/mesh-settings';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { apiObjectOf, manifestOf } from './manifest';
import { dnsLabelProblem } from './names';
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
   * The numbers of the Service's ports. With them a wrong port is refused, and a route to a Service with one port needs
   * none.
   *
   * @default - not known
   */
  readonly ports?: number[];
}

/**
 * A Service that this app doesn't make: another team's, or one that is made by Helm or by hand.
 *
 * Wrong names and ports are reported by the construct that uses the reference.
 *
 * @example
 * ServiceRef.fromName('kiali', { namespace: 'istio-system', ports: [20001] });
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
    return new ServiceRef(name, { namespace }, Array.isArray(ports) ? ports.map((port) => ({ port })) : ports);
  }

  private constructor(
    /** `metadata.name` of the Service. */
    public readonly name: string,
    /** Where the Service lives. */
    public readonly metadata?: IMetadataLike,
    /** The ports of the Service; absent where they are not known. */
    public readonly ports?: IServicePortLike[],
  ) {}
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

  public get metadata(): IMetadataLike {
    return { namespace: this.namespace };
  }
}

/**
 * Settles which Service is meant.
 *
 * Istio completes a short name with the namespace of the rule that holds it, so a rule in the wrong namespace silently
 * means another Service. Therefore only full names are written.
 */
export function resolveService(
  service: IServiceLike | string | undefined,
  scope: IConstruct,
  problems: Problems,
  field: string,
): ResolvedService | undefined {
  if (service instanceof ResolvedService) {
    return service;
  }
  const given = typeof service === 'string' ? { name: service } : service;
  if (typeof given !== 'object' || given === null || !('name' in given)) {
    problems.add(
      field,
      `${show(service)} is not a Service. Write a Service of this app, or ServiceRef.fromName('reviews', { namespace: 'bookinfo' }).`,
    );
    return undefined;
  }
  const apiObject = apiObjectOf(given);
  if (apiObject !== undefined && apiObject.kind !== 'Service') {
    problems.add(field, `${apiObject.kind} "${apiObject.name}" is not a Service. Write the Service in front of it.`);
    return undefined;
  }
  const { clusterDomain } = MeshSettings.of(scope);
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
      `the namespace of Service "${name}" is not known, and Istio would look for it in whatever namespace the rule is applied to. ` +
        `Give the chart one: new Chart(app, 'id', { namespace: '...' }).`,
    );
    return undefined;
  }
  if (given.ports !== undefined && !Array.isArray(given.ports)) {
    problems.add(`${field}.ports`, `${show(given.ports)} is not a list. Write ports: [${show(given.ports)}].`);
    return undefined;
  }
  const namespaceProblem = dnsLabelProblem(namespace, 'the name of a namespace');
  if (namespaceProblem !== undefined) {
    problems.add(field, namespaceProblem);
    return undefined;
  }
  return new ResolvedService(
    name,
    namespace,
    `${name}.${namespace}${suffix}`,
    given.ports ?? manifestOf(given)?.spec?.ports,
  );
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
        `the ports of Service "${name}" are not known, so its port ${show(port)} can't be looked up. Write its number.`,
      );
      return undefined;
    }
    return validPort(port, problems, field);
  }
  const list = ports.map((p) => (p.name === undefined ? `${p.port}` : `${p.port} (${p.name})`)).join(', ');
  if (port === undefined) {
    if (ports.length === 1) {
      return ports[0].port;
    }
    problems.add(
      field,
      ports.length === 0
        ? `Service "${name}" has no ports yet. Give it its ports before it is used in a route.`
        : `Service "${name}" has several ports. Say which one: ${list}.`,
    );
    return undefined;
  }
  const found = ports.find((p) => p.port === port || p.name === port);
  if (found === undefined) {
    const hint = ports.some((p) => `${p.port}` === port) ? ` Write ${port} without quotes.` : '';
    problems.add(field, `${show(port)} is not a port of Service "${name}". It has: ${list || 'none'}.${hint}`);
  }
  return found?.port;
}

function validPort(port: number | undefined, problems: Problems, field: string): number | undefined {
  if (port !== undefined && (!Number.isInteger(port) || port < 1 || port > 65535)) {
    problems.add(field, `${show(port)} is not a port number (a whole number, 1 to 65535).`);
    return undefined;
  }
  return port;
}
