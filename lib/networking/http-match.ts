import type { IConstruct } from 'constructs';
import type { HttpMatchRequest, StringMatch as StringMatchJson } from '../../imports/networking';
import {
  compact,
  expectBoolean,
  expectObject,
  expectPort,
  expectString,
  expectValue,
  needObject,
  writeLabels,
} from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { isPlainObject } from '../core/value';
import type { IGateway } from './gateway-handle';
import { writeGateways } from './gateway-handle';
import { StringMatch } from './string-match';

/**
 * What a request must be; all that is given must hold.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export interface HttpMatchOptions {
  /**
   * The path, without the query. A prefix is a prefix of the text: "/api" also matches "/apiary".
   *
   * @default - any path
   */
  readonly uri?: StringMatch;

  /**
   * Whether upper and lower case are the same in `uri` (exact and prefix only).
   *
   * @default false
   */
  readonly ignoreUriCase?: boolean;

  /**
   * "http" or "https".
   *
   * @default - any
   */
  readonly scheme?: StringMatch;

  /**
   * The HTTP method, in capitals.
   *
   * @default - any method
   */
  readonly method?: StringMatch;

  /**
   * The host and port that the client asked for.
   *
   * @default - the hosts of the VirtualService
   */
  readonly authority?: StringMatch;

  /**
   * Headers that must be there with these values, by their names in lower case. Several must all hold.
   *
   * @default - none
   */
  readonly headers?: Record<string, StringMatch>;

  /**
   * Headers that must not have these values, by their names in lower case.
   *
   * @default - none
   */
  readonly withoutHeaders?: Record<string, StringMatch>;

  /**
   * Parameters of the query, by name.
   *
   * @default - none
   */
  readonly queryParams?: Record<string, StringMatch>;

  /**
   * The port number that the client called.
   *
   * @default - any port
   */
  readonly port?: number;

  /**
   * Labels of the calling pod; for rules in the mesh.
   *
   * @default - any caller
   */
  readonly sourceLabels?: Record<string, string>;

  /**
   * Namespace of the calling pod; for rules in the mesh.
   *
   * @default - any namespace
   */
  readonly sourceNamespace?: string;

  /**
   * Through which gateways the request came, out of those of the VirtualService (`Gateway.mesh()` for callers in the mesh).
   *
   * @default - all gateways of the VirtualService
   */
  readonly gateways?: IGateway[];

  /**
   * A name for the match; it is added to the route's name in access logs.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * Prefix of the statistics of this match.
   *
   * @default - no statistics of its own
   */
  readonly statPrefix?: string;
}

