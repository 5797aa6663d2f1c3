import { CONTROLLER_LABELS } from '../../mesh/controller-labels';
import { isNumbered } from '../../core/is-numbered';
import { NameIndex } from '../../core/name-index';
import { isIgnored } from '../../istio/ignored-namespaces';
import { ofFlagger } from '../../mesh/flagger';
import { selectsMachines } from '../../mesh/machines';
import { pods, podsOf } from '../../mesh/pods';
import { groupBy } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { selectorKey } from '../../mesh/selector-key';
import type { Workload } from '../../mesh/workload';
import { selects, WORKLOAD_KINDS } from '../../mesh/workload';
import type { Check, Wording } from '../check';
import { unseenWorkloads } from '../istio/unseen-workloads';

type Service = MeshObject<'core/Service'>;
type Labels = Readonly<Record<string, string>>;

/** Services without endpoints, because no pod has the labels that they select. */
export const servicePods: Check = {
  name: 'service-pods',
  mirrors: ['pilot/pkg/serviceregistry/kube/controller/endpointslice.go: updateEndpointCacheForSlice'],
  codes: {
    CDI0308: {
      name: 'ServiceWithoutPods',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'No pod has the labels that a Service selects.',
      explanation:
        'A Service sends requests to the pods of its own namespace that have all labels of its selector. The labels are those of the pod template, not those of the Deployment. If no pod matches, the Service has no endpoints: proxies know the host and answer 503 with the response flag UH, and clients without a proxy cannot connect. Applying the Service shows no error. The finding is only information if nothing among the manifests looks like the pods that are meant: they may be elsewhere.',
      remedy: 'Write the labels that the pod template has.',
      references: [
        'https://kubernetes.io/docs/concepts/services-networking/service/',
        'https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('core/Service')) {
      const told = problem(mesh, object);
      if (told !== undefined) {
        report({ code: 'CDI0308', object, path: 'spec.selector', ...told });
      }
    }
  },
};

function problem(mesh: Mesh, object: Service): Wording | undefined {
  const { namespace, spec } = object;
  const selector = Object.fromEntries(
    Object.entries(spec.selector ?? {}).filter(([key]) => !CONTROLLER_LABELS.has(key)),
  );
  const isSelecting = Object.keys(selector).length > 0 && spec.type !== 'ExternalName';
  if (!isSelecting || isIgnored(namespace) || hasPods(mesh, selector, namespace)) {
    return undefined;
  }
  if (unseenWorkloads(object, selector, namespace, mesh) !== undefined) {
    return undefined;
  }
  const message = `No pod of namespace ${namespace} has the labels ${selectorKey(selector)}, so the Service has no endpoints: requests to it get 503.`;
  const meant = meantPods(mesh, object, selector);
  if (meant !== undefined) {
    const { workload, why, fix, note } = meant;
    return { message: `${message} ${why}`, fix, related: [{ object: workload.object }], note, absence: true };
  }
  // Where there are no pods at all, they are applied by something else.
  if (pods(mesh).in(namespace).length === 0) {
    return undefined;
  }
  const isClosed = mesh.context.world === 'closed';
  return {
    severity: isClosed ? 'error' : 'info',
    message: isClosed
      ? message
      : `No pod among the manifests of namespace ${namespace} has the labels ${selectorKey(selector)}. If there are none elsewhere, the Service has no endpoints, and requests to it get 503.`,
    fix: 'Write labels that the pod template has, or add the workload to the externals in the settings if it is created elsewhere.',
    absence: true,
  };
}

/** Labels that databases and the like set on running pods, to tell which of them leads. */
const ROLE = /role|leader|active|master|primary|replica|standby|initialized|sealed/i;

function hasPods(mesh: Mesh, selector: Labels, namespace: string): boolean {
  return (
    podsOf(mesh, { selector, namespace, external: false }).length > 0 ||
    mesh.derive(ofFlagger).primaries.some((each) => each.namespace === namespace && selects(selector, each.labels)) ||
    selectsMachines(mesh, selector, namespace)
  );
}

/** The pods that a Service was probably written for, and what to write so that it selects them. */
interface Meant {
  readonly workload: Workload;
  readonly why: string;
  readonly fix: string;
  /** Whether it may be right as it is. */
  readonly note?: boolean;
}

function meantPods(mesh: Mesh, object: Service, selector: Labels): Meant | undefined {
  const { namespace, name } = object;
  const near = pods(mesh).in(namespace);
  return (
    misspelt(near, selector) ??
    ofTheObject(mesh, selector, namespace) ??
    partly(near, selector) ??
    elsewhere(mesh, object, selector) ??
    named(near, name, selector)
  );
}

function nameOf({ object, name }: Workload): string {
  return `${object.kind} ${name}`;
}

/** All labels but one are those of pods, and the value of that one is nearly theirs. */
function misspelt(near: readonly Workload[], selector: Labels): Meant | undefined {
  for (const [key, value] of Object.entries(selector)) {
    const rest = Object.fromEntries(Object.entries(selector).filter(([other]) => other !== key));
    const candidates = near.filter(({ labels }) => labels[key] !== undefined && selects(rest, labels));
    const close = new NameIndex([...new Set(candidates.map(({ labels }) => labels[key]))]).nearest(value);
    const workload = candidates.find(({ labels }) => labels[key] === close);
    if (close !== undefined && workload !== undefined && !isNumbered(value, close)) {
      return {
        workload,
        why: `The pods of ${nameOf(workload)} have ${key}: ${close}.`,
        fix: `Write ${key}: ${close}.`,
      };
    }
  }
  return undefined;
}

/** The labels are those of the Deployment itself, and its pods have others. */
function ofTheObject(mesh: Mesh, selector: Labels, namespace: string): Meant | undefined {
  const workload = (mesh.derive(workloadsByNamespace).get(namespace) ?? []).find(({ object }) =>
    selects(selector, object.labels),
  );
  return (
    workload && {
      workload,
      why: `${nameOf(workload)} has these labels itself, but its pod template does not, and a Service selects pods.`,
      fix: `Add them to ${workload.path}.metadata.labels of ${nameOf(workload)}${Object.keys(workload.labels).length === 0 ? '' : `, or select labels that its pods have: ${selectorKey(workload.labels)}`}.`,
    }
  );
}

/** Some labels are those of pods, and those pods do not have the others at all. */
function partly(near: readonly Workload[], selector: Labels): Meant | undefined {
  const [workload] = near.filter(
    ({ labels }) =>
      Object.entries(selector).some(([key, value]) => labels[key] === value) &&
      Object.keys(selector).every((key) => labels[key] === undefined || labels[key] === selector[key]),
  );
  if (workload === undefined) {
    return undefined;
  }
  const missing = Object.keys(selector).filter((key) => workload.labels[key] === undefined);
  const note = missing.every((key) => ROLE.test(key));
  return {
    workload,
    note,
    why: `The pods of ${nameOf(workload)} have only some of them, and not ${missing.join(', ')}${note ? ', unless something sets it on running pods' : ''}.`,
    fix: `Remove ${missing.join(', ')} from the selector, or add ${missing.length === 1 ? 'the label' : 'these labels'} to the pod template of ${nameOf(workload)}.`,
  };
}

/** Pods of another namespace have the labels, and no Service there is for them. */
function elsewhere(mesh: Mesh, { namespace, name, namesNamespace }: Service, selector: Labels): Meant | undefined {
  // A Service without a namespace may be applied to that of the pods.
  const all = !namesNamespace
    ? []
    : pods(mesh)
        .select(selector)
        .filter((each) => each.namespace !== namespace);
  const [workload] = all;
  const homes = new Set(all.map((each) => each.namespace));
  return workload === undefined || homes.size > 1
    ? undefined
    : {
        workload,
        why: `${nameOf(workload)} of namespace ${workload.namespace} has such pods, but a Service selects pods of its own namespace.`,
        fix: `Move the Service to ${workload.namespace}; to keep the name ${name}.${namespace}, give it type: ExternalName and externalName: ${name}.${workload.namespace}.svc.${mesh.context.clusterDomain}.`,
      };
}

/** A workload has the name of the Service, and no other Service selects its pods. */
function named(near: readonly Workload[], name: string, selector: Labels): Meant | undefined {
  const workload = near.find((each) => each.name === name);
  return (
    workload && {
      workload,
      why:
        Object.keys(workload.labels).length === 0
          ? `The pods of ${nameOf(workload)} have no labels.`
          : `The pods of ${nameOf(workload)} have ${selectorKey(workload.labels)}.`,
      fix:
        Object.keys(workload.labels).length === 0
          ? `Add ${selectorKey(selector)} to the pod template of ${nameOf(workload)}.`
          : `Select labels that these pods have: ${selectorKey(workload.labels)}.`,
    }
  );
}

/** With the labels of the objects that make the pods. */
function workloadsByNamespace(mesh: Mesh): ReadonlyMap<string, readonly Workload[]> {
  const kinds: ReadonlySet<string> = new Set(WORKLOAD_KINDS.filter((kind) => kind !== 'core/Pod'));
  return groupBy(
    mesh.workloads.filter(({ object }) => kinds.has(object.id)),
    ({ namespace }) => namespace,
  );
}
