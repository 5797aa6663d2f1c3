import { compareAge, compareText } from './age';
import type { Mesh } from './reading/mesh';
import type { RegistryService } from './registry';
import { registry } from './registry';
import { SelectorIndex } from './selector-index';

/** Pods that Services select. */
interface Pods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The services that select pods, the oldest first, or those of one second by host (pilot/pkg/model/context.go: SetServiceTargets). */
export function servicesOfPods(mesh: Mesh, { namespace, labels }: Pods): readonly RegistryService[] {
  return [...mesh.derive(selecting).selecting(labels, namespace)].sort((a, b) =>
    compareAge(mesh, a.object, b.object, compareText(a.host, b.host)),
  );
}

function selecting(mesh: Mesh): SelectorIndex<RegistryService> {
  return new SelectorIndex(
    registry(mesh).all.filter(({ selector }) => Object.keys(selector ?? {}).length > 0),
    (service) => service,
  );
}
