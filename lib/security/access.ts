import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { expectObject } from '../core/expect';
import { describeProblems, Problems, show } from '../core/problems';
import { namedObject } from '../kubernetes/manifest';
import { workloadNamespace } from '../kubernetes/pod-labels';
import type { IServiceLike } from '../kubernetes/service-like';
import type { IWorkloadLike } from '../kubernetes/workload-like';
import { GatewayWorkload } from '../networking/gateway-workload';
import type { ResourceProps } from '../networking/istio-resource';
import { checkMetadata } from '../networking/istio-resource';
import type { AllowNothingProps } from './authorization-policy';
import { AuthorizationPolicy } from './authorization-policy';
import { AuthorizationRule } from './authorization-rule';
import { Operation } from './operation';
import { ALL_PODS, PolicyTarget } from './policy-target';
import { Source } from './source';

/** Who may call what. */
export interface AllowOptions extends ResourceProps {
  /** Who may: workloads with a service account of their own, gateways, or any `Source`. One of them must match (or). */
  readonly from: (IWorkloadLike | IConstruct | GatewayWorkload | Source)[];

  /** What they may call: a workload, the pods behind a Service, a gateway, or any `PolicyTarget`. */
  readonly to: IWorkloadLike | IServiceLike | IConstruct | GatewayWorkload | PolicyTarget;

  /**
   * The methods that they may use.
   *
   * @default - any
   */
  readonly methods?: string[];

  /**
   * The paths that they may call, as in `HttpOperationOptions`: "/cart", "/cart/*", "/users/{*}/cart".
   *
   * @default - any
   */
  readonly paths?: string[];

  /**
   * The hosts that they may call, as in `HttpOperationOptions`.
   *
   * @default - any
   */
  readonly hosts?: string[];

  /**
   * The ports that they may call: of the Service by number or name, or of the containers of a workload.
   *
   * @default - any
   */
  readonly ports?: (number | string)[];
}

/**
 * Which callers may call a workload, in one line.
 *
 * Everything that is not allowed is refused as soon as one policy allows something, so say of each workload all of its callers: its gateway, and
 * what collects its metrics. Callers are known by mutual TLS.
 *
 * @example
 * Access.denyByDefault(chart, 'DenyByDefault');
 * Access.allow(chart, 'FrontendToCart', { from: [frontend], to: cart, methods: ['GET', 'POST'], paths: ['/cart/*'] });
 */
export class Access {
  /**
   * Lets callers in. Methods, paths, hosts and ports are joined by "and", the entries of each list by "or". The policy is made in the namespace
   * of what is called.
   *
   * @param scope the construct that the policy belongs to
   * @param id its id in there
   * @param options who may call what
   */
  public static allow(scope: Construct, id: string, options: AllowOptions): AuthorizationPolicy {
    const problems = new Problems();
    const given: Partial<AllowOptions> = expectObject(options, 'AllowOptions', problems, '', EXAMPLE) ?? {};
    checkMetadata(given.metadata, problems);
    const namespace = given.metadata?.namespace ?? namespaceOf(given.to) ?? Chart.of(scope).namespace;
    const target = given.to === undefined ? undefined : targetOf(given.to);
    if (target === undefined) {
      problems.add('to', `is needed. Write ${EXAMPLE}.`);
    }
    const { ports } = target?._resolve(scope, problems.in('to'), namespace) ?? ALL_PODS;
    const rule = ruleOf(given, problems);
    // Whatever is wrong with the rule is said of the options that make it.
    const found = new Problems();
    rule?._write({ scope, action: 'ALLOW', ports }, found);
    problems.addAll(found.list.map(({ field, message }) => ({ field: field.replace(/^to\[0\]\.?/, ''), message })));
    if (problems.count > 0) {
      const path = [scope.node.path, id].filter((part) => part !== '').join('/');
      throw new Error(describeProblems(`${path} (Access.allow)`, problems.list));
    }
    return new AuthorizationPolicy(scope, id, {
      metadata: namespace === undefined ? given.metadata : { ...given.metadata, namespace },
      target,
      rules: [rule!],
    });
  }

  /**
   * Allows only what other policies allow: the first policy of a namespace or a workload.
   *
   * @param scope the construct that the policy belongs to
   * @param id its id in there
   * @param props what it is for
   */
  public static denyByDefault(scope: Construct, id: string, props: AllowNothingProps = {}): AuthorizationPolicy {
    return AuthorizationPolicy.allowNothing(scope, id, props);
  }

  private constructor() {}
}

const EXAMPLE = '{ from: [frontend], to: cart }';

function ruleOf(
  { from, methods, paths, hosts, ports }: Partial<AllowOptions>,
  problems: Problems,
): AuthorizationRule | undefined {
  if (!Array.isArray(from) || from.length === 0) {
    const what = from === undefined ? 'is needed' : `${show(from)} is no list of callers`;
    problems.add('from', `${what}. Write [frontend], or Access.denyByDefault(...) to let nobody in.`);
    return undefined;
  }
  const isHttp = [methods, paths, hosts].some((list) => list !== undefined);
  const onlyPorts = ports === undefined ? undefined : Operation.ports(ports);
  const operation = isHttp ? Operation.http({ methods, paths, hosts, ports }) : onlyPorts;
  return AuthorizationRule.of({ from: from.map(sourceOf), to: operation && [operation] });
}

function sourceOf(caller: IWorkloadLike | IConstruct | GatewayWorkload | Source): Source {
  if (caller instanceof Source) {
    return caller;
  }
  if (caller instanceof GatewayWorkload) {
    return Source.gateway(caller);
  }
  switch (namedObject(caller)?.kind) {
    case 'Namespace':
      return Source.namespace(caller);
    case 'ServiceAccount':
      return Source.serviceAccount(caller);
    default:
      return Source.workload(caller);
  }
}

function targetOf(called: AllowOptions['to'] | undefined): PolicyTarget {
  if (called instanceof PolicyTarget) {
    return called;
  }
  if (called instanceof GatewayWorkload) {
    return PolicyTarget.gatewayWorkload(called);
  }
  return namedObject(called)?.kind === 'Service'
    ? PolicyTarget.podsOf(called as IServiceLike)
    : PolicyTarget.workload(called as IWorkloadLike);
}

function namespaceOf(called: AllowOptions['to'] | undefined): string | undefined {
  if (called instanceof PolicyTarget || typeof called !== 'object' || called === null) {
    return undefined;
  }
  return called instanceof GatewayWorkload ? called.namespace : workloadNamespace(called as IWorkloadLike);
}
