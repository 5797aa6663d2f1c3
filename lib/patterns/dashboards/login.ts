import type { IConstruct } from 'constructs';
import type { JwtHeader } from '../../../imports/security';
import { expectBoolean, expectEnum, expectItems, needObject } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import type { GatewayWorkload } from '../../networking/gateway-workload';
import { AuthorizationAction } from '../../security/authorization-action';
import { Condition } from '../../security/condition';
import { JwtRule } from '../../security/jwt-rule';
import type { PolicyContext } from '../../security/policy-context';
import { ALL_PODS } from '../../security/policy-target';
import { Source } from '../../security/source';
import { GatewayDeployment } from '../gateway-deployment';
import { ClientAddress } from '../gateway/client-address';
import type { ExternalAuthorizerOptions, JwtLoginOptions, SourceRangesOptions } from './login-options';

/** A login, written as parts of policies. */
export interface WrittenLogin {
  readonly action: AuthorizationAction;
  /** The policy holds for requests to which one of these applies. */
  readonly cases: { readonly from?: Source[]; readonly when?: Condition[] }[];
  /** Methods of requests for which it does not hold. */
  readonly exceptMethods?: string[];
  /** Whose tokens are checked. */
  readonly jwtRule?: JwtRule;
  /** Headers with secrets that the dashboards do not get. */
  readonly removedHeaders: string[];
  /** What passes over the network, if that must be secret. */
  readonly secret?: 'tokens' | 'session cookies';
}

type Write = (workload: GatewayWorkload, context: PolicyContext, problems: Problems) => WrittenLogin;

/**
 * Who may use the dashboards: the gateway refuses all others, for the hosts of the dashboards and no others.
 *
 * @example
 * Login.jwt({ issuer: 'https://issuer.example.com', claims: [Condition.claim('groups', ['operators'])] });
 */
export class Login {
  /**
   * Those with a token (JWT) of an issuer. Without one the answer is 403, with a wrong one 401; a token without subject (claim `sub`) counts
   * as none. Browsers send no `Authorization: Bearer` by themselves: this is for callers that do, or behind a proxy that adds the token. For
   * people with browsers write `Login.externalAuthorizer(...)`.
   *
   * @param options whose tokens, and what they must say
   */
  public static jwt(options: JwtLoginOptions): Login {
    return new Login((_workload, context, problems) => writeJwt(options, context, problems));
  }

  /**
   * Those that an authorizer outside of Istio lets in, such as oauth2-proxy, which sends others to a login page. Where MeshConfig has no such
   * provider, Istio refuses every request (403). A gateway takes one provider, unless istiod is told otherwise.
   *
   * @param provider its name among the `extensionProviders` of MeshConfig
   * @param options what it is not asked about
   */
  public static externalAuthorizer(provider: string, options: ExternalAuthorizerOptions = {}): Login {
    return new Login((_workload, _context, problems) => writeAuthorizer(provider, options, problems));
  }

  /**
   * Those who come from some addresses, such as those of an office or a VPN. Everybody there may use the dashboards.
   *
   * @param ranges addresses or CIDR blocks
   * @param options how the gateway knows the address
   */
  public static sourceRanges(ranges: string[], options: SourceRangesOptions = {}): Login {
    return new Login((workload, context, problems) => writeRanges(ranges, options, workload, context, problems));
  }

  private constructor(private readonly write: Write) {}

  /**
   * @internal
   * @param workload the pods that enforce it
   */
  public _write(workload: GatewayWorkload, scope: IConstruct, problems: Problems): WrittenLogin {
    return this.write(workload, { scope, action: 'DENY', ports: ALL_PODS.ports }, problems);
  }
}

const BEARER: JwtHeader[] = [{ name: 'Authorization', prefix: 'Bearer ' }];

