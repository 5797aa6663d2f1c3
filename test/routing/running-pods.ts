import { isInMesh } from '../../lib/mesh/injection';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../real/manifest';

/** What a cluster has of what makes pods: a Pod that runs, with its address and the sidecar that it got. */
export function running(manifests: readonly Manifest[], addressOf: (thing: string) => string): Manifest[] {
  const mesh = new Mesh(manifests);
  return manifests.map((manifest) => {
    const workload = mesh.workloads.find(({ object }) => object.manifest === manifest);
    if (workload === undefined) {
      return manifest;
    }
    const { name, namespace, labels, annotations, pod, containers } = workload;
    const hasProxy = containers.some((each) => each.name === 'istio-proxy');
    const sidecar = isInMesh(workload, mesh) && !hasProxy ? [{ name: 'istio-proxy', image: 'proxyv2' }] : [];
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels, annotations },
      spec: { ...pod, containers: [...containers, ...sidecar] },
      status: { podIP: addressOf(`${namespace}/${name}`) },
    };
  });
}
