import { isObject } from '../core/is-object';
import type { InstalledGateway } from '../istio/installed-gateways';
import { istioctlGateway } from '../istio/installed-gateways';
import { STATUS_PORT } from '../istio/load-balancer';
import type { Manifest } from '../mesh/reading/mesh-object';

/** The gateways that `istioctl install` makes, by the names that settings know them by. */
export const INSTALLED_GATEWAYS: ReadonlyMap<string, ExternalGateway> = new Map([
  ['istioIngressGateway', { ...istioctlGateway('ingressgateway'), namespace: 'istio-system' }],
  ['istioEgressGateway', { ...istioctlGateway('egressgateway'), namespace: 'istio-system' }],
]);

/** A gateway that runs already. */
interface ExternalGateway extends InstalledGateway {
  readonly namespace: string;
}

/**
 * Annotation of an external manifest: what of it nobody said, `labels` of a Namespace or `service-account` of pods. Nothing is
 * concluded from that.
 */
const NOT_KNOWN = 'cdk8s-istio/not-known';

/** Whether nobody said which service account pods run as. */
export function isAccountUnknown(annotations: Readonly<Record<string, string>>): boolean {
  return annotations[NOT_KNOWN] === 'service-account';
}

/** Whether nobody said which labels a Namespace has. */
export function areLabelsUnknown(annotations: Readonly<Record<string, string>>): boolean {
  return annotations[NOT_KNOWN] === 'labels';
}

/** Externals, with those Namespaces last of which only the name is known: of two with one name the first holds. */
export function toldFirst(externals: readonly Manifest[]): Manifest[] {
  const isAssumed = ({ metadata }: Manifest): boolean =>
    isObject(metadata) && isObject(metadata.annotations) && metadata.annotations[NOT_KNOWN] === 'labels';
  return [...externals.filter((each) => !isAssumed(each)), ...externals.filter(isAssumed)];
}

/** Several manifests as one value. */
export function listOf(items: readonly unknown[]): Manifest {
  return { apiVersion: 'v1', kind: 'List', items };
}

/** The namespace, the pods and the Service of a gateway. */
export function gatewayManifests(gateway: ExternalGateway): Manifest {
  const { name, namespace, podLabels, podAnnotations, serviceAccount, hasStatusPort, serviceType, ports } = gateway;
  const isOfControlPlane = podLabels['operator.istio.io/component'] !== undefined;
  return listOf([
    mentionedNamespace(namespace, { inMesh: !isOfControlPlane }),
    workloadManifest(
      name,
      namespace,
      podLabels,
      { serviceAccountName: serviceAccount, containers: [{ name: 'istio-proxy', image: 'auto' }] },
      podAnnotations,
    ),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, labels: podLabels },
      spec: {
        type: serviceType,
        selector: podLabels.app === undefined ? gateway.selector : { app: podLabels.app, ...gateway.selector },
        ports: [
          ...(hasStatusPort ? [{ name: 'status-port', port: STATUS_PORT, targetPort: STATUS_PORT }] : []),
          ...ports.map(({ port, targetPort = port, name = portName(port) }) => ({ name, port, targetPort })),
        ],
      },
    },
  ]);
}

/** As Istio's charts name it. What others named theirs is not known, and so neither is the protocol. */
function portName(port: number): string {
  return port === 80 ? 'http2' : port === 443 ? 'https' : `port-${port}`;
}

export function namespaceManifest(name: string, labels: Readonly<Record<string, string>> = {}): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/**
 * A namespace in which something is, and of which nothing else was said.
 *
 * @param options whether it is taken for one of the mesh, as one that nobody mentions is. `istioctl install` puts no label on that of istiod
 */
export function mentionedNamespace(name: string, { inMesh }: { readonly inMesh: boolean }): Manifest {
  const labels = inMesh ? { 'istio-injection': 'enabled' } : {};
  const annotations = { [NOT_KNOWN]: 'labels' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels, annotations } };
}

/** @param pod the spec of the pods; without `serviceAccountName` nothing is concluded from the identity that they have */
export function workloadManifest(
  name: string,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  pod: { readonly serviceAccountName?: string; readonly containers: readonly object[] },
  podAnnotations: Readonly<Record<string, string>> = {},
): Manifest {
  const unknown = pod.serviceAccountName === undefined ? { [NOT_KNOWN]: 'service-account' } : {};
  const annotations = { ...podAnnotations, ...unknown };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels, annotations }, spec: pod } },
  };
}