function writeJwt(options: JwtLoginOptions, context: PolicyContext, problems: Problems): WrittenLogin {
  const given: Partial<JwtLoginOptions> =
    needObject(options, 'JwtLoginOptions', problems, '', "{ issuer: 'https://issuer.example.com' }") ?? {};
  const { issuer, jwksUri, jwks, audiences, fromCookies } = given;
  const fromHeaders = given.fromHeaders ?? (fromCookies === undefined ? BEARER : undefined);
  const jwtRule = JwtRule.of({
    issuer,
    jwksUri,
    jwks,
    audiences,
    fromHeaders,
    fromCookies,
    // Otherwise it would be taken out of the requests for all hosts of the gateway.
    forwardOriginalToken: true,
  });
  if (issuer === undefined) {
    problems.add('issuer', "is needed: tokens of anybody would do. Write issuer: 'https://issuer.example.com'.");
  } else {
    jwtRule._write(problems);
  }
  const forwarded = expectBoolean(given.forwardToken, problems, 'forwardToken') === true;
  const names = Array.isArray(fromHeaders) ? fromHeaders.map((header) => String(header?.name).toLowerCase()) : [];
  return {
    action: AuthorizationAction.DENY,
    cases: [
      { from: [Source.everyoneExcept([Source.token(String(issuer))])] },
      ...writeClaims(given.claims, context, problems).map((claim) => ({ when: [Condition.unless(claim)] })),
    ],
    exceptMethods: writePreflight(given.corsPreflight, problems),
    jwtRule,
    removedHeaders: forwarded ? [] : names,
    secret: 'tokens',
  };
}

function writeClaims(claims: Condition[] | undefined, context: PolicyContext, problems: Problems): Condition[] {
  const example = "[Condition.claim('groups', ['operators'])]";
  return (expectItems(claims, problems, 'claims', example) ?? []).filter((claim, i) => {
    const at = problems.in(`claims[${i}]`);
    if (!(claim instanceof Condition)) {
      at.add('', `${show(claim)} is not a Condition. Write ${example}.`);
      return false;
    }
    const { key, notValues } = claim._write(context, at);
    if (!key.startsWith('request.auth.')) {
      at.add('', `${key} is not in a token. Write Condition.claim('groups', ['operators']).`);
    } else if (notValues !== undefined) {
      at.add('', `is what a token must not say, and one without ${key} would do. Write what it must say.`);
    }
    return true;
  });
}

function writeAuthorizer(provider: string, options: ExternalAuthorizerOptions, problems: Problems): WrittenLogin {
  const given = needObject(options, 'ExternalAuthorizerOptions', problems, '', '{ corsPreflight: true }') ?? {};
  const action = AuthorizationAction.custom(provider);
  action._write(problems);
  return {
    action,
    cases: [{}],
    exceptMethods: writePreflight(given.corsPreflight, problems),
    removedHeaders: [],
    secret: 'session cookies',
  };
}

function writeRanges(
  ranges: string[],
  options: SourceRangesOptions,
  workload: GatewayWorkload,
  context: PolicyContext,
  problems: Problems,
): WrittenLogin {
  const example = '{ clientAddress: ClientAddress.CONNECTION }';
  const given = needObject(options, 'SourceRangesOptions', problems, '', example) ?? {};
  const said = expectEnum(given.clientAddress, ClientAddress, 'ClientAddress', problems, 'clientAddress');
  const address = said === given.clientAddress ? chooseAddress(said, workload, problems) : undefined;
  const source = address === ClientAddress.FORWARDED ? Source.originalIpRanges(ranges) : Source.ipRanges(ranges);
  source._write(context, problems.in('ranges'));
  return { action: AuthorizationAction.DENY, cases: [{ from: [Source.everyoneExcept([source])] }], removedHeaders: [] };
}

function chooseAddress(
  said: ClientAddress | undefined,
  { _deployment: deployment, service }: GatewayWorkload,
  problems: Problems,
): ClientAddress | undefined {
  if (!(deployment instanceof GatewayDeployment)) {
    if (said === undefined) {
      problems.add(
        'clientAddress',
        `is needed, because it is not known here whether a load balancer in front of ${service} opens connections of its own. Write ClientAddress.CONNECTION if the gateway sees the clients' own, or ClientAddress.FORWARDED if its gatewayTopology says that proxies tell the address.`,
      );
    }
    return said;
  }
  const { address, hidden } = deployment._seenAddress;
  const { path } = deployment.node;
  if (said !== undefined && said !== address) {
    problems.add(
      'clientAddress',
      said === ClientAddress.FORWARDED
        ? `${path} trusts no proxy that tells the address of the client, so Istio takes the one of the connection. Write trustedProxies there, or proxyProtocol, or omit it.`
        : `${path} is told the address of the client by a proxy, and the connection is that of the proxy. Omit it.`,
    );
  } else if (hidden !== undefined) {
    problems.add(
      'clientAddress',
      `can't be known: the pods of ${path} see the address of a node or a load balancer in its place. Write ${hidden}.`,
    );
  }
  return address;
}

function writePreflight(corsPreflight: boolean | undefined, problems: Problems): string[] | undefined {
  return expectBoolean(corsPreflight, problems, 'corsPreflight') === true ? ['OPTIONS'] : undefined;
}
