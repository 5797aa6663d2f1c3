import type { Mesh } from '../../../mesh/mesh';
import { first } from './lists';
import { viewers, VisibleLists } from './visibility';

/** The kinds that {@link serviceEntryHosts} reads. */
export const SERVICE_ENTRY_READS = ['networking.istio.io/ServiceEntry', 'core/Namespace'] as const;

/** Whether a host is one of a ServiceEntry that a namespace sees. Kiali compares ends: `example.com` is also for `api.example.com`. */
export type ServiceEntryHosts = (host: string, namespace: string) => boolean;

export function serviceEntryHosts(mesh: Mesh): ServiceEntryHosts {
  const ends = new VisibleLists<true>();
  for (const object of mesh.all('networking.istio.io/ServiceEntry')) {
    for (const host of object.spec.hosts ?? []) {
      ends.add(host.slice(host.indexOf('*') + 1), viewers(mesh, object), true);
    }
  }
  return (host, namespace) => {
    for (let at = 0; at <= host.length; at++) {
      if (first(ends.seenBy(namespace, host.slice(at)), () => true)) {
        return true;
      }
    }
    return false;
  };
}
