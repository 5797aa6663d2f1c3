import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { RequestAuthentication as RequestAuthenticationObject } from '../../imports/security';
import { compact, expectList, expectObject } from '../core/expect';
import { Problems, show } from '../core/problems';
import { checkStructure } from '../core/structure';
import type { ResourceProps } from '../networking/istio-resource';
import { checkMetadata, IstioResource, objectNamespace } from '../networking/istio-resource';
import { AuthorizationAction } from './authorization-action';
import { AuthorizationPolicy } from './authorization-policy';
import { AuthorizationRule } from './authorization-rule';
import { JwtRule } from './jwt-rule';
import { Operation } from './operation';
import type { PolicyTarget, ResolvedTarget } from './policy-target';
import { resolveTarget, targetFields } from './policy-target';
import { Source } from './source';
import { asHttp } from './target-ports';

/** Options of a RequestAuthentication. */
export interface RequestAuthenticationProps extends ResourceProps {
  /**
   * What it is for. Istio fields `selector` and `targetRefs`.
   *
   * @default - every pod of the namespace; in the root namespace, of the mesh
   */
  readonly target?: PolicyTarget;

  /** Whose tokens are taken: those of any of these (or). Istio field `jwtRules`. */
  readonly jwtRules: JwtRule[];
}

/** Which requests need a token. */
export interface RequireTokenOptions extends ResourceProps {
  /**
   * The ports on which requests need one, all of them HTTP: on any other port every connection would be refused. They are those of what the
   * RequestAuthentication is for.
   *
   * @default - the HTTP ports of the Service, or the ports of the gateway's Service; needed where the target does not tell them
   */
  readonly ports?: (number | string)[];

  /**
   * Methods of requests that need none.
   *
   * @default - OPTIONS, because browsers send no token before a request to another origin (CORS preflight)
   */
  readonly exceptMethods?: string[];

  /**
   * Paths of requests that need none, as in `HttpOperationOptions`.
   *
   * @default - none
   */
  readonly exceptPaths?: string[];
}

/**
 * Whose tokens are taken. A request with a wrong token is refused with 401. **A request without one passes**: `requireToken` refuses it.
 *
 * All RequestAuthentications for a pod count together.
 *
 * @example
 * const login = new RequestAuthentication(chart, 'Login', {
 *   target: PolicyTarget.podsOf(cartService),
 *   jwtRules: [JwtRule.of({ issuer: 'https://issuer.example.com', jwksUri: 'https://issuer.example.com/.well-known/jwks.json' })],
 * });
 * login.requireToken();
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
 */
export class RequestAuthentication extends IstioResource {
  protected readonly apiObject: ApiObject;

  private readonly target: PolicyTarget | undefined;
  private readonly resolved: ResolvedTarget;
  private isRequired = false;

  constructor(scope: Construct, id: string, props: RequestAuthenticationProps) {
    super(scope, id);
    const problems = new Problems();
    const example = "{ jwtRules: [JwtRule.of({ issuer: 'https://issuer.example.com' })] }";
    const given: Partial<RequestAuthenticationProps> =
      expectObject(props, 'RequestAuthenticationProps', problems, '', example) ?? {};
    checkMetadata(given.metadata, problems);
    const namespace = objectNamespace(this, given.metadata);
    this.target = given.target;
    this.resolved = resolveTarget(given.target, this, namespace, problems);
    const spec = compact({
      ...targetFields(this.resolved),
      jwtRules: writeRules(given.jwtRules, problems),
    });
    if (problems.count === 0) {
      checkStructure(this, 'security.RequestAuthenticationSpec', spec, problems);
    }
    problems.throwFor(this, 'RequestAuthentication');
    this.apiObject = new RequestAuthenticationObject(this, 'Resource', { metadata: given.metadata, spec });
  }

  /**
   * Refuses requests without a token, with 403: an AuthorizationPolicy with DENY for the same target. A token without subject (claim `sub`)
   * counts as none.
   *
   * @param options which requests need one
   */
  public requireToken(options: RequireTokenOptions = {}): AuthorizationPolicy {
    const problems = new Problems();
    const given: RequireTokenOptions =
      expectObject(options, 'RequireTokenOptions', problems, '', '{ ports: [8080] }') ?? {};
    const { http = [] } = this.resolved.ports;
    const ports = given.ports ?? (http.length > 0 ? http : undefined);
    if (this.isRequired) {
      problems.add('', 'was called before. Call it once, with all ports.');
    }
    if (ports === undefined) {
      const nowhere = this.resolved.ports.nowhereHttp?.();
      problems.add(
        'ports',
        nowhere === undefined
          ? 'is needed, because the target does not tell its HTTP ports, and on any other port every connection would be refused. Write requireToken({ ports: [8080] }).'
          : `${nowhere}. Requests with a token come to HTTP ports only. If one speaks HTTP, ${asHttp(this.resolved.ports)}.`,
      );
    }
    const without = given.exceptMethods ?? ['OPTIONS'];
    const operation = Operation.http({
      ports,
      notMethods: Array.isArray(without) && without.length === 0 ? undefined : without,
      notPaths: given.exceptPaths,
    });
    const rule = AuthorizationRule.of({ from: [Source.everyoneExcept([Source.anyToken()])], to: [operation] });
    // Whatever is wrong with the rule is said of the options that make it.
    const found = new Problems();
    rule._write({ scope: this, action: 'DENY', ports: this.resolved.ports }, found);
    if (ports !== undefined) {
      problems.addAll(found.list.map(({ field, message }) => ({ field: optionOf(field), message })));
    }
    problems.throwFor(this, 'RequestAuthentication.requireToken');
    this.isRequired = true;
    return new AuthorizationPolicy(this, 'RequireToken', {
      metadata: { namespace: this.namespace, ...given.metadata },
      target: this.target,
      action: AuthorizationAction.DENY,
      rules: [rule],
    });
  }
}

function writeRules(rules: JwtRule[] | undefined, problems: Problems): object[] {
  const example = "[JwtRule.of({ issuer: 'https://issuer.example.com' })]";
  if (rules === undefined || (Array.isArray(rules) && rules.length === 0)) {
    problems.add('jwtRules', `${rules === undefined ? 'is needed' : 'is empty'}. Write ${example}.`);
    return [];
  }
  return expectList(rules, problems, 'jwtRules', example).map((rule, i) => {
    if (!(rule instanceof JwtRule)) {
      problems.add(`jwtRules[${i}]`, `${show(rule)} is not a JwtRule. Write ${example}.`);
      return {};
    }
    return rule._write(problems.in(`jwtRules[${i}]`));
  });
}

function optionOf(field: string): string {
  return field
    .replace(/^to\[0\]\.?/, '')
    .replace(/^notMethods/, 'exceptMethods')
    .replace(/^notPaths/, 'exceptPaths');
}
