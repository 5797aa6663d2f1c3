/*
 * Whether the rules of AuthorizationPolicies match a request of which only a part is known.
 *
 * pilot/pkg/security/authz/model/model.go: New, Generate, checkError; generator.go; matcher/string.go, header.go.
 */
import type { Condition, Operation, Rule, Source } from '../../imports/security';
import {
  HTTP_OPERATION_FIELDS,
  HTTP_SOURCE_FIELDS,
  IDENTITY_FIELDS,
  isHttpAttribute,
  isIdentityAttribute,
  isTokenAttribute,
} from './authorization-fields';
import { hasTemplate } from './path-template';

/** Whether something is so; `maybe` where what is known does not tell. */
export type Answer = 'yes' | 'no' | 'maybe';

/** What is known of a request. What is undefined may be anything. */
export interface KnownRequest {
  /** False for a connection that is not read as HTTP. */
  readonly isHttp?: boolean;
  /** Of the pods. */
  readonly port?: number;
  readonly method?: string;
  readonly host?: string;
  /** The path, or what all paths that are meant begin with. */
  readonly path?: { readonly exact: string } | { readonly prefix: string };
  /** False where the connection has no certificate of the mesh. */
  readonly hasIdentity?: false;
  /** False where the request carries no token. */
  readonly hasToken?: false;
}

export type PolicyAction = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';

/** Whether a rule matches a request: one of `from`, one of `to` and all of `when`. */
export function ruleMatches(rule: Rule, request: KnownRequest, action: PolicyAction = 'ALLOW'): Answer {
  if (request.isHttp === false) {
    // Where requests are looked at, Istio leaves the whole rule out of ALLOW, and what looks at them out of the others.
    return action === 'ALLOW' && looksAtRequests(rule) ? 'no' : matches(withoutHttp(rule), request);
  }
  return matches(rule, request);
}

/** Whether any of the rules matches; a policy without rules matches nothing. */
export function rulesMatch(
  { rules = [], action }: { readonly rules?: readonly Rule[]; readonly action?: string },
  request: KnownRequest,
): Answer {
  return any(rules.map((rule) => ruleMatches(rule, request, (action ?? 'ALLOW') as PolicyAction)));
}

/** Whether a rule looks at anything that only HTTP requests have. */
export function looksAtRequests(rule: Rule): boolean {
  return httpFields(rule).length > 0;
}

/** The names of the fields and attributes of a rule that only HTTP requests have, each once. */
export function httpFields({ from = [], to = [], when = [] }: Rule): string[] {
  return [
    ...new Set([
      ...from.flatMap(({ source = {} }) => HTTP_SOURCE_FIELDS.filter((field) => filled(source[field]))),
      ...to.flatMap(({ operation = {} }) => httpFieldsOf(operation)),
      ...when.flatMap(({ key = '' }: Partial<Condition>) => (isHttpAttribute(key) ? key : [])),
    ]),
  ];
}

/** The same of one operation. */
export function httpFieldsOf(operation: Operation): string[] {
  return HTTP_OPERATION_FIELDS.filter((field) => filled(operation[field]));
}

function withoutHttp({ from, to, when }: Rule): Rule {
  const without = <T extends object>(fields: T, names: readonly string[]): T =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name))) as T;
  return {
    from: from?.map(({ source = {} }) => ({ source: without(source, HTTP_SOURCE_FIELDS) })),
    to: to?.map(({ operation = {} }) => ({ operation: without(operation, HTTP_OPERATION_FIELDS) })),
    when: when?.filter(({ key = '' }: Partial<Condition>) => !isHttpAttribute(key)),
  };
}

function matches({ from = [], to = [], when = [] }: Rule, request: KnownRequest): Answer {
  return all([
    from.length === 0 ? 'yes' : any(from.map(({ source = {} }) => sourceMatches(source, request))),
    to.length === 0 ? 'yes' : any(to.map(({ operation = {} }) => operationMatches(operation, request))),
    ...when.map((condition) => conditionMatches(condition, request)),
  ]);
}

