import { expectObject } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { USE_WAYPOINT, WAYPOINT_NAMESPACE } from '../../istio/data-plane-labels';
import { dnsLabelProblem } from '../../kubernetes/names';

/**
 * What a waypoint takes requests for.
 *
 * @see https://istio.io/latest/docs/ambient/usage/waypoint/#waypoint-traffic-types
 */
export enum WaypointTraffic {
  /** Requests to Services. */
  SERVICE = 'service',
  /** Requests to the addresses of pods. */
  WORKLOAD = 'workload',
  /** Both. */
  ALL = 'all',
}

/** Options of a waypoint that is made for a namespace. */
export interface WaypointOptions {
  /**
   * Name of the Gateway, its Service and its service account.
   *
   * @default "waypoint"
   */
  readonly name?: string;

  /**
   * What it takes requests for. Label `istio.io/waypoint-for`.
   *
   * @default WaypointTraffic.SERVICE
   */
  readonly traffic?: WaypointTraffic;
}

/** Where a waypoint is that is there already. */
export interface WaypointReference {
  /**
   * The namespace of the waypoint. Label `istio.io/use-waypoint-namespace`.
   *
   * @default - that of the pods
   */
  readonly namespace?: string;
}

/** A waypoint whose name and place are settled. */
export interface ResolvedWaypoint {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  /** What it takes, of one that is to be made. */
  readonly traffic?: WaypointTraffic;
}

/**
 * The proxy of ambient mode that looks at requests: without one, only connections and identities are known.
 *
 * Wrong names are rejected where it is used.
 *
 * @see https://istio.io/latest/docs/ambient/usage/waypoint/
 */
export class Waypoint {
  /**
   * One of its own, made with the namespace: a Gateway of the class istio-waypoint, which istiod runs.
   *
   * @param options its name, and what it takes
   */
  public static own(options: WaypointOptions = {}): Waypoint {
    return new Waypoint('waypoint', options, true);
  }

  /**
   * One that is there already.
   *
   * @param name name of its Gateway
   * @param options where it is
   */
  public static named(name: string, options: WaypointReference = {}): Waypoint {
    return new Waypoint(name, options, false);
  }

  private constructor(
    private readonly defaultName: string,
    private readonly options: WaypointOptions & WaypointReference,
    private readonly isOwn: boolean,
  ) {}

  /**
   * @internal
   * @param home the namespace of the pods
   */
  public _resolve(home: string, problems: Problems): ResolvedWaypoint {
    const given =
      (this.isOwn
        ? expectObject<WaypointOptions & WaypointReference>(
            this.options,
            'WaypointOptions',
            problems,
            '',
            "{ name: 'waypoint' }",
          )
        : expectObject(this.options, 'WaypointReference', problems, '', "{ namespace: 'infra' }")) ?? {};
    const name = given.name ?? this.defaultName;
    checkLabel(name, 'the name of a waypoint', problems, 'name');
    const { namespace = home, traffic = WaypointTraffic.SERVICE } = given;
    if (given.namespace !== undefined) {
      checkLabel(namespace, 'the name of a namespace', problems, 'namespace');
    }
    if (!Object.values(WaypointTraffic).includes(traffic)) {
      problems.add('traffic', `${show(traffic)} is not what a waypoint takes. Write WaypointTraffic.SERVICE.`);
    }
    return {
      name,
      namespace,
      labels: { [USE_WAYPOINT]: name, ...(namespace === home ? {} : { [WAYPOINT_NAMESPACE]: namespace }) },
      ...(this.isOwn ? { traffic } : {}),
    };
  }
}

function checkLabel(name: unknown, what: string, problems: Problems, field: string): void {
  const problem = dnsLabelProblem(name, what);
  if (problem !== undefined) {
    problems.add(field, problem);
  }
}
