import type { IConstruct } from 'constructs';
import type { PolicyTargetReference } from '../../imports/security';
import { compact, writeLabels } from '../core/expect';
import { noteElsewhere } from '../core/known-elsewhere';
import { literal } from '../core/literal';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { TargetMesh } from '../core/target-mesh';
import { namedObject } from '../kubernetes/manifest';
import { objectNameProblem } from '../kubernetes/names';
import {
  declaredPodLabelsOf,
  describeWorkload,
  matchLabelsOf,
  serviceSelectorOf,
  workloadNamespace,
} from '../kubernetes/pod-labels';
import type { IServiceLike } from '../kubernetes/service-like';
import { resolveService } from '../kubernetes/service-ref';
import type { IWorkloadLike } from '../kubernetes/workload-like';
import { GatewayWorkload } from '../networking/gateway-workload';
import { ServiceEntry } from '../networking/service-entry';
import type { TargetPorts } from './target-ports';
import { GatewayPorts, ServiceEntryPorts, ServicePorts, UnknownPorts, WorkloadPorts } from './target-ports';

/** What a policy is for, settled. */
export interface ResolvedTarget {
  /** Undefined for all pods, and for what is named by reference. */
  readonly matchLabels?: Record<string, string>;
  readonly targetRefs?: PolicyTargetReference[];
  readonly ports: TargetPorts;
  /** Where the policy has to be; undefined where that is not known. */
  readonly home?: Home;
  /** Whether it is a gateway of Istio's own API. */
  readonly isGateway?: boolean;
}

interface Home {
  readonly namespace: string;
  /** `Deployment "cart"` */
  readonly of: string;
  /** Whether a policy of the root namespace reaches it as well. */
  readonly fromRoot: boolean;
}

const GATEWAY_GROUP = 'gateway.networking.k8s.io';
const MAX_REFERENCES = 16;

/**
 * What a policy is for. Without one it is for every pod of its namespace; in the root namespace, of the mesh.
 *
 * Pods are found by their labels (Istio field `selector`), by their sidecar or gateway. Services, ServiceEntries and what the Gateway API
 * makes are named (Istio field `targetRefs`), and the policy is enforced by their waypoint or gateway: sidecars ignore such policies.
 *
 * Rejected where it is used: a policy in a namespace from which it does not reach what it is for.
 *
 * @see https://istio.io/latest/docs/reference/config/type/workload-selector/
 */
export class PolicyTarget {
  /**
   * The pods of a workload, by the labels by which it finds them itself.
   *
   * @param workload a Deployment, StatefulSet or DaemonSet
   */
  public static workload(workload: IWorkloadLike | IConstruct): PolicyTarget {
    return new PolicyTarget((scope, problems) => resolveWorkload(workload as IWorkloadLike, scope, problems));
  }

  /**
   * Pods by their labels.
   *
   * @param labels those that all of the pods carry
   */
  public static labels(labels: Record<string, string>): PolicyTarget {
    return new PolicyTarget((_scope, problems) => {
      const matchLabels = writeLabels(labels ?? {}, problems, '');
      if (matchLabels !== undefined && Object.keys(matchLabels).length === 0) {
        problems.add(
          '',
          `${show(labels)} has no labels. Write PolicyTarget.labels({ app: 'cart' }), or omit target for all pods.`,
        );
      }
      return { matchLabels, ports: new UnknownPorts('pods that are found by their labels') };
    });
  }

  /**
   * The pods behind a Service, by its selector. Ports are then those of the Service, by name or number, and are written as those of the pods.
   *
   * @param service a Service of this app
   */
  public static podsOf(service: IServiceLike | IConstruct): PolicyTarget {
    return new PolicyTarget((scope, problems) => resolvePods(service, scope, problems));
  }

  /**
   * The pods of an ingress or egress gateway. Ports are those of its Service, and are written as those of the pods.
   *
   * @param gateway where it runs
   */
  public static gatewayWorkload(gateway: GatewayWorkload): PolicyTarget {
    return new PolicyTarget((scope, problems) => resolveGateway(gateway, scope, problems));
  }

  /**
   * A Service, at its waypoint. Without a waypoint the policy has no effect: for pods with sidecars write `PolicyTarget.podsOf(service)`.
   *
   * @param service a Service, or a reference to one
   */
  public static service(service: IServiceLike | IConstruct): PolicyTarget {
    return new PolicyTarget((scope, problems) => {
      const resolved = resolveService(service, scope, problems, '');
      if (resolved === undefined) {
        return undefined;
      }
      const { name, namespace } = resolved;
      return {
        targetRefs: [{ group: '', kind: 'Service', name }],
        ports: new ServicePorts(service, resolved, 'service', scope),
        home: { namespace, of: `Service "${name}"`, fromRoot: false },
      };
    });
  }