function sourceMatches(source: Source, { hasIdentity, hasToken }: KnownRequest): Answer {
  const given = source as Readonly<Record<string, readonly string[] | undefined>>;
  const known = (name: string, value: false | undefined): Answer[] => [
    ...(filled(given[name]) ? [value === false ? ('no' as const) : ('maybe' as const)] : []),
    ...(filled(given[notNameOf(name)]) ? [value === false ? ('yes' as const) : ('maybe' as const)] : []),
  ];
  return all([
    ...IDENTITY_FIELDS.flatMap((name) => known(name, hasIdentity)),
    ...known('requestPrincipals', hasToken),
    ...['ipBlocks', 'remoteIpBlocks'].flatMap((name) => known(name, undefined)),
  ]);
}

/** `principals` -> `notPrincipals` */
function notNameOf(name: string): string {
  return `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function operationMatches(operation: Operation, request: KnownRequest): Answer {
  const both = (
    values: readonly string[] | undefined,
    notValues: readonly string[] | undefined,
    fits: (value: string) => Answer,
  ): Answer =>
    all([filled(values) ? any(values.map(fits)) : 'yes', filled(notValues) ? not(any(notValues.map(fits))) : 'yes']);
  const { ports, notPorts, methods, notMethods, hosts, notHosts, paths, notPaths } = operation;
  return all([
    both(ports, notPorts, (value) => portFits(value, request)),
    both(methods, notMethods, (value) => (request.method === undefined ? 'maybe' : textFits(value, request.method))),
    both(hosts, notHosts, (value) => hostFits(value, request)),
    both(paths, notPaths, (value) => pathFits(value, request)),
  ]);
}

function conditionMatches({ key = '', values, notValues }: Partial<Condition>, request: KnownRequest): Answer {
  const fits = (value: string): Answer => {
    if (key === 'destination.port') {
      return portFits(value, request);
    }
    const isMissing =
      (isIdentityAttribute(key) && request.hasIdentity === false) ||
      ((isTokenAttribute(key) || /^request\.headers\[authorization\]$/i.test(key)) && request.hasToken === false);
    return isMissing ? 'no' : 'maybe';
  };
  return all([
    filled(values) ? any(values.map(fits)) : 'yes',
    filled(notValues) ? not(any(notValues.map(fits))) : 'yes',
  ]);
}

function portFits(value: string, { port }: KnownRequest): Answer {
  return port === undefined ? 'maybe' : Number(value) === port ? 'yes' : 'no';
}

/** A client may send the port with the host. */
function hostFits(value: string, { host }: KnownRequest): Answer {
  if (host === undefined || host.startsWith('*')) {
    return value === '*' ? 'yes' : 'maybe';
  }
  const [pattern, sent] = [value.toLowerCase(), host.toLowerCase()];
  if (textFits(pattern, sent) === 'yes') {
    return 'yes';
  }
  return pattern.startsWith(`${sent}:`) || pattern.startsWith('*') ? 'maybe' : 'no';
}

function pathFits(value: string, { path }: KnownRequest): Answer {
  if (value === '*') {
    return 'yes';
  }
  if (path === undefined || hasTemplate(value)) {
    return 'maybe';
  }
  if ('exact' in path) {
    return textFits(value, path.exact);
  }
  if (value.startsWith('*')) {
    return 'maybe';
  }
  const start = value.endsWith('*') ? value.slice(0, -1) : value;
  if (value.endsWith('*') && path.prefix.startsWith(start)) {
    return 'yes';
  }
  return start.startsWith(path.prefix) ? 'maybe' : 'no';
}

/** pilot/pkg/security/authz/matcher/string.go: StringMatcherWithPrefix */
function textFits(pattern: string, text: string): Answer {
  const fits =
    pattern === '*'
      ? text !== ''
      : pattern.startsWith('*')
        ? text.endsWith(pattern.slice(1))
        : pattern.endsWith('*')
          ? text.startsWith(pattern.slice(0, -1))
          : text === pattern;
  return fits ? 'yes' : 'no';
}

function filled(values: readonly string[] | undefined): values is readonly string[] {
  return values !== undefined && values.length > 0;
}

function any(answers: readonly Answer[]): Answer {
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}

function all(answers: readonly Answer[]): Answer {
  return answers.includes('no') ? 'no' : answers.includes('maybe') ? 'maybe' : 'yes';
}

function not(answer: Answer): Answer {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'maybe';
}
