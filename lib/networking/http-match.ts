import type { IConstruct } from 'constructs';
import type { HttpMatchRequest } from '../../imports/networking';
import { expectBoolean, expectMap, expectPort, expectString, needObject, needValue, writeLabels } from '../core/expect';
import { Problems, show } from '../core/problems';
import { isPlainObject } from '../core/value';
import { HTTP_METHODS } from '../istio/http-methods';
import { writeGateways } from './gateway-handle';
import type { Conflict } from './match-intersection';
import type { HttpMatchOptions } from './http-match-options';
import { bothMatches, describeConflict } from './match-intersection';
import { patternProblem, slashProblem } from './path-problem';
import { StringMatch } from './string-match';

/**
 * A condition on HTTP requests. In a list of matches, one must match; within one match, all conditions must.
 *
 * @example
 * HttpMatch.prefix('/api', { headers: { 'x-canary': StringMatch.exact('always') } });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export class HttpMatch {
  /**
   * Requests for exactly this path.
   *
   * Rejects what has no meaning here: "*", "{id}", ":id", expressions, a query.
   *
   * @param path begins with "/"
   * @param options further conditions
   */
  public static exact(path: string, options: HttpMatchOptions = {}): HttpMatch {
    return HttpMatch.uri(StringMatch.exact(path), options);
  }

  /**
   * Requests whose path begins with this text: "/api" also matches "/apiary", "/api/" does not.
   *
   * Rejects what has no meaning here: "*", "{id}", ":id", expressions.
   *
   * @param path begins with "/"
   * @param options further conditions
   */
  public static prefix(path: string, options: HttpMatchOptions = {}): HttpMatch {
    return HttpMatch.uri(StringMatch.prefix(path), options);
  }

  /**
   * Requests whose whole path matches this RE2 expression.
   *
   * Rejects globs: "/api/*" is "/api" with any number of slashes.
   *
   * @param expression at most 1024 characters, without look-around and back-references
   * @param options further conditions
   */
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

  /**
   * Requests with this method.
   *
   * @param method in capitals: "GET"
   */
  public static method(method: string): HttpMatch {
    return HttpMatch.of({ method: StringMatch.exact(method) });
  }

  /**
   * Requests with this parameter in the query.
   *
   * @param name name of the parameter
   * @param value its exact value
   */
  public static queryParam(name: string, value: string): HttpMatch {
    return HttpMatch.of({ queryParams: { [name]: StringMatch.exact(value) } });
  }

  /** Requests that meet all of these conditions. */
  public static of(options: HttpMatchOptions): HttpMatch {
    return new HttpMatch(options);
  }

  /**
   * Requests that match all of these.
   *
   * Rejected where it is used: two that no request can fulfil together, and two conditions on one field that one match can't
   * hold, such as two cookies.
   */
  public static allOf(...matches: HttpMatch[]): HttpMatch {
    return matches.reduce(
      (both, match) => both._and(match instanceof HttpMatch ? match : HttpMatch.of(match)),
      HttpMatch.of({}),
    );
  }

  private static uri(uri: StringMatch, options: HttpMatchOptions): HttpMatch {
    if (!isPlainObject(options)) {
      return new HttpMatch(options);
    }
    // No spread: V8 gives every object that gets a key after one a hidden class of its own.
    return new HttpMatch(Object.assign({}, options, { uri }), options.uri === undefined ? [] : [{ field: 'uri' }]);
  }

  private constructor(
    private readonly options: HttpMatchOptions,
    private readonly conflicts: Conflict[] = [],
  ) {}

  /** @internal How much is asked of a request: fields, and each header and parameter. */
  public get _conditions(): number {
    return Object.values(this.options ?? {}).reduce<number>(
      (count, value) => count + (isPlainObject(value) ? Object.keys(value).length : value === undefined ? 0 : 1),
      0,
    );
  }

  /** @internal Whether no request can be what is asked. */
  public get _impossible(): boolean {
    return this.conflicts.some(({ values }) => values !== undefined);
  }

  /**
   * @internal Requests for which both hold; what can't be said in one match is reported where the match is used.
   *
   * @param origin where the other stands, if that is not the same place
   */
  public _and(other: HttpMatch, origin?: string): HttpMatch {
    if (!isPlainObject(this.options) || !isPlainObject(other.options)) {
      return isPlainObject(this.options) ? other : this;
    }
    const { options, conflicts } = bothMatches(this.options, other.options, origin);
    return new HttpMatch(options, [...this.conflicts, ...other.conflicts, ...conflicts]);
  }

  /** @internal */
  public _toJson(problems: Problems, scope: IConstruct): HttpMatchRequest {
    for (const conflict of this.conflicts) {
      problems.add(conflict.field, describeConflict(conflict));
    }
    const options = needObject(this.options, 'HttpMatchOptions', problems, '', "HttpMatch.prefix('/api')") ?? {};
    const before = problems.count;
    this.checkUri(options, problems);
    // A glob that was written as an expression may be none for RE2 either, and enough is said of it.
    const unsaid = problems.count === before ? problems : new Problems();
    checkMethod(options.method, problems);
    checkHeaders(options.headers, problems, 'headers');
    checkHeaders(options.withoutHeaders, problems, 'withoutHeaders');
    checkSource(options, problems);
    const json: Record<string, unknown> = {};
    // Of many conditions most matches have one, so only what is given is looked at.
    for (const { field, write } of FIELDS) {
      const value: unknown = options[field];
      if (value !== undefined) {
        const written = write(value as never, field === 'uri' ? unsaid : problems, field, scope);
        if (written !== undefined) {
          json[field] = written;
        }
      }
    }
    return json;
  }

  private checkUri(options: HttpMatchOptions, problems: Problems): void {
    const { uri, ignoreUriCase } = options;
    if (!(uri instanceof StringMatch) || typeof uri._value !== 'string') {
      return;
    }
    const { _kind: kind, _value: text } = uri;
    const problem =
      kind === 'present' ? undefined : (slashProblem(kind, text) ?? patternProblem(kind, text, 'HttpMatch'));
    if (problem !== undefined) {
      problems.add(`uri.${uri._kind}`, problem);
    }
    if (ignoreUriCase && uri._kind === 'regex') {
      problems.add(
        'ignoreUriCase',
        'has no effect on an expression. Write (?i) at the beginning of the expression instead.',
      );
    }
  }
}

