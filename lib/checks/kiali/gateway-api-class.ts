import { BUILT_IN_GATEWAY_CLASSES } from '../../istio/gateway-classes';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { checkedObjects } from './shared/namespaces';
import { nearestName } from './shared/suggestion';

/** Gateways of a class that nobody has declared. */
export const gatewayApiClass: Check = {
  name: 'gateway-api-class',
  mirrors: ['business/checkers/k8sgateways/gatewayclass'],
  codes: {
    KIA1504: {
      name: 'GatewayClassUnknown',
      severity: 'error',
      source: 'kiali',
      summary: 'A Gateway has a gatewayClassName that does not exist.',
      explanation:
        'The class decides which controller manages a Gateway. No controller manages an unknown class: there are no pods and no address, and the status of the Gateway stays at "Waiting for controller".',
      remedy: 'Write istio, or another class that exists.',
      references: [
        VALIDATIONS,
        'https://gateway-api.sigs.k8s.io/reference/spec/',
        'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/',
      ],
    },
  },
  run(mesh, report) {
    const classes = new Set([
      ...BUILT_IN_GATEWAY_CLASSES.keys(),
      ...mesh.all('gateway.networking.k8s.io/GatewayClass').map(({ name }) => name),
    ]);
    const known = [...classes];
    for (const object of checkedObjects(mesh, 'gateway.networking.k8s.io/Gateway')) {
      const { gatewayClassName = '' } = object.spec;
      if (classes.has(gatewayClassName)) {
        continue;
      }
      const close = nearestName(gatewayClassName, known);
      report({
        code: 'KIA1504',
        object,
        path: 'spec.gatewayClassName',
        absence: true,
        message: `"${gatewayClassName}" is not a class that istiod creates, and no GatewayClass of this name is among the manifests. If the cluster has none either, no controller manages this Gateway: it gets no pods and no address.`,
        fix:
          close === undefined
            ? `Write one of ${known.join(', ')}. If another controller owns the class, list its GatewayClass in the externals.`
            : `Write ${close}.`,
      });
    }
  },
};
