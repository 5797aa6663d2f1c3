import type { HttpMatchRequest, StringMatch } from '../../imports/networking';
import { withoutUndefined } from '../core/without-undefined';
import { coversPath, disjointPaths, headerCondition, implies, lowerCase, pathCondition } from './http-match';
import { ANY_TEXT, bothTexts, coversText, effectiveMatch, valueCondition } from './string-match';
import { isTokenClaim } from './token-claims';

type Outcome = 'nothing' | 'unknown';
type Strings = Record<string, StringMatch>;

/**
 * What fits two matches, as one match; `nothing` where no request fits both, `unknown` where one match cannot say it, or where it can
 * not be shown. A header counts as one line: of several, each may be what one of the two asks.
 */
export function intersection(a: HttpMatchRequest, b: HttpMatchRequest): HttpMatchRequest | Outcome {
  const headers = bothMaps(a.headers, b.headers, bothHeaders, lowerCase);
  const withoutHeaders = bothMaps(a.withoutHeaders, b.withoutHeaders, bothWithout, lowerCase);
  const fields = {
    method: bothOf(a.method, b.method, bothValues),
    authority: bothOf(a.authority, b.authority, bothValues),
    scheme: bothOf(a.scheme, b.scheme, bothValues),
    headers,
    withoutHeaders,
    queryParams: bothMaps(a.queryParams, b.queryParams, bothValues),
    port: bothOf(said(a.port), said(b.port), theSame),
  };
  const parts = [bothPaths(a, b), bothSources(a, b), isForbidden(headers, withoutHeaders) ? 'nothing' : {}];
  const outcomes = [...parts, ...Object.values(fields)];
  if (outcomes.includes('nothing')) {
    return 'nothing';
  }
  if (outcomes.includes('unknown')) {
    return 'unknown';
  }
  return withoutUndefined({
    ...(parts[0] as HttpMatchRequest),
    ...(fields as HttpMatchRequest),
    ...(parts[1] as HttpMatchRequest),
    name: a.name ?? b.name,
    statPrefix: a.statPrefix ?? b.statPrefix,
  });
}

function bothPaths(a: HttpMatchRequest, b: HttpMatchRequest): HttpMatchRequest | Outcome {
  const [one, other] = [pathCondition(a), pathCondition(b)];
  const narrower = coversPath(one, other) ? b : coversPath(other, one) ? a : undefined;
  return narrower === undefined
    ? disjointPaths(one, other)
      ? 'nothing'
      : 'unknown'
    : { uri: narrower.uri, ignoreUriCase: narrower.ignoreUriCase };
}

/** With gateways the source does not count, so one match cannot ask for both. */
function bothSources(a: HttpMatchRequest, b: HttpMatchRequest): HttpMatchRequest | Outcome {
  const [one, other] = [sourceOf(a), sourceOf(b)];
  const gateways = bothOf(one.gateways, other.gateways, shared);
  const sourceNamespace = bothOf(one.sourceNamespace, other.sourceNamespace, theSame);
  const sourceLabels = bothOf(one.sourceLabels, other.sourceLabels, (mine, theirs) =>
    Object.entries(mine).some(([name, value]) => (theirs[name] ?? value) !== value)
      ? 'nothing'
      : { ...mine, ...theirs },
  );
  if (gateways === 'nothing' || sourceNamespace === 'nothing' || sourceLabels === 'nothing') {
    return 'nothing';
  }
  const source = { sourceLabels, sourceNamespace } as HttpMatchRequest;
  const isSaid = gateways === undefined || Object.values(source).every((each) => each === undefined);
  return isSaid ? ({ gateways, ...source } as HttpMatchRequest) : 'unknown';
}

function sourceOf({ gateways = [], sourceLabels, sourceNamespace }: HttpMatchRequest): HttpMatchRequest {
  return gateways.length > 0 ? { gateways } : { sourceLabels, sourceNamespace: said(sourceNamespace) };
}

/** Nothing, 0 and the empty name ask for nothing. */
function said<T>(value: T | undefined): T | undefined {
  return Boolean(value) ? value : undefined;
}

function bothOf<T>(a: T | undefined, b: T | undefined, both: (a: T, b: T) => T | Outcome): T | Outcome | undefined {
  return a === undefined || b === undefined ? (a ?? b) : both(a, b);
}

function theSame<T>(a: T, b: T): T | Outcome {
  return a === b ? a : 'nothing';
}

function shared(a: string[], b: string[]): string[] | Outcome {
  const both = a.filter((each) => b.includes(each));
  return both.length === 0 ? 'nothing' : both;
}

/** @param key equal for two names of one thing */
function bothMaps(
  a: Strings = {},
  b: Strings = {},
  both: (a: StringMatch, b: StringMatch, name: string) => StringMatch | Outcome,
  key = (name: string): string => name,
): Strings | Outcome | undefined {
  const written = new Map<string, string>();
  const result: Strings = {};
  for (const [name, value] of [...Object.entries(a), ...Object.entries(b)]) {
    const known = written.get(key(name));
    const settled = known === undefined ? value : both(result[known], value, name);
    if (settled === 'nothing' || settled === 'unknown') {
      return settled;
    }
    written.set(key(name), known ?? name);
    result[known ?? name] = settled;
  }
  return written.size === 0 ? undefined : result;
}

function bothValues(a: StringMatch, b: StringMatch): StringMatch | Outcome {
  const outcome = bothTexts(valueCondition(a) ?? ANY_TEXT, valueCondition(b) ?? ANY_TEXT);
  return outcome === 'first' ? a : outcome === 'second' ? b : outcome;
}

function bothHeaders(a: StringMatch, b: StringMatch, name: string): StringMatch | Outcome {
  return isTokenClaim(name) ? bothClaims(a, b) : bothValues(a, b);
}

/** Of headers that must not be there the wider condition asks for more. */
function bothWithout(a: StringMatch, b: StringMatch, name: string): StringMatch | Outcome {
  if (isTokenClaim(name)) {
    return bothClaims(a, b);
  }
  const [one, other] = [a, b].map((each) => ({ ...headerCondition(name, each), without: true }));
  return implies(one, other) ? a : implies(other, one) ? b : 'unknown';
}

/** A claim may be a list, so two values can both be there. */
function bothClaims(a: StringMatch, b: StringMatch): StringMatch | Outcome {
  const [one, other] = [effectiveMatch(a), effectiveMatch(b)];
  return one?.way === other?.way && one?.text === other?.text ? a : 'unknown';
}

/** Whether a header must be what it must not be. */
function isForbidden(headers: Strings | Outcome | undefined, without: Strings | Outcome | undefined): boolean {
  if (typeof headers !== 'object' || typeof without !== 'object') {
    return false;
  }
  const wanted = new Map(Object.entries(headers).map(([name, value]) => [lowerCase(name), value]));
  return Object.entries(without).some(([name, value]) => {
    const given = isTokenClaim(name) ? undefined : wanted.get(lowerCase(name));
    return given !== undefined && coversText(valueCondition(value) ?? ANY_TEXT, valueCondition(given) ?? ANY_TEXT);
  });
}