/** sourceMatchHTTP in pilot/pkg/networking/core/route/route.go looks at the client only where a match names no gateway. */
function checkSource({ gateways, sourceLabels, sourceNamespace }: HttpMatchOptions, problems: Problems): void {
  if (!Array.isArray(gateways) || gateways.length === 0) {
    return;
  }
  for (const [field, value] of Object.entries({ sourceLabels, sourceNamespace })) {
    if (value !== undefined) {
      problems.add(
        field,
        'has no effect beside gateways: the rule would take the requests of all clients. Omit gateways, in a VirtualService of its own if it has several.',
      );
    }
  }
}

function checkMethod(method: StringMatch | undefined, problems: Problems): void {
  if (!(method instanceof StringMatch) || method._kind !== 'exact' || typeof method._value !== 'string') {
    return;
  }
  const capitals = method._value.toUpperCase();
  if (capitals !== method._value && HTTP_METHODS.includes(capitals)) {
    problems.add(
      'method.exact',
      `${show(method._value)} can't match, because this method is written in capitals. Write ${show(capitals)}.`,
    );
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

type Write = (value: never, problems: Problems, field: string, scope: IConstruct) => unknown;

/** How each condition is written, in the order in which they are. */
const FIELDS: readonly { readonly field: keyof HttpMatchOptions; readonly write: Write }[] = [
  { field: 'uri', write: writeText },
  { field: 'ignoreUriCase', write: expectBoolean },
  { field: 'scheme', write: writeText },
  { field: 'method', write: writeText },
  { field: 'authority', write: writeText },
  { field: 'headers', write: writeTexts },
  { field: 'withoutHeaders', write: writeTexts },
  { field: 'queryParams', write: writeTexts },
  { field: 'port', write: expectPort },
  { field: 'sourceLabels', write: writeLabels },
  { field: 'sourceNamespace', write: (value, problems, field) => expectString(value, problems, field, "'default'") },
  { field: 'gateways', write: (value, problems, field) => writeGateways(value, problems, field) },
  { field: 'name', write: (value, problems, field) => expectString(value, problems, field, "'api'") },
  { field: 'statPrefix', write: (value, problems, field) => expectString(value, problems, field, "'api'") },
];

function writeText(value: StringMatch, problems: Problems, field: string, scope: IConstruct): unknown {
  return needValue(value, scope, problems, field, "StringMatch.exact('...')");
}

function writeTexts(
  values: Record<string, StringMatch>,
  problems: Problems,
  field: string,
  scope: IConstruct,
): unknown {
  const given = expectMap(values, problems, field, "{ 'x-canary': StringMatch.exact('always') }");
  return (
    given &&
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        value === undefined ? undefined : writeText(value, problems, `${field}.${name}`, scope),
      ]),
    )
  );
}
