import { DATAPLANE_MODE, INJECT, INJECTION, REVISION } from '../istio/data-plane-labels';
import { INJECTED_IMAGE, PROXY_CONTAINER, isSeenByInjector } from '../istio/injection';
import { isIgnored } from '../istio/ignored-namespaces';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import type { ContainerSpec } from './reading/kubernetes-kinds';
import type { Workload } from './workload';

/** Whether the injector adds a proxy to pods, or writes the image of the one that they have. */
export function isInjected({ labels, annotations, containers, namespace, pod }: Workload, mesh: Mesh): boolean {
  const proxy = containers.find(({ name }) => name === PROXY_CONTAINER);
  const refused = (labels[INJECT] ?? annotations[INJECT]) === 'false' || pod.hostNetwork === true;
  return (
    (proxy === undefined || (proxy.image ?? '') === '' || proxy.image === INJECTED_IMAGE) &&
    !refused &&
    !isIgnored(namespace) &&
    isSeenByInjector(mesh.find('core/Namespace', '', namespace)?.labels, labels)
  );
}

/** Whether pods have a proxy, or get one. */
export function isInMesh(workload: Workload, mesh: Mesh): boolean {
  // The injector is asked of pods that are yet to be made; a Pod is taken as it stands.
  const injected = workload.path !== '' && isInjected(workload, mesh);
  return injected || saysInMesh(workload, [...workload.containers, ...(workload.pod.initContainers ?? [])], mesh);
}

/**
 * Whether pods surely have neither a sidecar nor ztunnel around them, and so speak no mutual TLS. A single Pod may have got a sidecar when it was
 * made. What runs gateways is not asked here.
 */
export function isOutsideMesh(workload: Workload, mesh: Mesh): boolean {
  const { pod, containers } = workload;
  if (pod.hostNetwork === true && !containers.some(({ name }) => name === PROXY_CONTAINER)) {
    return true;
  }
  return !isInMesh(workload, mesh) && !isInjected(workload, mesh) && !isForZtunnel(workload, mesh);
}

/** Whether pods surely have no sidecar, and ztunnel carries their traffic instead. */
export function isInAmbient(workload: Workload, mesh: Mesh): boolean {
  return (
    workload.pod.hostNetwork !== true &&
    !isInMesh(workload, mesh) &&
    !isInjected(workload, mesh) &&
    isForZtunnel(workload, mesh)
  );
}

function isForZtunnel(workload: Workload, mesh: Mesh): boolean {
  const home = mesh.find('core/Namespace', '', workload.namespace);
  const mode = workload.labels[DATAPLANE_MODE] ?? home?.labels[DATAPLANE_MODE];
  return mode === 'ambient' || isAmbientPod(workload);
}

/** Whether a Deployment itself says that its pods have a proxy, or its namespace does. */
export function deploymentInMesh(workload: Workload, mesh: Mesh): boolean {
  return saysInMesh(workload, workload.containers, mesh) || (mesh.context.world === 'open' && isInMesh(workload, mesh));
}

/** Whether ztunnel redirects the traffic of pods. */
export function isAmbientPod({ annotations }: Pick<Workload, 'annotations'>): boolean {
  return annotations['ambient.istio.io/redirection'] === 'enabled';
}

/** Whether the pods of a namespace are meant for ztunnel and not for sidecars. */
export function isAmbientNamespace({ labels }: MeshObject): boolean {
  return labels[DATAPLANE_MODE] === 'ambient' && labels[INJECTION] !== 'enabled' && (labels[REVISION] ?? '') === '';
}

function saysInMesh(
  { labels, annotations, namespace }: Workload,
  containers: readonly ContainerSpec[],
  mesh: Mesh,
): boolean {
  const proxy = containers.find(({ name }) => name === PROXY_CONTAINER);
  if ((proxy?.image ?? '') !== '') {
    return true;
  }
  const said = labels[INJECT] ?? annotations[INJECT];
  return said === undefined
    ? mesh.find('core/Namespace', '', namespace)?.labels[INJECTION] === 'enabled'
    : said === 'true';
}
