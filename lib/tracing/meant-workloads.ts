import { podsOf } from '../mesh/pods';
import type { Mesh } from '../mesh/reading/mesh';
import type { RegistryService } from '../mesh/registry';
import { registry } from '../mesh/registry';
import { untoldPods } from '../mesh/untold-pods';
import type { Workload } from '../mesh/workload';
import { WORKLOAD_KINDS } from '../mesh/workload';

/** Something that stands for pods: what makes them, the Service in front of them, or whom they run as. */
export interface Meant {
  /** Undefined where only the name is known. */
  readonly kind?: string;
  /** Undefined where it is not known. */
  readonly namespace?: string;
  readonly name: string;
  /** Labels that the pods behind a Service have besides. */
  readonly labels?: Readonly<Record<string, string>>;
}

const MAKERS = new Set(WORKLOAD_KINDS.map((id) => id.slice(id.lastIndexOf('/') + 1)));

/** The pods that are meant; undefined where the manifests show nothing of the name. */
export function meantWorkloads(mesh: Mesh, meant: Meant): readonly Workload[] | undefined {
  switch (meant.kind) {
    case 'Service':
      return behindService(mesh, meant);
    case 'ServiceAccount':
      return filled(
        mesh.workloads.filter(
          ({ namespace, serviceAccount }) => serviceAccount === meant.name && isIn(namespace, meant),
        ),
      );
    case undefined:
      return makingPods(mesh, meant) ?? behindService(mesh, meant);
    default:
      return MAKERS.has(meant.kind) ? makingPods(mesh, meant) : undefined;
  }
}

/** The name by which outcomes tell the pods of a Service of elsewhere of which nobody said which they are. */
export function untoldName(mesh: Mesh, meant: Meant): string | undefined {
  const [pods] = servicesOf(mesh, meant).flatMap((service) => untoldPods(mesh, service) ?? []);
  return pods && `${pods.namespace}/${pods.name}`;
}

/** `Deployment shop/web` */
export function meantText({ kind, namespace, name }: Meant): string {
  return [kind, namespace === undefined ? name : `${namespace}/${name}`].filter((part) => part !== undefined).join(' ');
}

function makingPods(mesh: Mesh, meant: Meant): readonly Workload[] | undefined {
  return filled(
    mesh.workloads.filter(
      ({ object, namespace, name }) =>
        name === meant.name && isIn(namespace, meant) && (meant.kind === undefined || object.kind === meant.kind),
    ),
  );
}

function behindService(mesh: Mesh, meant: Meant): readonly Workload[] | undefined {
  const services = servicesOf(mesh, meant);
  return services.length === 0 ? undefined : services.flatMap((service) => podsOf(mesh, service, meant.labels));
}

function servicesOf(mesh: Mesh, meant: Meant): readonly RegistryService[] {
  return registry(mesh).all.filter(
    ({ object, namespace }) => object.id === 'core/Service' && object.name === meant.name && isIn(namespace, meant),
  );
}

function isIn(namespace: string, meant: Meant): boolean {
  return meant.namespace === undefined || meant.namespace === namespace;
}

function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