  /**
   * The hosts of a ServiceEntry, at its waypoint. Ports are those of the ServiceEntry, by name or number; only its HTTP ports have requests to look at.
   *
   * @param serviceEntry a ServiceEntry of this app
   */
  public static serviceEntry(serviceEntry: ServiceEntry): PolicyTarget {
    return new PolicyTarget((_scope, problems) => {
      if (!(serviceEntry instanceof ServiceEntry)) {
        problems.add(
          '',
          `${show(serviceEntry)} is not a ServiceEntry. Write the construct, as new ServiceEntry(...) returns it.`,
        );
        return undefined;
      }
      const { name, namespace } = serviceEntry;
      return {
        targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name }],
        ports: new ServiceEntryPorts(serviceEntry),
        home: namespace === undefined ? undefined : { namespace, of: `ServiceEntry "${name}"`, fromRoot: false },
      };
    });
  }

  /**
   * A Gateway of the Gateway API, in the namespace of the policy: a waypoint too. For the Gateways of Istio's own API write
   * `PolicyTarget.gatewayWorkload(...)`.
   *
   * @param name its `metadata.name`
   */
  public static gateway(name: string): PolicyTarget {
    return new PolicyTarget((_scope, problems) => resolveReference('Gateway', name, problems));
  }

  /**
   * All Gateways of a class of the Gateway API. The policy has to be in the root namespace.
   *
   * @param name name of the class, such as "istio-waypoint"
   */
  public static gatewayClass(name: string): PolicyTarget {
    return new PolicyTarget((scope, problems, namespace) => {
      const { rootNamespace } = TargetMesh.of(scope);
      if (namespace !== rootNamespace) {
        problems.add(
          '',
          `a policy for a GatewayClass is read in the root namespace only. Write metadata: { namespace: ${literal(rootNamespace)} }.`,
        );
      }
      return resolveReference('GatewayClass', name, problems);
    });
  }

  /**
   * Several Services, ServiceEntries, Gateways or GatewayClasses, 16 at most.
   *
   * @param targets each by itself; pods that are found by labels have no place here
   */
  public static anyOf(targets: PolicyTarget[]): PolicyTarget {
    return new PolicyTarget((scope, problems, namespace) => resolveSeveral(targets, scope, problems, namespace));
  }

  private constructor(
    private readonly resolve: (
      scope: IConstruct,
      problems: Problems,
      namespace: string | undefined,
    ) => ResolvedTarget | undefined,
  ) {}

  /**
   * @internal
   * @param namespace that of the policy
   */
  public _resolve(scope: IConstruct, problems: Problems, namespace: string | undefined): ResolvedTarget | undefined {
    const before = problems.count;
    const target = this.resolve(scope, problems, namespace);
    if (target?.home !== undefined && problems.count === before) {
      checkHome(target.home, scope, problems, namespace);
    }
    return target;
  }
}

/** The target of a policy that has none. */
export const ALL_PODS: ResolvedTarget = { ports: new UnknownPorts('all pods of a namespace') };

/** Settles what a policy is for. */
export function resolveTarget(
  target: PolicyTarget | undefined,
  scope: IConstruct,
  namespace: string | undefined,
  problems: Problems,
): ResolvedTarget {
  if (target === undefined) {
    return ALL_PODS;
  }
  if (!(target instanceof PolicyTarget)) {
    problems.add(
      'target',
      `${show(target)} is not a PolicyTarget. Write PolicyTarget.workload(deployment), or PolicyTarget.labels({ app: 'cart' }).`,
    );
    return ALL_PODS;
  }
  return target._resolve(scope, problems.in('target'), namespace) ?? ALL_PODS;
}

/** The fields of a policy that say what it is for. */
export function targetFields({ matchLabels, targetRefs }: ResolvedTarget): {
  selector?: { matchLabels: Record<string, string> };
  targetRefs?: PolicyTargetReference[];
} {
  return compact({ selector: matchLabels && { matchLabels }, targetRefs });
}

