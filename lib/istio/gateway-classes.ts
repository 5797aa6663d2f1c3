import { WAYPOINT_CLASS } from './waypoint';

/** What istiod does with the Gateways of a controller. */
export interface GatewayController {
  /** The pods that it makes; undefined where it makes none. */
  readonly pods?: 'gateway' | 'waypoint';
  /** The label `gateway.istio.io/managed` of these pods. */
  readonly label?: string;
  /** Whether their Deployment bears the name of the Gateway alone, without that of the class. */
  readonly namedAlone?: boolean;
}

/**
 * The controllers that istiod is for GatewayClasses, by the default name of each (pilot/pkg/config/kube/gatewaycommon/classinfo.go:
 * GetClassInfos). An east-west gateway is a waypoint of another class.
 */
export const GATEWAY_CONTROLLERS: ReadonlyMap<string, GatewayController> = new Map<string, GatewayController>([
  ['istio.io/gateway-controller', { pods: 'gateway', label: 'istio.io-gateway-controller' }],
  ['istio.io/unmanaged-gateway', {}],
  ['istio.io/mesh-controller', { pods: 'waypoint', label: 'istio.io-mesh-controller', namedAlone: true }],
  ['istio.io/eastwest-controller', { pods: 'waypoint', label: 'istio.io-eastwest-controller', namedAlone: true }],
]);

/** The classes that istiod makes itself, with their controllers (classinfo.go: GetBuiltinGatewayClasses). */
export const BUILT_IN_GATEWAY_CLASSES: ReadonlyMap<string, string> = new Map([
  ['istio', 'istio.io/gateway-controller'],
  ['istio-remote', 'istio.io/unmanaged-gateway'],
  [WAYPOINT_CLASS, 'istio.io/mesh-controller'],
  ['istio-east-west', 'istio.io/eastwest-controller'],
]);