/**
 * A condition on HTTP requests. In a list of matches one of them must hold; inside one match everything must.
 *
 * @example
 * HttpMatch.prefix('/api', { headers: { 'x-canary': StringMatch.exact('always') } });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export class HttpMatch {
  /** Requests for exactly this path. */
  public static exact(path: string, options: HttpMatchOptions = {}): HttpMatch {
    return HttpMatch.uri(StringMatch.exact(path), options);
  }

  /** Requests whose path begins with this text: "/api" also matches "/apiary", "/api/" does not. */
  public static prefix(path: string, options: HttpMatchOptions = {}): HttpMatch {
    return HttpMatch.uri(StringMatch.prefix(path), options);
  }

  /** Requests whose whole path fits this RE2 expression. */
  public static regex(expression: string, options: HttpMatchOptions = {}): HttpMatch {
    return HttpMatch.uri(StringMatch.regex(expression), options);
  }

  /**
   * Requests with this header.
   *
   * @param name name of the header
   * @param value its exact value; `HttpMatch.of({ headers })` takes prefixes and expressions
   */
  public static header(name: string, value: string): HttpMatch {
    return HttpMatch.of({ headers: { [name]: StringMatch.exact(value) } });
  }

  /**
   * Requests with this cookie.
   *
   * @param name name of the cookie
   * @param value its exact value
   */
  public static cookie(name: string, value: string): HttpMatch {
    const pair = `${escapeRegex(String(name))}=${escapeRegex(String(value))}`;
    return HttpMatch.of({ headers: { cookie: StringMatch.regex(`^(.*?;\\s*)?(${pair})(;.*)?$`) } });
  }

  /** Requests with this method. */
  public static method(method: string): HttpMatch {
    return HttpMatch.of({ method: StringMatch.exact(method) });
  }

  /** Requests with this parameter in the query. */
  public static queryParam(name: string, value: string): HttpMatch {
    return HttpMatch.of({ queryParams: { [name]: StringMatch.exact(value) } });
  }

  /** Requests for which all of this holds. */
  public static of(options: HttpMatchOptions): HttpMatch {
    return new HttpMatch(options);
  }

  private static uri(uri: StringMatch, options: HttpMatchOptions): HttpMatch {
    return new HttpMatch({ ...options, uri }, options?.uri === undefined ? [] : ['uri']);
  }

  private constructor(
    private readonly options: HttpMatchOptions,
    private readonly givenTwice: string[] = [],
  ) {}

  /** @internal How much is asked of a request: fields, and each header and parameter. */
  public get _conditions(): number {
    return Object.values(this.options ?? {}).reduce<number>(
      (count, value) => count + (isPlainObject(value) ? Object.keys(value).length : value === undefined ? 0 : 1),
      0,
    );
  }

  /** @internal Requests for which both hold; a field that both name is reported where the match is used. */
  public _and(other: HttpMatch): HttpMatch {
    const merged: Record<string, unknown> = { ...this.options };
    const twice = [...this.givenTwice, ...other.givenTwice];
    for (const [field, value] of Object.entries(other.options)) {
      const mine = merged[field];
      if (mine === undefined) {
        merged[field] = value;
      } else if (['headers', 'withoutHeaders', 'queryParams', 'sourceLabels'].includes(field)) {
        twice.push(
          ...Object.keys(value as object)
            .filter((name) => name in (mine as object))
            .map((name) => `${field}.${name}`),
        );
        merged[field] = { ...(mine as object), ...(value as object) };
      } else {
        twice.push(field);
      }
    }
    return new HttpMatch(merged, twice);
  }

  /** @internal */
  public _toJson(problems: Problems, scope: IConstruct): HttpMatchRequest {
    for (const field of this.givenTwice) {
      problems.add(field, 'is asked for twice in one match, and both can not be said at once. Write it in one place.');
    }
    const options = needObject(this.options, problems, '', "HttpMatch.prefix('/api')") ?? {};
    const match = (value: StringMatch | undefined, field: string) =>
      expectValue(value, scope, problems, field, "StringMatch.exact('...')") as StringMatchJson;
    const matches = (values: Record<string, StringMatch> | undefined, field: string) => {
      const given = expectObject(values, problems, field, "{ 'x-canary': StringMatch.exact('always') }");
      return (
        given &&
        Object.fromEntries(Object.entries(given).map(([name, value]) => [name, match(value, `${field}.${name}`)]))
      );
    };
    this.checkUri(options, problems);
    checkHeaders(options.headers, problems, 'headers');
    checkHeaders(options.withoutHeaders, problems, 'withoutHeaders');
    return compact({
      uri: match(options.uri, 'uri'),
      ignoreUriCase: expectBoolean(options.ignoreUriCase, problems, 'ignoreUriCase'),
      scheme: match(options.scheme, 'scheme'),
      method: match(options.method, 'method'),
      authority: match(options.authority, 'authority'),
      headers: matches(options.headers, 'headers'),
      withoutHeaders: matches(options.withoutHeaders, 'withoutHeaders'),
      queryParams: matches(options.queryParams, 'queryParams'),
      port: expectPort(options.port, problems, 'port'),
      sourceLabels: writeLabels(options.sourceLabels, problems, 'sourceLabels'),
      sourceNamespace: expectString(options.sourceNamespace, problems, 'sourceNamespace', "'default'"),
      gateways: options.gateways === undefined ? undefined : writeGateways(options.gateways, problems, 'gateways'),
      name: expectString(options.name, problems, 'name', "'api'"),
      statPrefix: expectString(options.statPrefix, problems, 'statPrefix', "'api'"),
    });
  }

  private checkUri(options: HttpMatchOptions, problems: Problems): void {
    const { uri, ignoreUriCase } = options;
    if (!(uri instanceof StringMatch) || typeof uri._value !== 'string') {
      return;
    }
    if (uri._kind !== 'regex' && uri._value !== '' && !uri._value.startsWith('/')) {
      problems.add(
        `uri.${uri._kind}`,
        `${show(uri._value)} can't match, because every path begins with "/". Write ${show(`/${uri._value}`)}.`,
      );
    }
    if (uri._kind !== 'regex' && /[?#]/.test(uri._value)) {
      problems.add(
        `uri.${uri._kind}`,
        `${show(uri._value)} can't match, because the path is compared without its query. Match the query with queryParams.`,
      );
    }
    if (ignoreUriCase && uri._kind === 'regex') {
      problems.add(
        'ignoreUriCase',
        'has no effect on an expression. Write (?i) at the beginning of the expression instead.',
      );
    }
  }
}

/** A claim of a JWT that a RequestAuthentication has checked, which Istio lets routes match like a header. */
export const JWT_CLAIM = /^@request\.auth\.claims(\.[^.[\]]+|\[[^[\]]+\])+$/;

function checkHeaders(headers: Record<string, unknown> | undefined, problems: Problems, field: string): void {
  for (const name of Object.keys(headers ?? {})) {
    if (!/^[-!#$%&'*+.^_`|~0-9a-z]+$/.test(name) && !JWT_CLAIM.test(name)) {
      const lower = name.toLowerCase();
      problems.add(
        `${field}.${name}`,
        name !== lower && /^[-!#$%&'*+.^_\x60|~0-9a-z]+$/.test(lower)
          ? `header names are compared in lower case. Write ${show(lower)}.`
          : name.startsWith(':')
            ? `${show(name)} is not a header. Match the method, scheme or authority in its own field.`
            : `${show(name)} is not the name of a header.`,
      );
    }
  }
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
