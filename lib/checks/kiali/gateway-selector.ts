import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { unseenWorkloads } from '../istio/unseen-workloads';
import { labelText, unmatchedAnywhere } from './shared/labels';
import { checkedObjects } from './shared/namespaces';
import { workloadIndex } from './shared/workloads';

/** Gateways that no pods are selected for. */
export const gatewaySelector: Check = {
  name: 'gateway-selector',
  mirrors: ['business/checkers/gateways/selector'],
  codes: {
    KIA0302: {
      name: 'GatewayWithoutPods',
      severity: 'warning',
      source: 'kiali',
      summary: 'No workload has the labels that a Gateway selects.',
      explanation:
        'A Gateway configures the proxies that its selector matches; it creates no pods. If there are none, no port is opened, and clients get no answer or an error of the load balancer. The profiles of istioctl use the label `istio: ingressgateway`; the Helm chart `gateway` derives it from the name of the release.',
      remedy: 'Write the labels of the gateway pods.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/networking/gateway/',
        'https://istio.io/latest/docs/setup/additional-setup/gateway/',
      ],
      twin: 'IST0101',
    },
  },
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
          : 'Write labels that the pods of a gateway have, or list the gateway in the externals if it is installed elsewhere.',
        ...unseen,
      });
    }
  },
};
