import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { hostCovers } from '../istio/host';
import { gatewayWorkloads } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import { registry } from '../mesh/registry';
import { servicesOfPods } from '../mesh/services-of-pods';
import type { Workload } from '../mesh/workload';
import { withGatewayApi } from '../routing/gateway-api/with-gateway-api';
import { callersOf } from '../routing/reachable/callers';
import { destinationHosts } from '../routing/reachable/destination-hosts';
import type { Access, ReachScope } from '../routing/reachable/reachable';
import type { Outcome } from '../routing/trace';
import { expectNamespace, namesHint, workloadNames } from './callers';
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
  /** Whether any of its requests come to what is asked for. */
  readonly reaches: (access: Access) => boolean;
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
  const gateways = gatewayWorkloads(asked);
  const pods = asked.workloads.filter(({ object }) => to?.objects.has(object) === true);
  if (pods.length > 0 && pods.every((workload) => gateways.has(workload))) {
    problems.add(
      'to',
      `${to!.text} is a gateway, which passes on what it is asked. Write a Service behind it, or ask what outside can reach.`,
    );
  }
  return {
    scope: {
      isCaller: ({ object }) => !isOutside && (from?.objects.has(object) ?? true),
      outside: from === undefined,
      isWay: (way, of) => to === undefined || of.derive(destinationHosts).leads(way.host, to.hosts),
    },
    isAsked: (access) => to === undefined || to.hosts.has(access.way.host) || reaches(access, to),
    reaches: (access) => reaches(access, to),
    from: isOutside ? 'outside' : from?.text,
    to: to?.text,
  };
}

function reaches({ way, kinds }: Access, to: Subject | undefined): boolean {
  const isMeant = (outcome: Outcome): boolean =>
    outcome.kind === 'workload' &&
    (to === undefined ||
      (outcome.pods === undefined
        ? to.hosts.has(outcome.workload) || to.hosts.has(way.host)
        : to.objects.has(outcome.pods.object)));
  return kinds.some(({ trace }) => (trace?.outcomes ?? []).some(isMeant));
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
      (field === 'to' && host !== '*' && hostCovers(host, given.toLowerCase())),
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
  if (!expectNamespace(mesh, home, problems, field)) {
    return undefined;
  }
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
