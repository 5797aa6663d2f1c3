/** The fields by which a patch is matched. */
export const PATCH_MATCHES = ['listener', 'routeConfiguration', 'cluster', 'waypoint'] as const;

export type PatchMatch = (typeof PATCH_MATCHES)[number];

interface PatchTarget {
  /** The message of Envoy that is changed. */
  readonly message: string;
  /** The match that goes with it, if one does. */
  readonly match?: PatchMatch;
}

/** What a patch can be applied to. */
export const PATCH_TARGETS: ReadonlyMap<string, PatchTarget> = new Map<string, PatchTarget>([
  ['LISTENER', { message: 'envoy.config.listener.v3.Listener', match: 'listener' }],
  ['FILTER_CHAIN', { message: 'envoy.config.listener.v3.FilterChain', match: 'listener' }],
  ['NETWORK_FILTER', { message: 'envoy.config.listener.v3.Filter', match: 'listener' }],
  [
    'HTTP_FILTER',
    { message: 'envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter', match: 'listener' },
  ],
  ['ROUTE_CONFIGURATION', { message: 'envoy.config.route.v3.RouteConfiguration', match: 'routeConfiguration' }],
  ['VIRTUAL_HOST', { message: 'envoy.config.route.v3.VirtualHost', match: 'routeConfiguration' }],
  ['HTTP_ROUTE', { message: 'envoy.config.route.v3.Route', match: 'routeConfiguration' }],
  ['CLUSTER', { message: 'envoy.config.cluster.v3.Cluster', match: 'cluster' }],
  ['EXTENSION_CONFIG', { message: 'envoy.config.core.v3.TypedExtensionConfig' }],
  ['BOOTSTRAP', { message: 'envoy.config.bootstrap.v3.Bootstrap' }],
  ['LISTENER_FILTER', { message: 'envoy.config.listener.v3.ListenerFilter' }],
]);
