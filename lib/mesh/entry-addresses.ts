import { isObject } from '../core/is-object';
import type { MeshObject } from './reading/mesh-object';

type ServiceEntry = MeshObject<'networking.istio.io/ServiceEntry'>;

/** Whether the hosts of a ServiceEntry have addresses: its own, or those that istiod gave them and wrote into its status. */
export function hasAddresses({ spec: { addresses = [] }, manifest: { status } }: ServiceEntry): boolean {
  return addresses.length > 0 || (isObject(status) && Array.isArray(status.addresses) && status.addresses.length > 0);
}
