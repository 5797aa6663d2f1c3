import type { IConstruct } from 'constructs';
import type { Duration } from 'cdk8s';
import type { CorsPolicy, Headers, HttpDirectResponse, HttpRedirect } from '../../../imports/networking';
import { expectBoolean, expectList, expectObject } from '../../core/expect';
import { literal } from '../../core/literal';
import { Problems, show } from '../../core/problems';
import { isPlainObject } from '../../core/value';
import { slashMistake } from '../../istio/path-rewrite';
import type { IServiceLike } from '../../kubernetes/service-like';
import type { Destination } from '../../networking/destination';
import type { Fault } from '../../networking/fault';
import { HttpMatch } from '../../networking/http-match';
import type { HttpMirror, HttpRouteOptions } from '../../networking/http-route';
import type { Retries } from '../../networking/retries';
import { changeOf, changeProblem } from '../../networking/path-change';
import { patternProblem } from '../../networking/path-problem';
import { Rewrite } from '../../networking/rewrite';
import { fitsEveryPath } from './dead-routes';
import { addHeaders } from './headers';

/** What happens to the requests of a route on their way. */
export interface IngressPolicy {
  /**
   * How long the whole request may take, retries included. Istio field `timeout`.
   *
   * @default - no limit
   */
  readonly timeout?: Duration;

  /**
   * Whether and when a failed request is sent again. Istio field `retries`.
   *
   * @default - Istio's own: two more times on failures to connect
   */
  readonly retries?: Retries;

  /**
   * Which pages of other origins may call, and how. Istio field `corsPolicy`.
   *
   * Rejects origins that no browser sends: without scheme, with a path, a slash at the end or a "*" inside.
   *
   * @default - none
   */
  readonly corsPolicy?: CorsPolicy;

  /**
   * Headers that are set, added or removed in requests and answers. Those of a route are added to those of the service; if both have
   * the same name, the route wins. Istio field `headers`.
   *
   * @default - none
   */
  readonly headers?: Headers;
}

/** What a route is, beside its path. */
export interface IngressRouteOptions extends IngressPolicy {
  /**
   * Whether the `timeout` of the service does not apply to this route, so that requests may take any time: streams, long polls.
   *
   * Rejects true together with a `timeout` of the route.
   *
   * @default false
   */
  readonly noTimeout?: boolean;

  /**
   * The Service for these requests, or a `CanaryRelease` of one.
   *
   * @default - the service of the IngressedService
   */
  readonly service?: IServiceLike | IConstruct | string;

  /**
   * Number or name of the Service's port.
   *
   * @default - the port of the IngressedService; for a service of its own, its only port
   */
  readonly port?: number | string;

  /**
   * Further conditions, one of which must match: headers, method, query parameters.
   *
   * @default - every request with the path
   */
  readonly match?: HttpMatch[];

  /**
   * A name for the route, which appears in access logs. Istio field `name`.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * How path and host are changed before the request is sent on. Istio field `rewrite`.
   *
   * @default - not changed
   */
  readonly rewrite?: Rewrite;

  /**
   * Faults made on purpose. Istio field `fault`.
   *
   * @default - none
   */
  readonly fault?: Fault;

  /**
   * Copies of the requests to other destinations. Istio field `mirrors`.
   *
   * @default - none
   */
  readonly mirrors?: HttpMirror[];

  /**
   * Answers with a redirect instead of asking the service. Istio field `redirect`.
   *
   * @default - no redirect
   */
  readonly redirect?: HttpRedirect;

  /**
   * Answers with this status and body instead of calling the service. Istio field `directResponse`.
   *
   * @default - no direct response
   */
  readonly directResponse?: HttpDirectResponse;

  /**
   * Destinations with weights, where one Service is not enough. Istio field `route`.
   *
   * @default - `service`
   */
  readonly route?: Destination[];
}

/** In which order routes are tried; the first that matches decides. */
export enum RouteOrder {
  /**
   * Exact paths, then regular expressions as they are written, then prefixes from the longest to the shortest; with the same
   * path those with more conditions first. How specific an expression is can't be seen, so one that leaves nothing for a prefix
   * is rejected.
   */
  MOST_SPECIFIC_FIRST = 'MOST_SPECIFIC_FIRST',

  /** As they are written. A route behind one that takes all of its requests is rejected. */
  AS_WRITTEN = 'AS_WRITTEN',
}