function resolveWorkload(workload: IWorkloadLike, scope: IConstruct, problems: Problems): ResolvedTarget | undefined {
  const object = namedObject(workload);
  if (typeof workload !== 'object' || workload === null || !('name' in workload)) {
    problems.add(
      '',
      `${show(workload)} is not a workload. Write a Deployment, or PolicyTarget.labels({ app: 'cart' }).`,
    );
    return undefined;
  }
  if (object?.kind === 'Service') {
    problems.add(
      '',
      `Service "${object.name}" is not a workload. Write PolicyTarget.podsOf(service) for the pods behind it.`,
    );
    return undefined;
  }
  const { matchLabels: declared } = workload as { matchLabels?: Record<string, string> };
  const found = [matchLabelsOf(workload), declared, declaredPodLabelsOf(workload)].find(
    (labels) => Object.keys(labels ?? {}).length > 0,
  );
  if (found === undefined) {
    problems.add(
      '',
      `the pod labels of ${describeWorkload(workload)} are not known here. Write PolicyTarget.labels({ app: 'cart' }).`,
    );
    return undefined;
  }
  const namespace = workloadNamespace(workload);
  return {
    matchLabels: writeLabels({ ...(found as Record<string, string>) }, problems, ''),
    ports: new WorkloadPorts(workload, scope),
    home: namespace === undefined ? undefined : { namespace, of: describeWorkload(workload), fromRoot: true },
  };
}

function resolvePods(
  service: IServiceLike | IConstruct,
  scope: IConstruct,
  problems: Problems,
): ResolvedTarget | undefined {
  const resolved = resolveService(service, scope, problems, '');
  if (resolved === undefined) {
    return undefined;
  }
  const { name, namespace } = resolved;
  const selector = serviceSelectorOf(service);
  if (selector === undefined || Object.keys(selector).length === 0) {
    problems.add(
      '',
      `the pods behind Service "${name}" are not known here. Write their labels: PolicyTarget.labels({ app: ${literal(name)} }).`,
    );
    return undefined;
  }
  return {
    matchLabels: { ...selector },
    ports: new ServicePorts(service, resolved, 'pods', scope),
    home: { namespace, of: `Service "${name}"`, fromRoot: true },
  };
}

function resolveGateway(gateway: GatewayWorkload, scope: IConstruct, problems: Problems): ResolvedTarget | undefined {
  if (!(gateway instanceof GatewayWorkload)) {
    problems.add('', `${show(gateway)} is not a GatewayWorkload. Write GatewayWorkload.istioIngress().`);
    return undefined;
  }
  const before = problems.count;
  gateway._check(problems);
  if (problems.count > before) {
    return undefined;
  }
  noteElsewhere(scope, gateway);
  return {
    matchLabels: gateway.selector,
    ports: new GatewayPorts(gateway),
    home: { namespace: gateway.namespace, of: `the gateway ${gateway.service}`, fromRoot: true },
    isGateway: true,
  };
}

function resolveReference(
  kind: 'Gateway' | 'GatewayClass',
  name: string,
  problems: Problems,
): ResolvedTarget | undefined {
  const problem = objectNameProblem(name);
  if (problem !== undefined) {
    problems.add('', problem);
    return undefined;
  }
  return { targetRefs: [{ group: GATEWAY_GROUP, kind, name }], ports: new UnknownPorts(`a ${kind}`) };
}

function resolveSeveral(
  targets: PolicyTarget[],
  scope: IConstruct,
  problems: Problems,
  namespace: string | undefined,
): ResolvedTarget | undefined {
  const example = 'PolicyTarget.anyOf([PolicyTarget.service(cart), PolicyTarget.service(orders)])';
  if (!Array.isArray(targets) || targets.length === 0) {
    problems.add('', `${show(targets)} is not a list of targets. Write ${example}.`);
    return undefined;
  }
  if (targets.length > MAX_REFERENCES) {
    problems.add(
      '',
      `has ${targets.length} targets, and Istio takes at most ${MAX_REFERENCES}. Write a second policy for the others.`,
    );
  }
  const targetRefs = targets.flatMap((target, i) => {
    if (!(target instanceof PolicyTarget)) {
      problems.add(`[${i}]`, `${show(target)} is not a PolicyTarget. Write ${example}.`);
      return [];
    }
    const resolved = target._resolve(scope, problems.in(`[${i}]`), namespace);
    if (resolved?.matchLabels !== undefined) {
      problems.add(
        `[${i}]`,
        'finds pods by their labels, and a policy does that for one set of labels. Write a policy for each.',
      );
    }
    return resolved?.targetRefs ?? [];
  });
  return { targetRefs, ports: new UnknownPorts('several targets') };
}

function checkHome(
  { namespace, of, fromRoot }: Home,
  scope: IConstruct,
  problems: Problems,
  own: string | undefined,
): void {
  if (own === namespace || (fromRoot && own === TargetMesh.of(scope).rootNamespace)) {
    return;
  }
  const here = own === undefined ? 'this policy has no namespace' : `this policy is in ${own}`;
  problems.add(
    '',
    `${of} is in namespace ${namespace}, and ${here}, from where it does not reach it. Write metadata: { namespace: ${literal(namespace)} }.`,
  );
}
