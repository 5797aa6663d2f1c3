import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import type { Mesh } from '../mesh/reading/mesh';
import { registry } from '../mesh/registry';
import { servicesOfPods } from '../mesh/services-of-pods';
import type { Workload } from '../mesh/workload';
import { withGatewayApi } from '../routing/gateway-api';
import { callersOf } from '../routing/reachable/callers';
import { destinationHosts } from '../routing/reachable/destination-hosts';
import type { Access, ReachScope } from '../routing/reachable/reachable';
import type { ReachedKind } from '../routing/reachable/reached-kinds';
import { namesHint, workloadNames } from './callers';
import type { Meant } from './meant-workloads';
import { meantText, meantWorkloads } from './meant-workloads';

/** Who can call what, as a user asks it: nothing of it is sure to be right. */
export interface ReachQuestion {
  /** `outside`, `namespace/name`, `namespace/*`, or what stands for pods. */
  readonly from?: unknown;
  /** The same but for `outside`; or a host outside the mesh. */
  readonly to?: unknown;
}

/** A question that was understood. */
export interface ReadReachQuestion {
  readonly scope: ReachScope;
  /** Whether an access is one that is asked for. */
  readonly isAsked: (access: Access) => boolean;
  /** Whether requests come to what is asked for. */
  readonly reaches: (kind: ReachedKind) => boolean;
  /** As it was asked. */
  readonly from?: string;
  readonly to?: string;
}

/** What somebody means who names pods, the Service in front of them, or a host. */
interface Subject {
  readonly text: string;
  /** What makes the pods. */
  readonly objects: ReadonlySet<Workload['object']>;
  readonly hosts: ReadonlySet<string>;
}

/** Problems are told by the member of the question. */
export function readReachQuestion(mesh: Mesh, question: ReachQuestion, problems: Problems): ReadReachQuestion {
  const asked = mesh.derive(withGatewayApi);
  const isOutside = question.from === 'outside';
  const from = question.from === undefined || isOutside ? undefined : subject(asked, question.from, 'from', problems);
  const to = question.to === undefined ? undefined : subject(asked, question.to, 'to', problems);
  if (from !== undefined && !callersOf(asked).some(({ object }) => from.objects.has(object))) {
    problems.add('from', `no pods are behind ${from.text} that call by themselves. Write a workload, or outside.`);
  }
  return {
    scope: {
      isCaller: ({ object }) => !isOutside && (from?.objects.has(object) ?? true),
      outside: from === undefined,
      isWay: (way, of) => to === undefined || of.derive(destinationHosts).leads(way.host, to.hosts),
    },
    isAsked: ({ way, kinds }) => to === undefined || to.hosts.has(way.host) || kinds.some((kind) => reaches(kind, to)),
    reaches: (kind) => reaches(kind, to),
    from: isOutside ? 'outside' : from?.text,
    to: to?.text,
  };
}

function reaches({ trace }: ReachedKind, to: Subject | undefined): boolean {
  const { objects, hosts } = to ?? {};
  return (trace?.outcomes ?? []).some(
    (outcome) =>
      outcome.kind === 'workload' &&
      (to === undefined ||
        (outcome.pods !== undefined && objects!.has(outcome.pods.object)) ||
        hosts!.has(outcome.workload)),
  );
}

function subject(mesh: Mesh, given: unknown, field: 'from' | 'to', problems: Problems): Subject | undefined {
  if (typeof given === 'object' && given !== null) {
    return ofMeant(mesh, given as Meant, field, problems);
  }
  if (typeof given !== 'string' || given === '') {
    problems.add(field, `${show(given)} is not a name. Write namespace/name of a workload or of a Service.`);
    return undefined;
  }
  const [, home] = /^([a-z0-9-]+)\/\*$/.exec(given) ?? [];
  if (home !== undefined) {
    return ofNamespace(mesh, home, field, problems);
  }
  const slash = given.indexOf('/');
  const meant = slash < 0 ? { name: given } : { namespace: given.slice(0, slash), name: given.slice(slash + 1) };
  const pods = meantWorkloads(mesh, meant) ?? [];
  const behind = meantWorkloads(mesh, { ...meant, kind: 'Service' });
  const places = new Set([...pods, ...(behind ?? [])].map(({ namespace }) => namespace));
  if (places.size > 1) {
    const choice = [...places].map((place) => `${place}/${given}`).join(', ');
    problems.add(field, `${show(given)} is a name in several namespaces. Write one of: ${choice}.`);
    return undefined;
  }
  const services = registry(mesh).all.filter(
    ({ object, host }) =>
      (object.id === 'core/Service' &&
        object.name === meant.name &&
        (meant.namespace ?? object.namespace) === object.namespace) ||
      (field === 'to' && host === given),
  );
  if (pods.length === 0 && services.length === 0) {
    const hosts = field === 'to' ? ', nor a Service or a host' : ', nor a Service';
    problems.add(field, `there is no workload ${show(given)}${hosts}. ${namesHint(given, knownNames(mesh))}`);
    return undefined;
  }
  return subjectOf(
    mesh,
    given,
    [...pods, ...(behind ?? [])],
    services.map(({ host }) => host),
  );
}

function ofMeant(mesh: Mesh, meant: Meant, field: 'from' | 'to', problems: Problems): Subject | undefined {
  const pods = meantWorkloads(mesh, meant);
  if (pods === undefined) {
    problems.add(field, `${meantText(meant)} is not among the manifests, nor among the externals.`);
    return undefined;
  }
  const hosts =
    meant.kind === 'Service' && meant.labels === undefined
      ? registry(mesh)
          .all.filter(
            ({ object, namespace }) => object.name === meant.name && (meant.namespace ?? namespace) === namespace,
          )
          .map(({ host }) => host)
      : [];
  return subjectOf(mesh, [meant.namespace, meant.name].filter(Boolean).join('/'), pods, hosts);
}

function ofNamespace(mesh: Mesh, home: string, field: string, problems: Problems): Subject | undefined {
  const pods = mesh.workloads.filter(({ namespace }) => namespace === home);
  const services = registry(mesh).in(home);
  if (pods.length === 0 && services.length === 0) {
    const known = [...new Set(mesh.workloads.map(({ namespace }) => namespace))].sort();
    problems.add(field, `there are no pods in namespace ${show(home)}. ${namesHint(home, known)}`);
    return undefined;
  }
  return subjectOf(
    mesh,
    `${home}/*`,
    pods,
    services.map(({ host }) => host),
  );
}

/** Pods with all hosts that lead to them. */
function subjectOf(mesh: Mesh, text: string, pods: readonly Workload[], hosts: readonly string[]): Subject {
  const inFront = pods.flatMap((workload) => servicesOfPods(mesh, workload).map(({ host }) => host));
  return { text, objects: new Set(pods.map(({ object }) => object)), hosts: new Set([...hosts, ...inFront]) };
}

function knownNames(mesh: Mesh): readonly string[] {
  const services = registry(mesh)
    .all.filter(({ object }) => object.id === 'core/Service')
    .map(({ object }) => object.key);
  return [...new Set([...workloadNames(mesh), ...services])].sort();
}
