import type { IConstruct } from 'constructs';
import type { INamespaceLike } from '../../kubernetes/namespace-like';
import type { GatewayWorkload } from '../../networking/gateway-workload';

/** What all patterns for hosts outside the cluster take. */
export interface EgressProps {
  /**
   * The pods of the egress gateway. The construct refers to them and does not create them.
   *
   * @default - `egress` of MeshSettings: GatewayWorkload.istioEgress(); none where connections leave from the sidecars or through a waypoint
   */
  readonly workload?: GatewayWorkload;

  /**
   * The namespaces whose pods use it: names, or Namespace constructs. Istio field `exportTo`, to which the namespace of the gateway or waypoint
   * is added. ztunnel shows the hosts to all pods of ambient mode whatever it says: with EgressStrategy.waypoint() say `allowedCallers` as well.
   *
   * Rejects a Sidecar of these namespaces that does not import the hosts, at synthesis: its pods would bypass the gateway. Without
   * `clients` only a Sidecar for all pods of a namespace is checked. With EgressStrategy.waypoint() rejects a Namespace of this app that is not
   * in ambient mode, for the same reason.
   *
   * @default - all namespaces
   */
  readonly clients?: (string | INamespaceLike | IConstruct)[];

  /**
   * The name of the objects, and the beginning of their names where there are several of a kind.
   *
   * @default - the id of the construct in kebab-case; where the gateway or waypoint is in another namespace than the chart, that of the chart and "-"
   * before it, because charts of several namespaces meet there
   */
  readonly name?: string;
}
