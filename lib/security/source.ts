import type { IConstruct } from 'constructs';
import type { Source as SourceFields } from '../../imports/security';
import { expectObject } from '../core/expect';
import { noteElsewhere } from '../core/known-elsewhere';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { CALLER_FIELDS } from '../istio/authorization-fields';
import { namedObject } from '../kubernetes/manifest';
import { dnsLabelProblem } from '../kubernetes/names';
import type { INamespaceLike } from '../kubernetes/namespace-like';
import { namespaceName, otherKindProblem } from '../kubernetes/namespace-name';
import { describeWorkload, workloadNamespace } from '../kubernetes/pod-labels';
import { podServiceAccountOf } from '../kubernetes/pod-template';
import type { IServiceAccountLike } from '../kubernetes/service-account-like';
import type { Identity } from '../kubernetes/service-account-ref';
import { IdentityElsewhere, resolveServiceAccount, ServiceAccountRef } from '../kubernetes/service-account-ref';
import type { IWorkloadLike } from '../kubernetes/workload-like';
import { GatewayWorkload } from '../networking/gateway-workload';
import { ipRange } from '../networking/ip-range';
import { needTexts } from './need-texts';
import type { PolicyContext } from './policy-context';

/** What is different about the identity of a caller. */
export interface ServiceAccountSourceOptions {
  /**
   * The trust domain of the caller: one of another mesh that is federated with this one, or "*" for any.
   *
   * @default - that of the mesh, and its aliases
   */
  readonly trustDomain?: string;
}

/** The lists of a source that say who calls; each has one for those who must not. */
type Field =
  | 'principals'
  | 'requestPrincipals'
  | 'namespaces'
  | 'serviceAccounts'
  | 'ipBlocks'
  | 'remoteIpBlocks'
  | 'trustDomains';

/** What stands in one list. */
interface Part {
  readonly field: Field;
  readonly values: string[];
}

type Write = (context: PolicyContext, problems: Problems) => Part | undefined;

/** The trust domain that stands for that of the mesh, whatever it is called (pilot/pkg/security/trustdomain/bundle.go). */
const MESH_TRUST_DOMAIN = 'cluster.local';

/**
 * Who calls. In a rule, `from` is a list of sources, of which one must match.
 *
 * Workloads, service accounts, gateways and namespaces are identities, which callers prove by mutual TLS: a plaintext call has none,
 * and matches none of them. Make mutual TLS strict (`PeerAuthentication`) where rules say who may not call.
 *
 * Rejected where it is used: a workload that names no service account, and what has no identity.
 *
 * @example
 * [Source.workload(frontend), Source.gateway(GatewayWorkload.istioIngress())];
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
 */
export class Source {
  /**
   * The pods of a workload: all that run as its service account. Istio field `principals`.
   *
   * @param workload a Deployment, StatefulSet, DaemonSet, Job, CronJob or Pod that names a service account
   */
  public static workload(workload: IWorkloadLike | IConstruct): Source {
    return new Source([(_context, problems) => identityPart(identityOf(workload as IWorkloadLike, problems))]);
  }

  /**
   * All that run as a service account. Istio field `principals`; `serviceAccounts` for any trust domain.
   *
   * @param serviceAccount a ServiceAccount of any cdk8s-plus release, or a `ServiceAccountRef`
   * @param options its trust domain
   */
  public static serviceAccount(
    serviceAccount: IServiceAccountLike | IConstruct,
    options: ServiceAccountSourceOptions = {},
  ): Source {
    return new Source([
      ({ scope }, problems) => {
        const example = "{ trustDomain: 'other.example.com' }";
        const given = expectObject(options, 'ServiceAccountSourceOptions', problems, '', example) ?? {};
        const identity = resolveServiceAccount(serviceAccount, scope, problems);
        const isOfMesh = given.trustDomain === undefined || given.trustDomain === '*';
        if (identity !== undefined && isOfMesh && serviceAccount instanceof ServiceAccountRef) {
          noteElsewhere(scope, new IdentityElsewhere(identity.namespace, identity.serviceAccount));
        }
        if (given.trustDomain === '*') {
          return identity && { field: 'serviceAccounts', values: [`${identity.namespace}/${identity.serviceAccount}`] };
        }
        if (given.trustDomain !== undefined && !isTrustDomain(given.trustDomain)) {
          problems.add(
            'trustDomain',
            `${show(given.trustDomain)} is not a trust domain. Write one such as "other.example.com", or "*" for any.`,
          );
        }
        return identityPart(identity, given.trustDomain);
      },
    ]);
  }

