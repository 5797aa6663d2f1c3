import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { checkedObjects } from './shared/namespaces';
import { nearestName } from './shared/suggestion';

/** Classes that istiod makes itself. */
const BUILT_IN = ['istio', 'istio-remote', 'istio-waypoint', 'istio-east-west'];

/** Gateways of a class that nobody has declared. */
export const gatewayApiClass: Check = {
  name: 'gateway-api-class',
  mirrors: ['business/checkers/k8sgateways/gatewayclass'],
  codes: {
    KIA1504: {
      name: 'GatewayClassUnknown',
      severity: 'error',
      source: 'kiali',
      summary: 'A Gateway is of a class that does not exist.',
      explanation:
        'The class tells which controller takes care of a Gateway. For a class that nobody has declared no controller ' +
        'does: there are no pods and no address, and the status of the Gateway stays at "Waiting for controller".',
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
      ...BUILT_IN,
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
        message: `"${gatewayClassName}" is none of the classes that istiod makes, and no GatewayClass of this name is among the manifests. If there is none in the cluster, no controller takes care of this Gateway: it gets no pods and no address.`,
        fix:
          close === undefined
            ? `Write one of ${known.join(', ')}. If the class is another controller's, name its GatewayClass among the externals.`
            : `Write ${close}.`,
      });
    }
  },
};
