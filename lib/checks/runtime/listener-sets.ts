import { gatewayOf, isOfIstio, takesListenerSet } from '../../mesh/route-parents';
import type { Check } from '../check';

/** ListenerSets whose Gateway does not take them. */
export const listenerSets: Check = {
  name: 'listener-sets',
  mirrors: ['pilot/pkg/config/kube/gatewaycommon/gateway_utils.go: NamespaceAcceptedByAllowListeners'],
  codes: {
    CDI0148: {
      name: 'ListenerSetNotAllowed',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A Gateway does not take the listeners of a ListenerSet.',
      explanation:
        'A ListenerSet adds listeners to a Gateway, if that allows it in `allowedListeners.namespaces`. By default it takes none, not even from its own namespace. istiod then ignores the ListenerSet and all routes that are attached to it: nothing listens for its hosts, and requests get 404 or connections are refused.',
      remedy: 'Let the Gateway take listeners from the namespace of the ListenerSet.',
      references: ['https://gateway-api.sigs.k8s.io/reference/spec/#allowedlisteners'],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('gateway.networking.k8s.io/ListenerSet')) {
      const gateway = gatewayOf(mesh, object);
      if (gateway === undefined || !isOfIstio(mesh, gateway)) {
        continue;
      }
      if (takesListenerSet(mesh, gateway, object.namespace) === false) {
        const from = gateway.spec.allowedListeners?.namespaces?.from;
        report({
          code: 'CDI0148',
          object,
          path: 'spec.parentRef',
          related: [{ object: gateway, path: from === undefined ? 'spec' : 'spec.allowedListeners' }],
          message: `Gateway ${gateway.key} takes no listeners from namespace ${object.namespace}: allowedListeners.namespaces ${from === undefined ? 'is not set, which means None' : `says ${from}`}. istiod ignores this ListenerSet and the routes that are attached to it.`,
          fix: `Set allowedListeners.namespaces.from of the Gateway to ${object.namespace === gateway.namespace ? 'Same' : 'All, or to Selector with labels that the namespace has'}.`,
        });
      }
    }
  },
};