/**
 * Requests with some path, and what is done with them.
 *
 * @example
 * IngressRoute.prefix('/api/v1/products', { timeout: Duration.seconds(5), retries: Retries.onServerErrors(2) });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export class IngressRoute {
  /**
   * Requests for exactly this path. Pages with assets need a prefix: "/" alone does not match "/style.css".
   *
   * Rejects a path without a leading slash, one with a query or fragment, and what has no meaning here: "*", "{id}", ":id",
   * expressions.
   *
   * @param path begins with "/"
   * @param options what happens to the requests, and further conditions
   */
  public static exact(path: string, options: IngressRouteOptions = {}): IngressRoute {
    return new IngressRoute('exact', path, options);
  }

  /**
   * Requests whose path begins with this text: "/api" also matches "/apiary", "/api/" does not.
   *
   * Rejects an empty path, one without a leading slash, one with a query or fragment, what has no meaning here ("*", "{id}", ":id",
   * expressions), and a `rewrite` that would double the slash or drop it.
   *
   * @param path begins with "/"
   * @param options what happens to the requests, and further conditions
   */
  public static prefix(path: string, options: IngressRouteOptions = {}): IngressRoute {
    return new IngressRoute('prefix', path, options);
  }

  /**
   * Requests whose whole path matches this RE2 expression.
   *
   * Rejects look-around, back-references, wrong syntax, more than 1024 characters, a glob ("/api/*" is "/api" with any number of slashes),
   * and an expression that matches every path: write `IngressRoute.all()`.
   *
   * @param expression such as "/(de|en)/.*"
   * @param options what happens to the requests, and further conditions
   */
  public static regex(expression: string, options: IngressRouteOptions = {}): IngressRoute {
    return new IngressRoute('regex', expression, options);
  }

  /**
   * Every request.
   *
   * @param options what happens to the requests, and further conditions
   */
  public static all(options: IngressRouteOptions = {}): IngressRoute {
    return IngressRoute.prefix('/', options);
  }

  private constructor(
    private readonly kind: 'exact' | 'regex' | 'prefix',
    private readonly path: string,
    private readonly options: IngressRouteOptions,
  ) {}

  /** @internal */
  public get _options(): IngressRouteOptions {
    return this.options ?? {};
  }

  /** @internal Whether the requests go to the service and port of the IngressedService. */
  public get _asksDefault(): boolean {
    const { service, port, route, redirect, directResponse } = this._options;
    return [service, port, route, redirect, directResponse].every((option) => option === undefined);
  }

  /** @internal What the rule is, but for where its requests go. */
  public _rule(defaults: IngressPolicy, problems: Problems): HttpRouteOptions {
    const options =
      expectObject(this.options, 'IngressRouteOptions', problems, '', '{ timeout: Duration.seconds(5) }') ?? {};
    const further = expectList(options.match, problems, 'match', "[HttpMatch.method('GET')]").filter((match, i) => {
      const fits = match instanceof HttpMatch;
      if (!fits) {
        problems.add(`match[${i}]`, `${show(match)} does not fit here. Write HttpMatch.method('GET').`);
      }
      return fits;
    });
    this.checkPath(options, problems);
    const noTimeout = expectBoolean(options.noTimeout, problems, 'noTimeout') === true;
    if (noTimeout && options.timeout !== undefined) {
      problems.add('noTimeout', 'and timeout exclude each other. Omit one of them.');
    }
    const path = HttpMatch[this.kind](this.path);
    return {
      name: options.name,
      match: further.length === 0 ? [path] : further.map((match) => path._and(match)),
      rewrite: options.rewrite,
      timeout: noTimeout ? undefined : (options.timeout ?? defaults.timeout),
      retries: options.retries ?? defaults.retries,
      fault: options.fault,
      mirrors: options.mirrors,
      corsPolicy: options.corsPolicy ?? defaults.corsPolicy,
      headers: addHeaders(options.headers, defaults.headers),
    };
  }

  /** @internal Smaller comes first. */
  public _compare(other: IngressRoute): number {
    return (
      ORDER.indexOf(this.kind) - ORDER.indexOf(other.kind) ||
      (this.kind === 'regex' ? 0 : length(other.path) - length(this.path)) ||
      conditions(other.options) - conditions(this.options)
    );
  }

  private checkPath({ rewrite, redirect }: IngressRouteOptions, problems: Problems): void {
    const { kind, path } = this;
    const problem = typeof path === 'string' ? patternProblem(kind, path, 'IngressRoute') : undefined;
    if (problem !== undefined) {
      problems.add('', problem);
      return;
    }
    if (kind === 'regex' && typeof path === 'string' && fitsEveryPath(path, '/')) {
      problems.add('', `${show(path)} matches every path. Write IngressRoute.all(), which is tried after the others.`);
    }
    const [field, change] = changeOf({
      rewrite: rewrite instanceof Rewrite ? rewrite._toJson(new Problems()) : undefined,
      redirect: isPlainObject(redirect) ? redirect : undefined,
    });
    const matched = { way: kind, text: path };
    const mistake = typeof path === 'string' && change !== undefined ? slashMistake(matched, change) : undefined;
    // Rewrite itself says that a path begins with a slash.
    if (mistake !== undefined && (mistake.kind !== 'none' || field !== 'rewrite.uri')) {
      const other = `IngressRoute.prefix(${literal(`${path}/`)})`;
      problems.add(field.replace(/^rewrite.*/, 'rewrite'), changeProblem(field, matched, change!, mistake, other));
    }
  }
}

const ORDER = ['exact', 'regex', 'prefix'];

function length(path: string): number {
  return typeof path === 'string' ? path.length : 0;
}

function conditions(options: IngressRouteOptions): number {
  const matches = options?.match;
  return Array.isArray(matches) && matches.length > 0
    ? Math.min(...matches.map((match) => (match instanceof HttpMatch ? match._conditions : 0)))
    : 0;
}
