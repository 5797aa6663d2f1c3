import type { ApiObject } from 'cdk8s';
import { Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Rule } from '../../imports/security';
import { AuthorizationPolicy as AuthorizationPolicyObject } from '../../imports/security';
import { compact, expectList, expectObject } from '../core/expect';
import { Problems, show } from '../core/problems';
import { checkStructure } from '../core/structure';
import { isPlainObject } from '../core/value';
import type { ResourceProps } from '../networking/istio-resource';
import { checkMetadata, IstioResource, objectNamespace } from '../networking/istio-resource';
import { AuthorizationAction } from './authorization-action';
import { AuthorizationRule } from './authorization-rule';
import type { PolicyContext } from './policy-context';
import type { PolicyTarget } from './policy-target';
import { resolveTarget, targetFields } from './policy-target';

/** Options of an AuthorizationPolicy that allows nothing. */
export interface AllowNothingProps extends ResourceProps {
  /**
   * What it is for. Istio fields `selector` and `targetRefs`.
   *
   * @default - every pod of the namespace; in the root namespace, of the mesh
   */
  readonly target?: PolicyTarget;
}

/** Options of an AuthorizationPolicy. */
export interface AuthorizationPolicyProps extends AllowNothingProps {
  /**
   * What happens to requests that a rule matches. Istio fields `action` and `provider`.
   *
   * @default AuthorizationAction.ALLOW
   */
  readonly action?: AuthorizationAction;

  /**
   * Which requests are meant: those that one of the rules matches (or). Istio field `rules`.
   *
   * Rejects an empty list: to allow nothing write `AuthorizationPolicy.allowNothing(...)`.
   */
  readonly rules: AuthorizationRule[];
}

/** The list of a policy that allows nothing, told from one that is empty by mistake. */
const NO_RULES: AuthorizationRule[] = [];

/**
 * Which requests come through to what the policy is for: one of the rules must match, and in a rule one of `from`, one of `to` and all
 * of `when`.
 *
 * The first policy that allows something to a pod closes it for everything that no policy allows. Who calls is known by mutual TLS: see
 * `PeerAuthentication`.
 *
 * Rejects what Istio rejects, ignores, or takes for something else: a policy from which its target is not reached, ports of a Service that the
 * pods do not have, HTTP on ports without requests, and the like.
 *
 * @example
 * new AuthorizationPolicy(chart, 'Reviews', {
 *   target: PolicyTarget.workload(reviews),
 *   rules: [
 *     AuthorizationRule.of({
 *       from: [Source.workload(productpage), Source.gateway(GatewayWorkload.istioIngress())],
 *       to: [Operation.http({ methods: ['GET'], paths: ['/reviews/*'] })],
 *     }),
 *   ],
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export class AuthorizationPolicy extends IstioResource {
  /**
   * A policy that allows nothing: all is refused that no other policy allows.
   *
   * @param scope the construct that it belongs to
   * @param id its id in there
   * @param props what it is for
   */
  public static allowNothing(scope: Construct, id: string, props: AllowNothingProps = {}): AuthorizationPolicy {
    const given = isPlainObject(props) ? { ...(props as AllowNothingProps), rules: NO_RULES } : (props as never);
    return new AuthorizationPolicy(scope, id, given);
  }

  protected readonly apiObject: ApiObject;

  private readonly context: PolicyContext;
  private readonly rules: Rule[] = [];

  constructor(scope: Construct, id: string, props: AuthorizationPolicyProps) {
    super(scope, id);
    const problems = new Problems();
    const example = '{ rules: [AuthorizationRule.of({ from: [Source.workload(frontend)] })] }';
    const given: Partial<AuthorizationPolicyProps> =
      props?.rules === NO_RULES
        ? (expectObject({ ...props, rules: undefined }, 'AllowNothingProps', problems, '', '{}') ?? {})
        : (expectObject(props, 'AuthorizationPolicyProps', problems, '', example) ?? {});
    checkMetadata(given.metadata, problems);
    const namespace = objectNamespace(this, given.metadata);
    const target = resolveTarget(given.target, this, namespace, problems);
    const action = writeAction(given.action, problems);
    this.context = {
      scope: this,
      action: given.action instanceof AuthorizationAction ? given.action._name : 'ALLOW',
      ports: target.ports,
    };
    this.pushRules(props?.rules, problems);
    const fields = compact({
      ...targetFields(target),
      ...action,
    });
    if (problems.count === 0) {
      checkStructure(this, 'security.AuthorizationPolicySpec', { ...fields, rules: this.rules }, problems);
    }
    problems.throwFor(this, 'AuthorizationPolicy');
    this.apiObject = new AuthorizationPolicyObject(this, 'Resource', {
      metadata: given.metadata,
      spec: Lazy.any({
        produce: () => compact({ ...fields, rules: this.rules.length > 0 ? this.rules : undefined }),
      }) as never,
    });
  }

  /**
   * Adds a rule: requests are meant that it matches, too.
   *
   * @param rule which requests
   */
  public addRule(rule: AuthorizationRule): void {
    const problems = new Problems(`rules[${this.rules.length}]`);
    const written = this.writeRule(rule, problems);
    if (problems.count === 0) {
      checkStructure(this, 'security.Rule', written, problems);
    }
    problems.throwFor(this, 'AuthorizationPolicy');
    this.rules.push(written);
  }

  private pushRules(rules: AuthorizationRule[] | undefined, problems: Problems): void {
    if (rules === NO_RULES) {
      return;
    }
    const example = '[AuthorizationRule.of({ from: [Source.workload(frontend)] })]';
    if (rules === undefined || (Array.isArray(rules) && rules.length === 0)) {
      const nothing =
        this.context.action === 'ALLOW'
          ? ', or AuthorizationPolicy.allowNothing(...) to refuse all that no other policy allows'
          : '';
      problems.add('rules', `${rules === undefined ? 'is needed' : 'is empty'}. Write ${example}${nothing}.`);
      return;
    }
    expectList(rules, problems, 'rules', example).forEach((rule, i) => {
      this.rules.push(this.writeRule(rule, problems.in(`rules[${i}]`)));
    });
  }

  private writeRule(rule: AuthorizationRule, problems: Problems): Rule {
    if (!(rule instanceof AuthorizationRule)) {
      problems.add(
        '',
        `${show(rule)} is not an AuthorizationRule. Write AuthorizationRule.of({ from: [Source.workload(frontend)] }).`,
      );
      return {};
    }
    return rule._write(this.context, problems);
  }
}

function writeAction(action: AuthorizationAction | undefined, problems: Problems): object {
  if (action === undefined) {
    return {};
  }
  if (!(action instanceof AuthorizationAction)) {
    const known = ['ALLOW', 'DENY', 'AUDIT'].find((name) => name === String(action).toUpperCase()) ?? 'DENY';
    problems.add('action', `${show(action)} is not an AuthorizationAction. Write AuthorizationAction.${known}.`);
    return {};
  }
  return action._write(problems.in('action'));
}
