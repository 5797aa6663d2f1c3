import type { Mesh } from './mesh';
import type { MeshObject } from './mesh-object';
import type { ContainerSpec } from './kubernetes-kinds';
import type { Workload } from './workload';

export const PROXY_CONTAINER = 'istio-proxy';
export const INJECT = 'sidecar.istio.io/inject';
export const INJECTION = 'istio-injection';
export const REVISION = 'istio.io/rev';
export const DATAPLANE_MODE = 'istio.io/dataplane-mode';

/** Whether the injector adds a proxy to pods. A namespace that is not among the manifests is taken for one of the mesh. */
export function isInjected({ labels, annotations, containers, namespace }: Workload, mesh: Mesh): boolean {
  if (containers.some(({ name }) => name === PROXY_CONTAINER)) {
    return false;
  }
  for (const value of [labels[INJECT], annotations[INJECT]]) {
    if (value === 'true' || value === 'false') {
      return value === 'true';
    }
  }
  const known = mesh.find('core/Namespace', '', namespace);
  switch (known?.labels[INJECTION]) {
    case 'enabled':
      return true;
    case 'disabled':
      return false;
  }
  return known === undefined || (known.labels[REVISION] ?? '') !== '';
}

/** Whether pods have a proxy, or get one. */
export function isInMesh(workload: Workload, mesh: Mesh): boolean {
  // The injector is asked of pods that are yet to be made; a Pod is taken as it stands.
  const injected = workload.path !== '' && isInjected(workload, mesh);
  return injected || saysInMesh(workload, [...workload.containers, ...(workload.pod.initContainers ?? [])], mesh);
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
