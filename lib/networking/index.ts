export {
  Destination,
  DestinationOptions,
  HostDestinationOptions,
  SubsetDestinationOptions,
  WeightedOptions,
} from './destination';
export * from './destination-rule';
export * from './fault';
export * from './gateway';
export { IGateway } from './gateway-handle';
export * from './gateway-server';
export * from './gateway-workload';
export * from './http-match';
export { HttpMirror, HttpRouteOptions } from './http-route';
export { IstioResource, ResourceProps } from './istio-resource';
export * from './retries';
export * from './rewrite';
export * from './server-tls';
export * from './string-match';
export * from './subset';
export { ConnectionMatch, TcpRouteOptions, TlsMatch, TlsRouteOptions } from './tls-route';
export * from './virtual-service';
export * from './virtual-service-handle';
