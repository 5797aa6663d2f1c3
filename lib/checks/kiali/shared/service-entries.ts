import type { Mesh } from '../../../mesh/reading/mesh';
import { viewers, VisibleLists } from './visibility';

/** Whether a host is one of a ServiceEntry that a namespace sees. Kiali compares ends: `example.com` is also for `api.example.com`. */
export type ServiceEntryHosts = (host: string, namespace: string) => boolean;

export function serviceEntryHosts(mesh: Mesh): ServiceEntryHosts {
  const ends = new VisibleLists<string, true>();
  const lengths = new Set<number>();
  for (const object of mesh.all('networking.istio.io/ServiceEntry')) {
    for (const host of object.spec.hosts ?? []) {
      const end = host.slice(host.indexOf('*') + 1);
      ends.add(end, viewers(mesh, object), true);
      lengths.add(end.length);
    }
  }
  return (host, namespace) => {
    for (const length of lengths) {
      if (length <= host.length && ends.has(namespace, host.slice(host.length - length))) {
        return true;
      }
    }
    return false;
  };
}
