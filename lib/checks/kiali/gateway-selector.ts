import type { Check } from '../check';
import { unseenWorkloads } from '../istio/unseen-workloads';
import { labelText, unmatchedAnywhere } from './shared/labels';
import { checkedObjects } from './shared/namespaces';
import { workloadIndex } from './shared/workloads';

/** Gateways that no pods are selected for. */
export const gatewaySelector: Check = {
  codes: ['KIA0302'],
  run(mesh, report) {
    const workloads = mesh.derive(workloadIndex);
    for (const object of checkedObjects(mesh, 'networking.istio.io/Gateway')) {
      const { selector = {} } = object.spec;
      const unseen = unseenWorkloads(object, selector, undefined, mesh);
      if ((unseen !== undefined && mesh.context.world === 'open') || workloads.select(selector).length > 0) {
        continue;
      }
      report({
        code: 'KIA0302',
        object,
        path: 'spec.selector',
        absence: true,
        message: `No workload of any namespace has the labels ${labelText(selector)}. No proxy opens the ports of this Gateway.`,
        fix: workloads.all.some(({ workload }) => workload !== undefined)
          ? unmatchedAnywhere(mesh, selector)
          : 'Write labels that the pods of a gateway have, or name the gateway among the externals if it is installed elsewhere.',
        ...unseen,
      });
    }
  },
};
