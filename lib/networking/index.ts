export {
  Destination,
  DestinationOptions,
  HostDestinationOptions,
  SubsetDestinationOptions,
  WeightedOptions,
} from './destination';
export * from './default-endpoint';
export * from './destination-rule';
export { EgressHost } from './egress-host';
export { AnyPortEgressOptions, EgressListener, PortEgressOptions, SocketEgressOptions } from './egress-listener';
export * from './envoy-filter';
export * from './fault';
export * from './gateway';
export { IGateway } from './gateway-handle';
export {
  GatewayServer,
  GatewayServerOptions,
  HttpServerOptions,
  ProtocolServerOptions,
  TcpServerOptions,
  TlsServerOptions,
} from './gateway-server';
export * from './gateway-workload';
export * from './mesh-settings';
export { HttpMatch } from './http-match';
export * from './http-match-options';
export { HttpMirror, HttpRouteOptions } from './http-route';
export { IngressListener } from './ingress-listener';
export { IstioResource, ResourceProps } from './istio-resource';
export * from './outbound-traffic-policy';
export * from './proxy-config';
export * from './readiness-probe';
export * from './retries';
export * from './rewrite';
export * from './server-tls';
export * from './sidecar';
export { SidecarListenerOptions } from './sidecar-port';
export * from './service-entry';
export * from './string-match';
export * from './subset';
export { ConnectionMatch, TcpRouteOptions, TlsMatch, TlsRouteOptions } from './tls-route';
export * from './virtual-service';
export * from './virtual-service-handle';
export { WorkloadEntry, WorkloadEntryProps, WorkloadTemplate } from './workload-entry';
export * from './workload-group';
export * from './workload-mode';
