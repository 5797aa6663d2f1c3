export { HstsOptions, IngressTls, IngressTlsOptions } from './ingress-tls';
export { IngressPolicy, IngressRoute, IngressRouteOptions, RouteOrder } from './ingress-route';
export { IngressedService, IngressedServiceProps } from './ingressed-service';
export { Release } from './release';
