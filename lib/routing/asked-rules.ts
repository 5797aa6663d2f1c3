import type { KnownRequest } from '../istio/authorization-match';
import type { AuthorizationPolicies } from '../mesh/authorization';
import type { PlacedDestination } from '../mesh/delegates';
import type { Proxy } from '../mesh/proxies';
import type { RouteEntry } from './http-routes';
import type { Reception } from './received';
import type { VirtualHost } from './virtual-host';

/** Rules that a proxy tries on a request. */
export type AskedRules = AskedRoutes | AskedPolicies;

/** The routes of a virtual host, of which the first that fits takes the request. */
export interface AskedRoutes {
  readonly kind: 'routes';
  readonly proxy: Proxy;
  readonly host: VirtualHost;
  readonly reception: Reception;
  /** The routes that the request has taken before, which may have changed it. */
  readonly before: readonly TakenRoute[];
}

/** The policies of pods, or of a gateway. */
export interface AskedPolicies {
  readonly kind: 'policies';
  readonly proxy: Proxy;
  readonly policies: AuthorizationPolicies;
  /** What is known of the connection. */
  readonly connection: KnownConnection;
  readonly reception: Reception;
  readonly before: readonly TakenRoute[];
}

export type KnownConnection = Pick<KnownRequest, 'port' | 'identities' | 'peerAddress' | 'remoteAddress' | 'sni'>;

/** A route, and which of its destinations. */
export interface TakenRoute {
  readonly route: RouteEntry;
  readonly destination?: PlacedDestination;
  /** How the proxy took the request in that has the route. */
  readonly reception: Reception;
}
