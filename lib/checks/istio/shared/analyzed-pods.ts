import { ofFlagger } from '../../../mesh/flagger';
import { isIgnored } from '../../../istio/ignored-namespaces';
import { isAmbientPod, isInMesh } from '../../../mesh/injection';
import type { SelectablePods } from '../../../mesh/pod-index';
import { PodIndex } from '../../../mesh/pod-index';
import type { Mesh } from '../../../mesh/reading/mesh';

/** All pods that Istio's analyzers see, and those that Flagger will make: `mesh.derive(analyzedPods)`. */
export function analyzedPods(mesh: Mesh): PodIndex {
  const pods = [...mesh.workloads, ...mesh.derive(ofFlagger).primaries]
    .filter(({ namespace }) => !isIgnored(namespace))
    .map((workload): SelectablePods => {
      const { namespace, labels } = workload;
      const ambient = isAmbientPod(workload);
      return { namespace, labels, ambient, inMesh: ambient || isInMesh(workload, mesh), workload };
    });
  return new PodIndex([...pods, ...ingressGateway(mesh)]);
}

/** Unless MeshConfig turns Ingress off, Istio takes it for granted that its ingress gateway is installed. */
function ingressGateway(mesh: Mesh): SelectablePods[] {
  if (mesh.context.meshConfig.ingressControllerMode === 'OFF') {
    return [];
  }
  const namespace = mesh.context.rootNamespace;
  const inMesh = mesh.find('core/Namespace', '', namespace)?.labels['istio-injection'] === 'enabled';
  return [{ namespace, labels: { istio: 'ingressgateway' }, ambient: false, inMesh }];
}
