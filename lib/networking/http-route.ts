import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { CorsPolicy, Headers, HttpDirectResponse, HttpRedirect, HttpRoute } from '../../imports/networking';
import {
  compact,
  expectDuration,
  expectList,
  expectPercent,
  expectString,
  expectValue,
  needObject,
  needValue,
} from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { checkStructure } from '../core/structure';
import { isPlainObject } from '../core/value';
import { checkHandle } from './checked-handle';
import { checkCorsPolicy } from './cors-policy';
import type { Destination } from './destination';
import { checkWeights } from './destination';
import type { Fault } from './fault';
import type { HttpMatch } from './http-match';
import type { Retries } from './retries';
import type { Rewrite } from './rewrite';
import type { IVirtualService } from './virtual-service-handle';

/**
 * A copy of requests that goes to another destination, whose answers are thrown away.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy
 */
export interface HttpMirror {
  /** Where the copies go. */
  readonly destination: Destination;

  /**
   * Share of the requests that is copied, in percent (0 to 100).
   *
   * @default 100
   */
  readonly percentage?: number;
}

/**
 * One rule for HTTP requests. The first rule of a VirtualService that matches decides.
 *
 * Rejects a rule that has none, or more than one, of `route`, `redirect`, `directResponse` and `delegate`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export interface HttpRouteOptions {
  /**
   * A name for the rule; it appears in access logs, and Argo Rollouts finds the rule by it.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * The requests of the rule: one of these must match.
   *
   * @default - every request
   */
  readonly match?: HttpMatch[];

  /**
   * Where the requests go. Several destinations share them by weight.
   *
   * @default - none, if the rule redirects, answers or delegates
   */
  readonly route?: Destination[];

  /**
   * Answers with a redirect. `redirectCode` is 301 unless it says another.
   *
   * Rejects a `prefixRewrite` that doubles a slash of the path or drops one.
   *
   * @default - no redirect
   */
  readonly redirect?: HttpRedirect;

  /**
   * Answers with this status and body.
   *
   * @default - no direct response
   */
  readonly directResponse?: HttpDirectResponse;

  /**
   * A delegate: another VirtualService, without hosts, whose rules apply next.
   *
   * Rejects, when the app is synthesized, a delegate of the app with hosts, one that is not exported to the namespace of this rule, and
   * matches of it that are within none of the rules that lead to it: Istio would drop them without an error.
   *
   * @default - none
   */
  readonly delegate?: IVirtualService;

  /**
   * How path and host are changed before the request is sent on.
   *
   * Rejects a text that doubles a slash of the path or drops one: it takes the place of the prefix letter by letter, so it has to end as
   * the prefix does. Requests that an earlier match takes do not count.
   *
   * @default - not changed
   */
  readonly rewrite?: Rewrite;

  /**
   * How long the whole request may take, retries included.
   *
   * @default - no limit
   */
  readonly timeout?: Duration;

  /**
   * Whether and when a failed request is sent again.
   *
   * @default - Istio's own: two more times on failures to connect
   */
  readonly retries?: Retries;

  /**
   * Faults made on purpose.
   *
   * @default - none
   */
  readonly fault?: Fault;

  /**
   * Copies of the requests to other destinations.
   *
   * @default - none
   */
  readonly mirrors?: HttpMirror[];

  /**
   * Which pages of other origins may call, and how.
   *
   * Rejects origins that no browser sends: without scheme, with a path, a slash at the end or a "*" inside.
   *
   * @default - none
   */
  readonly corsPolicy?: CorsPolicy;

  /**
   * Headers that are set, added or removed in requests and answers.
   *
   * @default - none
   */
  readonly headers?: Headers;
}

/** A rule that a pattern has written and checked already. It stands wherever its options would stand. */
export class WrittenHttpRoute {
  constructor(
    /** @internal */
    public readonly _json: HttpRoute,
  ) {}
}

/** Fields that take Istio's own structs. */
const PLAIN = {
  redirect: 'HttpRedirect',
  directResponse: 'HttpDirectResponse',
  corsPolicy: 'CorsPolicy',
  headers: 'Headers',
} as const;

