import type { IConstruct } from 'constructs';
import type { Headers, HttpRouteDestination, RouteDestination } from '../../imports/networking';
import { compact, expectInteger, expectObject, expectPort } from '../core/expect';
import type { Struct } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { checkStructure } from '../core/structure';
import { resolvePort, resolveService } from '../kubernetes/service-ref';
import type { IServiceLike } from '../kubernetes/service-like';
import { hostProblem, qualify } from './host';
import type { Subset } from './subset';

/** Share and headers of a destination. */
export interface WeightedOptions {
  /**
   * Share of the requests, in percent (0 to 100). The weights of one route add up to 100; a route with one destination
   * needs none. Istio field `weight`.
   *
   * @default - everything, which only one destination can have
   */
  readonly weight?: number;

  /**
   * Headers that are set, added or removed only for this destination (HTTP only). Istio field `headers`.
   *
   * @default - none
   */
  readonly headers?: Headers;
}

/** Which port and share a destination has. */
export interface DestinationOptions extends WeightedOptions {
  /**
   * Number or name of the Service's port. Istio field `destination.port.number`.
   *
   * @default - the only port of the Service
   */
  readonly port?: number | string;

  /**
   * The subset, as a DestinationRule for the same Service returned it. Istio field `destination.subset`.
   *
   * @default - all pods of the Service
   */
  readonly subset?: Subset;
}

/** Which port and share a destination outside the cluster has. */
export interface HostDestinationOptions extends WeightedOptions {
  /**
   * Port number.
   *
   * @default - the only port of the host
   */
  readonly port?: number;

  /**
   * The subset, as a DestinationRule for the same host returned it. Istio field `destination.subset`.
   *
   * @default - all endpoints of the host
   */
  readonly subset?: Subset;
}

/** Which port and share a subset has as a destination. */
export interface SubsetDestinationOptions extends WeightedOptions {
  /**
   * Number or name of the Service's port.
   *
   * @default - the only port of the Service
   */
  readonly port?: number | string;
}

/**
 * Where requests go. It is always written with its full host name.
 *
 * Rejected where it is used: a Service whose namespace is not known, a port the Service doesn't have, a subset of another
 * host, and weights outside 0 to 100.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export class Destination {
  /**
   * A Service.
   *
   * @param service a Service of any cdk8s-plus release, a `ServiceRef`, or a name in the namespace of the chart
   * @param options port, subset and weight
   */
  public static service(service: IServiceLike | IConstruct | string, options: DestinationOptions = {}): Destination {
    return new Destination({ service }, options, 'DestinationOptions');
  }

  /**
   * A subset of a Service or host.
   *
   * @param subset as a DestinationRule returned it
   * @param options port and weight
   */
  public static subset(subset: Subset, options: SubsetDestinationOptions = {}): Destination {
    return new Destination({ subset: subset ?? null }, options, 'SubsetDestinationOptions');
  }

  /**
   * A host that a ServiceEntry makes known, such as one outside the cluster.
   *
   * @param host a full DNS name, no wildcard
   * @param options port and weight
   */
  public static host(host: string, options: HostDestinationOptions = {}): Destination {
    return new Destination({ host }, options, 'HostDestinationOptions');
  }

  private constructor(
    private readonly target: { service?: IServiceLike | IConstruct | string; host?: string; subset?: Subset },
    private readonly options: DestinationOptions,
    private readonly struct: Struct,
  ) {}

  /** @internal */
  public get _weight(): number | undefined {
    return this.options?.weight;
  }

  /** @internal */
  public _withWeight(weight: number): Destination {
    return new Destination(this.target, { ...this.options, weight }, this.struct);
  }

  /** @internal */
  public _toJson(problems: Problems, scope: IConstruct): HttpRouteDestination {
    const options =
      expectObject(this.options, this.struct, problems, '', 'Destination.service(service, { port: 80 })') ?? {};
    const { headers } = options;
    if (headers !== undefined) {
      checkStructure(scope, 'Headers', headers, problems.in('headers'));
    }
    return compact({
      destination: this.endpoint(options, problems, scope),
      weight: expectInteger(options.weight, 0, 100, problems, 'weight', 'a share in percent'),
      headers,
    });
  }

  /** @internal For TCP and TLS routes, which have no headers. */
  public _toL4Json(problems: Problems, scope: IConstruct): RouteDestination {
    const { headers, ...rest } = this._toJson(problems, scope);
    if (headers !== undefined) {
      problems.add('headers', 'only HTTP routes can change headers. Remove it from tls and tcp routes.');
    }
    return rest;
  }

  private endpoint(
    options: DestinationOptions,
    problems: Problems,
    scope: IConstruct,
  ): HttpRouteDestination['destination'] {
    const { subset = options.subset } = this.target;
    if (subset !== undefined && typeof subset?._host !== 'string') {
      problems.add('subset', `${show(subset)} is not a Subset. Write what destinationRule.addSubset(...) returned.`);
      return { host: '' };
    }
    const { host, port } = this.resolve(options, subset, problems, scope);
    if (subset !== undefined && host !== undefined && subset._host !== host) {
      problems.add(
        'subset',
        `"${subset.name}" is a subset of ${subset._host}, and this route goes to ${host}. Write a subset of that host.`,
      );
    }
    return compact({ host: host ?? '', subset: subset?.name, port: port === undefined ? undefined : { number: port } });
  }

  private resolve(
    options: DestinationOptions,
    subset: Subset | undefined,
    problems: Problems,
    scope: IConstruct,
  ): { host?: string; port?: number } {
    if ('host' in this.target) {
      const problem = hostProblem(this.target.host, {});
      if (problem !== undefined) {
        problems.add('host', problem);
        return {};
      }
      return {
        host: qualify(this.target.host!, scope, problems, 'host'),
        port: expectPort(options.port as number | undefined, problems, 'port'),
      };
    }
    const service =
      this.target.service === undefined && subset !== undefined
        ? subset._service
        : resolveService(this.target.service, scope, problems, 'service');
    if (service === undefined) {
      return subset === undefined
        ? {}
        : { host: subset._host, port: expectPort(options.port as number | undefined, problems, 'port') };
    }
    return { host: service.fqdn, port: resolvePort(options.port, service, problems, 'port') };
  }
}

/** Checks that the weights of one route say how all of its requests are shared. */
export function checkWeights(destinations: { weight?: number }[], problems: Problems, field: string): void {
  if (destinations.length < 2) {
    return;
  }
  const weights = destinations.map((d) => d.weight);
  if (weights.some((weight) => weight === undefined)) {
    problems.add(
      field,
      'has several destinations, and one without a weight would get no requests. Give each a weight; their sum is 100.',
    );
    return;
  }
  const sum = weights.reduce<number>((total, weight) => total + (weight ?? 0), 0);
  if (sum !== 100) {
    problems.add(
      field,
      `the weights ${weights.join(' + ')} add up to ${sum}. They are percentages: their sum must be 100.`,
    );
  }
}