  /**
   * The pods of a gateway. All requests that enter through it have its identity. Istio field `principals`.
   *
   * @param gateway where it runs; its service account must be known
   */
  public static gateway(gateway: GatewayWorkload): Source {
    return new Source([({ scope }, problems) => identityPart(identityOfGateway(gateway, scope, problems))]);
  }

  /**
   * All of a namespace. Istio field `namespaces`.
   *
   * @param namespace a Namespace or its name; a "*" at the beginning or end stands for any letters
   */
  public static namespace(namespace: string | INamespaceLike | IConstruct): Source {
    return new Source([
      (_context, problems) => {
        const otherKind = otherKindProblem(namespace);
        if (otherKind !== undefined) {
          problems.add('', otherKind);
          return undefined;
        }
        const name = namespaceName(namespace);
        const problem = namespaceProblem(name);
        if (problem !== undefined) {
          problems.add('', problem);
        }
        return { field: 'namespaces', values: [name] };
      },
    ]);
  }

  /** Everybody who has an identity: all callers with mutual TLS, of the mesh and of those that it trusts. Istio field `principals`. */
  public static authenticated(): Source {
    return Source.fixed('principals', ['*']);
  }

  /**
   * An identity as it stands in the certificate of the caller, for what no other factory can say. Istio field `principals`.
   *
   * Rejects what has not the form "trust-domain/ns/namespace/sa/service-account", of which a "*" may stand for the beginning or end.
   *
   * @param principal the identity, without "spiffe://"
   */
  public static principal(principal: string): Source {
    return new Source([
      (_context, problems) => {
        const problem = principalProblem(principal);
        if (problem !== undefined) {
          problems.add('', problem);
        }
        return { field: 'principals', values: [principal] };
      },
    ]);
  }

  /**
   * All of some trust domains. Istio field `trustDomains`; since Istio 1.30.
   *
   * @param trustDomains their names; a "*" at the beginning or end stands for any letters
   */
  public static trustDomains(trustDomains: string[]): Source {
    return new Source([
      (_context, problems) => {
        const values = needTexts(trustDomains, problems, '', "['other.example.com']");
        for (const value of values.filter((each) => !isTrustDomain(each.replace(/^\*|\*$/, '') || 'any'))) {
          problems.add(
            '',
            `${show(value)} is not a trust domain. Write one such as "other.example.com" or "*.example.com".`,
          );
        }
        return { field: 'trustDomains', values };
      },
    ]);
  }

  /** Everybody who sent a token that a `RequestAuthentication` takes. Istio field `requestPrincipals`. */
  public static anyToken(): Source {
    return Source.fixed('requestPrincipals', ['*']);
  }

  /**
   * Those who sent a token of an issuer. Istio field `requestPrincipals`.
   *
   * @param issuer the claim `iss` of the token
   * @param subject the claim `sub`; "*" for any, and a "*" at its end for any letters
   */
  public static token(issuer: string, subject: string = '*'): Source {
    return new Source([
      (_context, problems) => {
        for (const [name, text] of [
          ['issuer', issuer],
          ['subject', subject],
        ] as const) {
          if (typeof text !== 'string' || text === '') {
            problems.add(
              name,
              `${show(text)} is not a non-empty string. Write Source.token('https://issuer.example.com').`,
            );
          }
        }
        if (typeof subject === 'string' && (subject.includes('/') || subject.slice(0, -1).includes('*'))) {
          problems.add(
            'subject',
            `${show(subject)} is no subject that Istio can tell from the issuer: it takes what comes after the last "/", and "*" at the end only. Write a Condition.claim('sub', [...]).`,
          );
        }
        return { field: 'requestPrincipals', values: [`${issuer}/${subject}`] };
      },
    ]);
  }

  /**
   * Callers by the address from which the connection comes to the pod: behind a gateway or load balancer, that of the last hop. Istio field
   * `ipBlocks`.
   *
   * @param ranges addresses or CIDR blocks
   */
  public static ipRanges(ranges: string[]): Source {
    return new Source([(_context, problems) => addresses('ipBlocks', ranges, problems)]);
  }

  /**
   * Callers by the address from which the request first came, as `X-Forwarded-For` or the PROXY protocol tells it. It can be trusted at a
   * gateway that knows how many proxies are in front of it (`numTrustedProxies`); within the mesh each client can write the header. Istio
   * field `remoteIpBlocks`.
   *
   * @param ranges addresses or CIDR blocks
   */
  public static originalIpRanges(ranges: string[]): Source {
    return new Source([(_context, problems) => addresses('remoteIpBlocks', ranges, problems)]);
  }