/** Writes one rule as Istio's HTTPRoute. */
export function writeHttpRoute(options: HttpRouteOptions, scope: IConstruct, problems: Problems): HttpRoute {
  if (options instanceof WrittenHttpRoute) {
    return options._json;
  }
  if (
    needObject(options, 'HttpRouteOptions', problems, '', '{ route: [Destination.service(service)] }') === undefined
  ) {
    return {};
  }
  const destinations = expectList(options.route, problems, 'route', '[Destination.service(service)]');
  const route = destinations.map(
    (destination, i) => needValue(destination, scope, problems, `route[${i}]`, 'Destination.service(service)') as never,
  );
  if (route.length > 1) {
    checkWeights(
      route.filter((d) => d !== undefined),
      problems,
      'route',
    );
  }
  checkExclusive(options, destinations, problems);
  const name = expectString(options.name, problems, 'name', "'api'");
  const match = writeList(options.match, scope, problems, 'match', "[HttpMatch.prefix('/api')]");
  const { timeout, retries, corsPolicy, headers } = writeRulePolicy(options, scope, problems);
  const written: HttpRoute = compact({
    name,
    match,
    route: route.length > 0 ? route : undefined,
    redirect: options.redirect,
    directResponse: options.directResponse,
    delegate: options.delegate === undefined ? undefined : writeDelegate(options.delegate, problems),
    rewrite: expectValue(options.rewrite, scope, problems, 'rewrite', "Rewrite.uri('/')") as HttpRoute['rewrite'],
    timeout,
    retries,
    fault: expectValue(options.fault, scope, problems, 'fault', 'Fault.abort(503)') as HttpRoute['fault'],
    mirrors: options.mirrors === undefined ? undefined : writeMirrors(options.mirrors, scope, problems),
    corsPolicy,
    headers,
  });
  checkPlain(written, ['redirect', 'directResponse'], scope, problems);
  if (isPlainObject(written.redirect)) {
    checkRedirect(written.redirect, problems.in('redirect'));
  }
  return written;
}

/** What a rule does with its requests wherever they go. */
type RulePolicy = Pick<HttpRouteOptions, 'timeout' | 'retries' | 'corsPolicy' | 'headers'>;

/** Writes the part of a rule that does not depend on where its requests go. */
export function writeRulePolicy(
  options: RulePolicy,
  scope: IConstruct,
  problems: Problems,
): Pick<HttpRoute, keyof RulePolicy> {
  const written: HttpRoute = {
    timeout: expectDuration(options.timeout, problems, 'timeout'),
    retries: expectValue(
      options.retries,
      scope,
      problems,
      'retries',
      'Retries.onServerErrors(2)',
    ) as HttpRoute['retries'],
    corsPolicy: options.corsPolicy,
    headers: options.headers,
  };
  checkPlain(written, ['corsPolicy', 'headers'], scope, problems);
  if (isPlainObject(written.corsPolicy)) {
    checkCorsPolicy(written.corsPolicy, problems.in('corsPolicy'));
  }
  const perTry = written.retries?.perTryTimeout;
  if (written.timeout !== undefined && perTry !== undefined && milliseconds(perTry) >= milliseconds(written.timeout)) {
    problems.add(
      'retries.perTryTimeout',
      `${perTry} for each attempt is not shorter than the timeout of the whole request, ${written.timeout}, so no try that takes too long would be retried. Write a shorter one.`,
    );
  }
  return written;
}

/** A duration as it was written here: "5s" or "250ms". */
function milliseconds(duration: string): number {
  return parseInt(duration, 10) * (duration.endsWith('ms') ? 1 : 1000);
}

/** Checks what holds for several rules, once and not with each of them. Returns it if it is right. */
export function checkRulePolicy<T extends RulePolicy>(policy: T, scope: IConstruct, problems: Problems): T | undefined {
  const before = problems.count;
  writeRulePolicy(policy, scope, problems);
  return problems.count === before ? policy : undefined;
}

