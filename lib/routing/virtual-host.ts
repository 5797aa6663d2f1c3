import type { VirtualService } from '../mesh/virtual-services';
import type { RouteEntry } from './http-routes';

/** What a proxy does with the requests for some hosts. */
export interface VirtualHost {
  /** As istiod names it: `shop.example.com:80`. */
  readonly name: string;
  /** Names, each exact, `*.` and an ending, or `*`; the Host of a request is looked up without its port. */
  readonly domains: readonly string[];
  /** In the order in which Envoy tries them. */
  readonly routes: readonly RouteEntry[];
  /** Whether every request without TLS is redirected (`httpsRedirect`). */
  readonly requireTls?: boolean;
  /** The VirtualServices that have these hosts too, and that the proxy never uses. */
  readonly ignored: readonly IgnoredVirtualService[];
}

export interface IgnoredVirtualService {
  readonly object: VirtualService;
  /** `other`: only another one is used. `wildcard`: one with the host itself, or with a longer wildcard, takes precedence. `empty`: it has no route for the proxy. */
  readonly why: 'other' | 'wildcard' | 'empty';
}

/** pilot/pkg/networking/util/util.go: SortVirtualHosts. */
export function byName(a: VirtualHost, b: VirtualHost): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
