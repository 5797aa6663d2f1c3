import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { checkedObjects } from './shared/namespaces';

type Gateway = MeshObject<'gateway.networking.k8s.io/Gateway'>;

/** Listeners and addresses that more than one Gateway, or more than one listener, wants. */
export const gatewayApiListeners: Check = {
  name: 'gateway-api-listeners',
  mirrors: ['business/checkers/k8sgateways/multi_match'],
  codes: {
    KIA1501: {
      name: 'SeveralGatewaysForListener',
      severity: 'warning',
      source: 'kiali',
      summary: 'Two Gateways of the Gateway API listen for the same hostname, port and protocol.',
      explanation:
        'istiod runs pods and a load balancer for each Gateway. Two Gateways for the same hostname have two addresses, but DNS names one: routes that are attached only to the other get no requests.',
      remedy: 'Keep the hostname in one Gateway.',
      references: [
        VALIDATIONS,
        'https://gateway-api.sigs.k8s.io/reference/spec/',
        'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/',
      ],
    },
    KIA1502: {
      name: 'SeveralGatewaysForAddress',
      severity: 'warning',
      source: 'kiali',
      summary: 'Two Gateways of the Gateway API request the same address.',
      explanation:
        'An address goes to one load balancer. The second Gateway that asks for it stays without an address, with the ' +
        'condition Programmed at False, until the first one is gone.',
      remedy: 'Give each Gateway its own address, or put the listeners in one.',
      references: [VALIDATIONS, 'https://gateway-api.sigs.k8s.io/reference/spec/'],
    },
    KIA1503: {
      name: 'ListenersNotDistinct',
      severity: 'error',
      source: 'kiali',
      summary: 'Two listeners of a Gateway have the same hostname, port and protocol.',
      explanation:
        'Routes are attached to listeners, and a request must belong to exactly one. The Gateway API therefore asks for a ' +
        'different combination of port, protocol and hostname in each, and the API server rejects a Gateway where two are ' +
        'the same.',
      remedy: 'Merge the two, or give one another hostname or port.',
      references: [VALIDATIONS, 'https://gateway-api.sigs.k8s.io/reference/spec/'],
    },
  },
  run(mesh, report) {
    const index = mesh.derive(gatewaysByPlace);
    for (const object of checkedObjects(mesh, 'gateway.networking.k8s.io/Gateway')) {
      const rival = (place: string | undefined): Gateway | undefined =>
        place === undefined ? undefined : index.get(place)?.find(({ name }) => name !== object.name);
      for (const [i, address] of (object.spec.addresses ?? []).entries()) {
        const other = rival(addressKey(address));
        if (other !== undefined) {
          report({
            code: 'KIA1502',
            object,
            path: `spec.addresses[${i}].value`,
            related: [{ object: other }],
            message: `Gateway ${other.key} also requests the address ${address.value}. One load balancer gets it, and the other Gateway stays without an address.`,
            fix: 'Give one of the two another address, or put the listeners of both into one Gateway.',
          });
        }
      }
      const { listeners = [] } = object.spec;
      for (const [i, listener] of listeners.entries()) {
        const place = listenerKey(listener);
        const other = rival(place);
        const where = `${listener.hostname}:${listener.port}`;
        if (other !== undefined) {
          report({
            code: 'KIA1501',
            object,
            path: `spec.listeners[${i}].hostname`,
            related: [{ object: other }],
            message: `Gateway ${other.key} listens for ${where} as well. Each of the two has pods and an address of its own, so requests come to the one that DNS names, and routes of the other get none.`,
            fix: `Keep ${listener.hostname} in one of the two Gateways.`,
          });
        }
        const twin = listeners.find(
          (each) => each.name !== listener.name && place !== undefined && listenerKey(each) === place,
        );
        if (twin !== undefined) {
          report({
            code: 'KIA1503',
            object,
            path: `spec.listeners[${i}].name`,
            message: `The listeners "${twin.name ?? ''}" and "${listener.name ?? ''}" are both for ${where}, by ${listener.protocol}. The API server rejects a Gateway whose listeners are not distinct.`,
            fix: 'Remove one of the two, or give it another hostname or port.',
          });
        }
      }
    }
  },
};

interface Place {
  readonly hostname?: string;
  readonly port?: number;
  readonly protocol?: string;
}

function listenerKey({ hostname, port, protocol }: Place): string | undefined {
  return hostname === undefined ? undefined : `listener ${hostname} ${port} ${protocol}`;
}

function addressKey({
  type = 'IPAddress',
  value = '',
}: {
  readonly type?: string;
  readonly value?: string;
}): string | undefined {
  return value === '' ? undefined : `address ${type} ${value}`;
}

function gatewaysByPlace(mesh: Mesh): Map<string, Gateway[]> {
  const index = new Map<string, Gateway[]>();
  for (const object of mesh.all('gateway.networking.k8s.io/Gateway')) {
    const { addresses = [], listeners = [] } = object.spec;
    for (const place of new Set([...addresses.map(addressKey), ...listeners.map(listenerKey)])) {
      if (place !== undefined) {
        push(index, place, object);
      }
    }
  }
  return index;
}