  /**
   * Callers that match all of these (and), such as a workload from a range of addresses. For several callers, any of which may match (or),
   * write several sources into `from`.
   *
   * Rejects two sources that look at the same: nobody is both.
   *
   * @param sources what must be true
   */
  public static allOf(sources: Source[]): Source {
    const known = Source.listOf(sources);
    const isRight = Source.listProblem(sources) === undefined;
    return new Source(
      known.flatMap((each) => each.parts),
      known.flatMap((each) => each.exceptions),
      isRight
        ? known.find((each) => each.problem !== undefined)?.problem
        : `${show(sources)} is not a list of sources. Write Source.allOf([Source.workload(frontend), Source.ipRanges(['10.0.0.0/8'])]).`,
    );
  }

  /**
   * Everybody who is none of these, callers without any identity included.
   *
   * @param sources who is left out
   */
  public static everyoneExcept(sources: Source[]): Source {
    return new Source([], Source.listOf(sources), Source.listProblem(sources));
  }

  private static fixed(field: Field, values: string[]): Source {
    return new Source([() => ({ field, values })]);
  }

  private static listOf(sources: unknown): Source[] {
    return (Array.isArray(sources) ? sources : []).filter((each): each is Source => each instanceof Source);
  }

  private static listProblem(sources: unknown): string | undefined {
    const isRight = Array.isArray(sources) && sources.length > 0 && sources.every((each) => each instanceof Source);
    return isRight ? undefined : `${show(sources)} is not a list of sources. Write [Source.workload(frontend)].`;
  }

  private constructor(
    private readonly parts: Write[],
    private readonly exceptions: Source[] = [],
    private readonly problem?: string,
  ) {}

  /**
   * The same callers without some of them. Who is any of `sources` is left out.
   *
   * @param sources who is left out; each says one thing
   */
  public except(sources: Source[]): Source {
    return new Source(
      this.parts,
      [...this.exceptions, ...Source.listOf(sources)],
      this.problem ?? Source.listProblem(sources),
    );
  }

  /** @internal Whether it says one thing, and so can stand in one list with others. */
  public get _isSimple(): boolean {
    return this.parts.length === 1 && this.exceptions.length === 0;
  }

  /** @internal */
  public _write(context: PolicyContext, problems: Problems): SourceFields {
    const fields: Record<string, string[]> = {};
    if (this.problem !== undefined) {
      problems.add('', this.problem);
    }
    for (const write of this.parts) {
      const part = write(context, problems);
      if (part !== undefined && part.field in fields) {
        problems.add(
          '',
          `two sources look at ${part.field}, and no caller is both. Write them as two sources of from, where one of them has to match.`,
        );
      } else if (part !== undefined) {
        fields[part.field] = part.values;
      }
    }
    for (const source of this.exceptions) {
      this.addException(source, fields, context, problems);
    }
    checkTogether(fields, context, problems);
    return fields;
  }

  private addException(
    source: Source,
    fields: Record<string, string[]>,
    context: PolicyContext,
    problems: Problems,
  ): void {
    if (source.problem !== undefined) {
      problems.add('', source.problem);
      return;
    }
    if (!source._isSimple) {
      problems.add(
        '',
        'leaves out a source that says several things, and Istio would leave out who is any of them. Leave out sources that say one thing.',
      );
      return;
    }
    const part = source.parts[0](context, problems);
    if (part !== undefined) {
      const name = `not${part.field[0].toUpperCase()}${part.field.slice(1)}`;
      fields[name] = [...new Set([...(fields[name] ?? []), ...part.values])];
    }
  }
}

function checkTogether(fields: Record<string, string[]>, { action }: PolicyContext, problems: Problems): void {
  const names = Object.keys(fields);
  const accounts = names.find((name) => /serviceAccounts/i.test(name));
  const others = names.find((name) => /^(not)?(principals|namespaces)$/i.test(name));
  if (accounts !== undefined && others !== undefined) {
    problems.add(
      '',
      `${accounts} and ${others} can't stand in one source. Leave out trustDomain: '*', or write the namespaces as another source.`,
    );
  }
  const caller = CALLER_FIELDS.find((name) => name in fields);
  if (action === 'CUSTOM' && caller !== undefined) {
    problems.add(
      '',
      `${caller} can't be asked for in a policy with a custom action: the authorizer is asked before the caller is known. Let the authorizer look at the caller, or write a second policy with DENY.`,
    );
  }
}

function identityPart(identity: Identity | undefined, trustDomain = MESH_TRUST_DOMAIN): Part | undefined {
  return (
    identity && {
      field: 'principals',
      values: [`${trustDomain}/ns/${identity.namespace}/sa/${identity.serviceAccount}`],
    }
  );
}

