/*
 * The labels that put pods into the mesh, and those by which traffic of ambient mode finds its waypoint.
 *
 * istio.io/api: label/labels.gen.go
 */

/** Of a pod, "true" or "false": whether it gets a sidecar. */
export const INJECT = 'sidecar.istio.io/inject';

/** Of a namespace, "enabled" or "disabled". The webhooks of revisions leave out a namespace that has it. */
export const INJECTION = 'istio-injection';

/** The value of {@link INJECTION} that says whether pods get a sidecar. */
export function injectionValue(wanted: boolean): 'enabled' | 'disabled' {
  return wanted ? 'enabled' : 'disabled';
}

/** The revision of istiod, or its tag, whose sidecars pods get. */
export const REVISION = 'istio.io/rev';

/** "ambient" or "none". Pods with a sidecar are left out whatever it says. */
export const DATAPLANE_MODE = 'istio.io/dataplane-mode';

/** The name of the waypoint, or "none". Only ztunnel and other waypoints read it. */
export const USE_WAYPOINT = 'istio.io/use-waypoint';

/** Where that waypoint is, if it is in another namespace. */
export const WAYPOINT_NAMESPACE = 'istio.io/use-waypoint-namespace';

/** Of a waypoint: what it takes requests for. */
export const WAYPOINT_FOR = 'istio.io/waypoint-for';

/** All that decide whether, and how, the pods of a namespace are in the mesh. */
export const DATA_PLANE_LABELS = [INJECTION, REVISION, DATAPLANE_MODE, USE_WAYPOINT, WAYPOINT_NAMESPACE] as const;

/** Of a Service or its namespace, "true" or "false": whether gateways send requests through the waypoint too. */
export const INGRESS_USE_WAYPOINT = 'istio.io/ingress-use-waypoint';

/** A second waypoint, which gets a share of what is sent, and its namespace. */
export const USE_WAYPOINT_CANARY = 'istio.io/use-waypoint-canary';
export const WAYPOINT_CANARY_NAMESPACE = 'istio.io/use-waypoint-canary-namespace';
