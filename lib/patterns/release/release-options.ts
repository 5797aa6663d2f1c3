import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Headers, TrafficPolicy } from '../../../imports/networking';
import type { IServiceLike } from '../../kubernetes/service-like';
import type { IWorkloadLike } from '../../kubernetes/workload-like';
import type { HttpMatch } from '../../networking/http-match';
import type { Retries } from '../../networking/retries';
import type { ReleasePhase } from './release-phase';
import type { Split } from './split';
import type { StickyCookie } from './sticky-cookie';
import type { Version } from './version';

/** What a release is like, whoever shifts its requests. */
export interface ReleaseOptions {
  /**
   * The Service in front of both versions: of any cdk8s-plus release, a `ServiceRef`, or a name in the namespace of the chart. It selects
   * the pods of both versions: by `app`, not by `version`.
   */
  readonly service: IServiceLike | IConstruct | string;

  /**
   * The version in production: its Deployment, StatefulSet or DaemonSet, whose pods the label `version` distinguishes, or a `Version`.
   * Required without a `controller`.
   *
   * @default - the controller knows it
   */
  readonly stable?: Version | IWorkloadLike | IConstruct;

  /**
   * The new version: its Deployment, StatefulSet or DaemonSet, or a `Version`. Required without a `controller`.
   *
   * @default - the controller knows it
   */
  readonly canary?: Version | IWorkloadLike | IConstruct;

  /**
   * How the requests are shared between the two: the share of the canary in percent (0 to 100), or a `Split`. Istio field `route[].weight`.
   *
   * @default - what the phase says; while shifting Split.allStable()
   */
  readonly split?: Split | number;

  /**
   * The stage that the release has reached.
   *
   * @default ReleasePhase.SHIFTING
   */
  readonly phase?: ReleasePhase;

  /**
   * Requests that always go to the canary, regardless of the split. A request must satisfy one of these matches. Takes effect while shifting.
   *
   * Add it in the commit that adds the canary's pods, or later: without the pods these requests get 503, even with `Split.allStable()`. In
   * `ReleasePhase.SUBSETS_DECLARED` and `ALL_STABLE` it has no effect yet, so it may be set already.
   *
   * Rejects a match that takes every request.
   *
   * @default - none
   */
  readonly alwaysCanary?: HttpMatch[];

  /**
   * Keeps each client on the version that served it first, by a cookie. Takes effect while the split is between 1 and 99.
   *
   * @default - each request goes to a version at random
   */
  readonly sticky?: StickyCookie;

  /**
   * Percentage of requests (0 to 100) that are also copied to the canary while it serves no requests itself. Its responses are
   * discarded. Istio field `mirrors`.
   *
   * Rejects a split above 0.
   *
   * @default - no copies
   */
  readonly mirrorPercent?: number;

  /**
   * Number or name of the Service's port that is released. Requests to its other ports go to all pods of the Service.
   *
   * Rejects a port that does not speak HTTP by its name, `appProtocol` or `protocol`.
   *
   * @default - its only port
   */
  readonly port?: number | string;

  /**
   * Whether the split also applies to callers in the mesh, and not only to requests at gateways that route to this release.
   *
   * @default true
   */
  readonly mesh?: boolean;

  /**
   * Load balancing, connection pool, outlier detection and TLS for connections to both versions. Istio field
   * `DestinationRule.spec.trafficPolicy`.
   *
   * Rejects `consistentHash` in a split without `sticky`.
   *
   * @default - Istio's own
   */
  readonly trafficPolicy?: TrafficPolicy;

  /**
   * How long a request of a caller in the mesh may take, retries included. Istio field `timeout`.
   *
   * @default - no limit
   */
  readonly timeout?: Duration;

  /**
   * Whether and when a failed request of a caller in the mesh is retried. Istio field `retries`.
   *
   * @default - Istio's own: two more times on failures to connect
   */
  readonly retries?: Retries;

  /**
   * Headers that are changed in requests of callers in the mesh, and in the responses. Istio field `headers`.
   *
   * @default - none
   */
  readonly headers?: Headers;

  /**
   * Name of the DestinationRule and the VirtualService.
   *
   * @default - the id of the construct in kebab-case
   */
  readonly name?: string;
}
