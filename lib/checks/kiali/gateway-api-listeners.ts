import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check } from '../check';
import { checkedObjects } from './shared/namespaces';

type Gateway = MeshObject<'gateway.networking.k8s.io/Gateway'>;

/** Listeners and addresses that more than one Gateway, or more than one listener, wants. */
export const gatewayApiListeners: Check = {
  codes: ['KIA1501', 'KIA1502', 'KIA1503'],
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
            message: `Gateway ${other.key} asks for the address ${address.value} as well. One load balancer gets it, and the other Gateway stays without an address.`,
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
            message: `Gateway ${other.key} listens for ${where} as well. Each of the two has pods and an address of its own, so requests come to the one that DNS names, and routes of the other get none.`,
            fix: `Leave ${listener.hostname} to one of the two Gateways.`,
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
            message: `The listeners "${twin.name ?? ''}" and "${listener.name ?? ''}" are both for ${where}, by ${listener.protocol}. The API server refuses a Gateway whose listeners are not distinct.`,
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
