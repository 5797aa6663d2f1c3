/** The GatewayClass of waypoints. pkg/config/constants/constants.go: WaypointGatewayClassName */
export const WAYPOINT_CLASS = 'istio-waypoint';

/** The listener that istiod looks for in a waypoint, as `istioctl waypoint apply` writes it. istioctl/pkg/waypoint/waypoint.go: makeGateway */
export const WAYPOINT_LISTENER = { name: 'mesh', port: 15008, protocol: 'HBONE' } as const;
