import { DATAPLANE_MODE } from '../../istio/data-plane-labels';
import { isAmbientNamespace } from '../../mesh/injection';
import type { Change } from './change';
import { NOTES_1_31 } from './change';

export const hostNetworkPods: Change = {
  name: 'host-network-pods',
  since: '1.31',
  references: [NOTES_1_31, 'https://github.com/istio/istio/issues/61168'],
  find(mesh, _, report) {
    for (const { object, namespace, labels, pod, path } of mesh.workloads) {
      const home = mesh.find('core/Namespace', '', namespace);
      const mode = labels[DATAPLANE_MODE] ?? (home !== undefined && isAmbientNamespace(home) ? 'ambient' : undefined);
      if (pod.hostNetwork === true && mode === 'ambient') {
        report({
          object,
          path: [path, 'spec.hostNetwork'].filter((part) => part !== '').join('.'),
          message:
            'istio-cni of Istio 1.30 takes pods with the network of their node for pods of the ambient mesh. From 1.31 on they are left out, so callers do not see them as members of the mesh.',
          fix: `Write the label ${DATAPLANE_MODE}: none to say so, or remove hostNetwork.`,
        });
      }
    }
  },
};
