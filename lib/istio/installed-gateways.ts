import { DATAPLANE_MODE, INJECT } from './data-plane-labels';
import { GATEWAY_TEMPLATE, INJECTION_TEMPLATE } from './injection';

/** A port of a gateway's Service, and the port of the pods that it leads to. */
interface InstalledPort {
  readonly port: number;
  readonly targetPort?: number;
  readonly name?: string;
}

/** What Istio's charts call the port of the health check in the Service of a gateway. */
export const INSTALLED_STATUS_PORT = 'status-port';

/** What is known of a gateway by the way it was installed. */
export interface InstalledGateway {
  /** Name of its Deployment and its Service. */
  readonly name: string;
  /** Labels of its pods that tell them from others. A Gateway's `selector` names them. */
  readonly selector: Readonly<Record<string, string>>;
  /** All labels of its pods that do not depend on settings or on the release of Istio. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** The service account that its pods run as; undefined where nobody said it. */
  readonly serviceAccount?: string;
  /** The ports of its Service, without that of the health check. */
  readonly ports: readonly InstalledPort[];
  /** Whether its Service has the port of the health check. */
  readonly hasStatusPort: boolean;
  readonly serviceType?: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
}

/**
 * A gateway of `istioctl install`.
 *
 * Mirrors manifests/charts/gateways/istio-ingress and istio-egress: values.yaml, serviceaccount.yaml, service.yaml,
 * deployment.yaml.
 */
export function istioctlGateway(kind: 'ingressgateway' | 'egressgateway'): InstalledGateway {
  const name = `istio-${kind}`;
  const ingress = kind === 'ingressgateway';
  return {
    name,
    selector: { istio: kind },
    podLabels: {
      app: name,
      istio: kind,
      'app.kubernetes.io/name': name,
      [DATAPLANE_MODE]: 'none',
      'operator.istio.io/component': ingress ? 'IngressGateways' : 'EgressGateways',
      'service.istio.io/canonical-name': name,
    },
    serviceAccount: `${name}-service-account`,
    ports: [
      { port: 80, targetPort: 8080 },
      { port: 443, targetPort: 8443 },
    ],
    hasStatusPort: ingress,
    serviceType: ingress ? 'LoadBalancer' : 'ClusterIP',
  };
}

/**
 * A gateway of the Helm chart `gateway`. Everything bears the name of the release, and so does the service account unless the
 * value `serviceAccount.name` says otherwise.
 *
 * Mirrors manifests/charts/gateway: values.yaml, _helpers.tpl (gateway.selectorLabels, gateway.serviceAccountName), deployment.yaml.
 */
export function helmGateway(release: string, serviceAccount: string = release): InstalledGateway {
  const selector = { istio: release.replace(/^istio-/, '') };
  return {
    name: release,
    selector,
    podLabels: {
      app: release,
      ...selector,
      'app.kubernetes.io/name': release,
      [DATAPLANE_MODE]: 'none',
      [INJECT]: 'true',
    },
    podAnnotations: { [INJECTION_TEMPLATE]: GATEWAY_TEMPLATE },
    serviceAccount,
    ports: [{ port: 80 }, { port: 443 }],
    hasStatusPort: true,
    serviceType: 'LoadBalancer',
  };
}

/** What Istio's documentation, its profiles and its charts' examples call gateways. */
const USUAL: readonly InstalledGateway[] = [
  istioctlGateway('ingressgateway'),
  istioctlGateway('egressgateway'),
  ...['istio-eastwestgateway', 'istio-ingress', 'istio-egress', 'istio-eastwest'].map((release) =>
    helmGateway(release),
  ),
];

/** Whether pods of a gateway with one of the usual names have labels. */
export function isInstalledGateway(labels: Readonly<Record<string, string>>): boolean {
  const asked = Object.keys(labels);
  return (
    asked.length > 0 &&
    USUAL.some(({ name, podLabels }) => {
      const known = { 'service.istio.io/canonical-name': name, ...podLabels };
      return asked.every((key) => known[key as keyof typeof known] === labels[key]);
    })
  );
}

/** Whether gateways are usually installed in a namespace. */
export function isGatewayNamespace(namespace: string, rootNamespace: string): boolean {
  return namespace === rootNamespace || /^istio-|gateway|gress/.test(namespace);
}
