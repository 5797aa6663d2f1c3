import type { Manifest } from '../mesh/reading/mesh-object';

/** A gateway that runs already. */
interface ExternalGateway {
  readonly name: string;
  readonly namespace: string;
  /** Labels of its pods. */
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly port: number; readonly targetPort?: number }[];
}

/** The gateways that `istioctl install` makes, by the names that settings know them by. */
export const INSTALLED_GATEWAYS: ReadonlyMap<string, ExternalGateway> = new Map(
  ['ingressgateway', 'egressgateway'].map((name) => [
    name === 'ingressgateway' ? 'istioIngressGateway' : 'istioEgressGateway',
    {
      name: `istio-${name}`,
      namespace: 'istio-system',
      selector: { istio: name },
      ports: [
        { port: 80, targetPort: 8080 },
        { port: 443, targetPort: 8443 },
      ],
    },
  ]),
);

/** Several manifests as one value. */
export function listOf(items: readonly unknown[]): Manifest {
  return { apiVersion: 'v1', kind: 'List', items };
}

/** The namespace, the pods and the Service of a gateway. */
export function gatewayManifests({ name, namespace, selector, ports }: ExternalGateway): Manifest {
  const labels = { app: name, ...selector };
  return listOf([
    namespaceManifest(namespace),
    workloadManifest(name, namespace, labels, {
      serviceAccountName: `${name}-service-account`,
      containers: [{ name: 'istio-proxy', image: 'auto' }],
    }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, labels },
      spec: {
        type: 'LoadBalancer',
        selector: labels,
        ports: [
          { name: 'status-port', port: 15021, targetPort: 15021 },
          ...ports.map(({ port, targetPort = port }) => ({
            name: port === 80 ? 'http2' : port === 443 ? 'https' : `tcp-${port}`,
            port,
            targetPort,
          })),
        ],
      },
    },
  ]);
}

export function namespaceManifest(name: string, labels: Readonly<Record<string, string>> = {}): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

export function workloadManifest(
  name: string,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  pod: object,
): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
  };
}
