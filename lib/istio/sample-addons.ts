/** Services of Istio's sample addons, whose manifests name the namespace. */
const ADDONS: ReadonlySet<string> = new Set([
  'grafana',
  'jaeger-collector',
  'kiali',
  'loki',
  'prometheus',
  'tracing',
  'zipkin',
]);

export const ADDON_NAMESPACE = 'istio-system';

/** The full host of the sample addon with a name, if there is one. */
export function addonHost(name: string, clusterDomain: string): string | undefined {
  return ADDONS.has(name) ? `${name}.${ADDON_NAMESPACE}.svc.${clusterDomain}` : undefined;
}

/** A dashboard of the sample addons, as it is installed. */
export interface AddonDashboard {
  /** A word for it. */
  readonly id: string;
  readonly service: string;
  readonly port: number;
  readonly portName: string;
  /** The path that it serves; undefined for "/". */
  readonly path?: string;
  /** For one that serves "/": what tells it the address that browsers use. */
  readonly settings?: (address: string) => string;
}

/** Mirrors samples/addons: kiali.yaml (server.web_root), grafana.yaml, jaeger.yaml (base_path), prometheus.yaml. */
export const ADDON_DASHBOARDS = {
  kiali: { id: 'kiali', service: 'kiali', port: 20001, portName: 'http', path: '/kiali' },
  grafana: {
    id: 'grafana',
    service: 'grafana',
    port: 3000,
    portName: 'service',
    settings: (address) => `GF_SERVER_ROOT_URL=${address} in the environment of Grafana`,
  },
  jaeger: { id: 'jaeger', service: 'tracing', port: 80, portName: 'http-query', path: '/jaeger' },
  prometheus: {
    id: 'prometheus',
    service: 'prometheus',
    port: 9090,
    portName: 'http',
    settings: (address) => `--web.external-url=${address} and --web.route-prefix=/ in the arguments of Prometheus`,
  },
} as const satisfies Record<string, AddonDashboard>;