/** Only what came in as plain data is new to the check; the rest was written here. */
function checkPlain(
  written: HttpRoute,
  fields: readonly (keyof typeof PLAIN)[],
  scope: IConstruct,
  problems: Problems,
): void {
  for (const field of fields) {
    if (written[field] !== undefined) {
      checkStructure(scope, PLAIN[field], written[field], problems.in(field));
    }
  }
}

function checkRedirect(redirect: HttpRedirect, problems: Problems): void {
  const { uri, prefixRewrite, authority, port, derivePort, scheme } = redirect;
  if ([uri, prefixRewrite, authority, port, derivePort, scheme].every((part) => part === undefined)) {
    problems.add('', "redirects to the same URL. Write what changes, for example { uri: '/home' }.");
  }
  if (uri !== undefined && prefixRewrite !== undefined) {
    problems.add('uri', 'and prefixRewrite exclude each other. Write one of them.');
  }
}

function checkExclusive(options: HttpRouteOptions, destinations: Destination[], problems: Problems): void {
  const { redirect, directResponse, delegate } = options;
  if (destinations.length > 0 && redirect === undefined && directResponse === undefined && delegate === undefined) {
    return;
  }
  const given = [
    destinations.length > 0 && 'route',
    redirect !== undefined && 'redirect',
    directResponse !== undefined && 'directResponse',
  ].filter((name) => name !== false);
  if (delegate !== undefined) {
    if (given.some((name) => name !== 'directResponse')) {
      problems.add(
        'delegate',
        `hands the requests to another VirtualService, so this rule cannot also have ${given.join(' and ')}. Write one of them.`,
      );
    }
    return;
  }
  if (given.length === 0) {
    problems.add('', 'the rule has no action. Write route, redirect, directResponse or delegate.');
  } else if (given.length > 1) {
    problems.add('', `${given.join(' and ')} exclude each other. Write one of them.`);
  } else if (given[0] !== 'route') {
    for (const field of ['fault', 'rewrite'] as const) {
      if (options[field] !== undefined) {
        problems.add(field, `is not allowed with ${given[0]}. Omit one of them.`);
      }
    }
  }
}

function writeDelegate(
  delegate: IVirtualService,
  problems: Problems,
): { name: string; namespace?: string } | undefined {
  if (typeof delegate?.name !== 'string') {
    problems.add(
      'delegate',
      `${show(delegate)} is not a VirtualService. Write one of this app, or VirtualService.fromName('name', { namespace: '...' }).`,
    );
    return undefined;
  }
  checkHandle(delegate, problems.in('delegate'));
  return compact({ name: delegate.name, namespace: delegate.namespace });
}

function writeMirrors(mirrors: HttpMirror[], scope: IConstruct, problems: Problems): HttpRoute['mirrors'] {
  const example = '[{ destination: Destination.service(service), percentage: 10 }]';
  return expectList(mirrors, problems, 'mirrors', example).map((mirror, i) => {
    const at = problems.in(`mirrors[${i}]`);
    const given = needObject(mirror, 'HttpMirror', at, '', example.slice(1, -1));
    if (given?.destination?._weight !== undefined) {
      at.add('destination.weight', 'a mirror has no weight. Write percentage next to destination.');
    }
    const written = given && needValue(given.destination, scope, at, 'destination', 'Destination.service(service)');
    return compact({
      destination: (written as { destination: never } | undefined)?.destination ?? ({ host: '' } as never),
      percentage: expectPercent(given?.percentage, at, 'percentage'),
    });
  });
}

/** Writes a list of value classes; an empty list is left out. */
export function writeList(
  values: unknown[] | undefined,
  scope: IConstruct,
  problems: Problems,
  field: string,
  example: string,
): never[] | undefined {
  if (values === undefined) {
    return undefined;
  }
  const written = expectList(values, problems, field, example).map((value, i) =>
    needValue(value, scope, problems, `${field}[${i}]`, example.slice(1, -1)),
  );
  return written.length === 0 ? undefined : (written as never[]);
}