const NO_WORKLOAD =
  "Write a Deployment, or Source.serviceAccount(ServiceAccountRef.fromName('checkout', { namespace: 'orders' })).";

function identityOf(workload: IWorkloadLike, problems: Problems): Identity | undefined {
  if (typeof workload !== 'object' || workload === null || !('name' in workload)) {
    problems.add('', `${show(workload)} is not a workload. ${NO_WORKLOAD}`);
    return undefined;
  }
  const object = namedObject(workload);
  if (object?.kind === 'Service') {
    problems.add('', `Service "${object.name}" is called, and does not call. ${NO_WORKLOAD}`);
    return undefined;
  }
  const account = podServiceAccountOf(workload);
  const namespace = workloadNamespace(workload);
  const what = describeWorkload(workload);
  if (account === undefined) {
    problems.add('', `the service account of ${what} is not known here. Write Source.serviceAccount(...).`);
  } else if ((account.name ?? 'default') === 'default') {
    problems.add(
      '',
      `${what} names no service account of its own, so it runs as "default", as every pod of its namespace does that names none. ` +
        "Give it one: serviceAccount: new kplus.ServiceAccount(chart, 'Account'), or in plain YAML serviceAccountName. If all of these may call, write Source.serviceAccount(ServiceAccountRef.fromName('default')).",
    );
  } else if (namespace === undefined) {
    problems.add(
      '',
      `the namespace of ${what} is not known, and it is part of the identity. Give its chart one: new Chart(app, 'id', { namespace: '...' }).`,
    );
  } else {
    return { namespace, serviceAccount: account.name! };
  }
  return undefined;
}

function identityOfGateway(gateway: GatewayWorkload, scope: IConstruct, problems: Problems): Identity | undefined {
  if (!(gateway instanceof GatewayWorkload)) {
    problems.add('', `${show(gateway)} is not a GatewayWorkload. Write GatewayWorkload.istioIngress().`);
    return undefined;
  }
  const before = problems.count;
  gateway._check(problems);
  const { serviceAccount, namespace, service } = gateway;
  if (serviceAccount === undefined) {
    problems.add(
      '',
      `the service account of the gateway ${service} is not known. Write it where the gateway is: GatewayWorkload.of({ ..., serviceAccount: '...' }).`,
    );
  }
  if (problems.count > before) {
    return undefined;
  }
  noteElsewhere(scope, gateway);
  return { namespace, serviceAccount: serviceAccount! };
}

function addresses(field: 'ipBlocks' | 'remoteIpBlocks', ranges: string[], problems: Problems): Part {
  const values = needTexts(ranges, problems, '', "['10.0.0.0/8']");
  values.forEach((value, i) => {
    if (ipRange(value) === undefined) {
      problems.add(
        `[${i}]`,
        `${show(value)} is neither an IP address nor a CIDR block. Write one such as "10.0.0.7" or "10.0.0.0/8".`,
      );
    }
  });
  return { field, values };
}

function isTrustDomain(text: unknown): boolean {
  return typeof text === 'string' && /^[A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?$/.test(text.replace(/^\.|\.$/g, ''));
}

function namespaceProblem(name: string): string | undefined {
  if (typeof name === 'string' && name.includes('*')) {
    return /^(\*[-a-z0-9]+|[-a-z0-9]+\*)$/.test(name)
      ? undefined
      : `${show(name)} has a "*" that is no wildcard. Write one at the beginning or end: "team-*". For all that have an identity write Source.authenticated().`;
  }
  return dnsLabelProblem(name, 'the name of a namespace');
}

function principalProblem(principal: string): string | undefined {
  const form = 'Write it as "trust-domain/ns/namespace/sa/service-account".';
  if (typeof principal !== 'string' || principal === '') {
    return `${show(principal)} is not a principal. ${form}`;
  }
  if (principal.startsWith('spiffe://')) {
    return `${show(principal)} begins with "spiffe://", which Istio adds itself. Write ${show(principal.slice('spiffe://'.length))}.`;
  }
  if (principal === '*') {
    return '"*" is everybody who has an identity. Write Source.authenticated().';
  }
  const inner = principal.replace(/^\*|\*$/, '');
  if (inner.includes('*')) {
    return `${show(principal)} has a "*" that is no wildcard: one stands at the beginning or end. ${form}`;
  }
  const isWhole = inner === principal;
  return isWhole && !/^[^/]+\/ns\/[^/]+\/sa\/[^/]+$/.test(principal)
    ? `${show(principal)} has not the form of an identity, so nobody would match. ${form}`
    : undefined;
}
