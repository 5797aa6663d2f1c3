export { EgressSniPassthrough, EgressSniPassthroughProps } from './egress-sni-passthrough';
export { EgressStrategy } from './egress-strategy';
export { SniForwardOptions } from './egress/sni-forward';
export { HopSecurity } from './hop-security';
export { HstsOptions, IngressTls, IngressTlsOptions } from './ingress-tls';
export { IngressPolicy, IngressRoute, IngressRouteOptions, RouteOrder } from './ingress-route';
export { IngressedService, IngressedServiceProps } from './ingressed-service';
export { Release } from './release';
