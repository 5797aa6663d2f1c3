import { compact } from '../../core/expect';
import { DATAPLANE_MODE, INJECT, REVISION } from '../../istio/data-plane-labels';
import { GATEWAY_TEMPLATE, INJECTED_IMAGE, INJECTION_TEMPLATE, PROXY_CONTAINER } from '../../istio/injection';
import { STATUS_PORT } from '../../istio/load-balancer';
import type { GatewayResources } from './gateway-resources';

/** What is known of a gateway's pods when it is written. */
export interface GatewayPods {
  readonly name: string;
  readonly selector: Record<string, string>;
  readonly revision: string | undefined;
  /** Ports on which servers of Gateways listen. */
  readonly ports: readonly number[];
  /** What differs from the proxy configuration of the mesh. */
  readonly proxyConfig: Record<string, unknown>;
  /** Undefined where an autoscaler decides. */
  readonly replicas: number | undefined;
  readonly resources: GatewayResources;
  /** The fields that say where they run. */
  readonly placement: Record<string, unknown>;
}

const PROXY_CONFIG = 'proxy.istio.io/config';

/** The labels of all objects of a gateway. */
export function gatewayLabels({ name, selector }: Pick<GatewayPods, 'name' | 'selector'>): Record<string, string> {
  return { ...selector, 'app.kubernetes.io/name': name, [DATAPLANE_MODE]: 'none' };
}

/** The labels of its pods. */
export function podLabels(pods: Pick<GatewayPods, 'name' | 'selector' | 'revision'>): Record<string, string> {
  const labels = { ...gatewayLabels(pods), [INJECT]: 'true' };
  return pods.revision === undefined ? labels : { ...labels, [REVISION]: pods.revision };
}

/** The annotations of its pods. */
export function podAnnotations({ proxyConfig }: Pick<GatewayPods, 'proxyConfig'>): Record<string, string> {
  return {
    [INJECTION_TEMPLATE]: GATEWAY_TEMPLATE,
    // The agent serves the metrics of Envoy and its own together.
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': '15020',
    'prometheus.io/path': '/stats/prometheus',
    ...(Object.keys(proxyConfig).length > 0 && { [PROXY_CONFIG]: JSON.stringify(proxyConfig) }),
  };
}

/**
 * The spec of a gateway's Deployment. All that the proxy needs (image, environment, volumes, probes) is left to the injector, so that it
 * is of the release of Istio that runs.
 *
 * Mirrors manifests/charts/gateway/templates/deployment.yaml.
 */
export function deploymentSpec(pods: GatewayPods): Record<string, unknown> {
  return compact({
    replicas: pods.replicas,
    selector: { matchLabels: pods.selector },
    // A new pod is ready before an old one ends.
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '25%' } },
    template: {
      metadata: { labels: podLabels(pods), annotations: podAnnotations(pods) },
      spec: {
        serviceAccountName: pods.name,
        securityContext: {
          seccompProfile: { type: 'RuntimeDefault' },
          // By it a proxy without root opens ports 80 and 443.
          sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
        },
        containers: [
          {
            name: PROXY_CONTAINER,
            image: INJECTED_IMAGE,
            ports: [STATUS_PORT, ...pods.ports].map((containerPort) => ({ containerPort, protocol: 'TCP' })),
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
              privileged: false,
              readOnlyRootFilesystem: true,
              runAsNonRoot: true,
            },
            resources: pods.resources,
          },
        ],
        ...pods.placement,
      },
    },
  });
}
