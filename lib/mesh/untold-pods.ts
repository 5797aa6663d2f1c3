import type { Mesh } from './reading/mesh';
import type { RegistryService } from './registry';
import type { Workload } from './workload';
import { workloadOf } from './workload';

/** What stands for the pods of a Service of elsewhere whose selector nobody said: the workload of its name. */
export function untoldPods(mesh: Mesh, { object, selector }: RegistryService): Workload | undefined {
  if (object.id !== 'core/Service' || !object.external || selector !== undefined) {
    return undefined;
  }
  const made = mesh.find('apps/Deployment', object.namespace, object.name);
  return made && workloadOf(made);
}
