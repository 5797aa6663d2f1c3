import { show } from '../core/problems';
import { isPlainObject } from '../core/value';
import type { IGateway } from './gateway-handle';
import type { HttpMatchOptions } from './http-match-options';
import type { TextCondition } from '../istio/string-match';
import { bothTexts } from '../istio/string-match';
import { StringMatch } from './string-match';

/** A field on which two matches do not come together. */
export interface Conflict {
  readonly field: string;
  /** What the two ask for, where no request can be both; without them Istio can't say both in one match. */
  readonly values?: [string, string];
  /** Where the second of the two stands, if that is not the same place. */
  readonly origin?: string;
}

/** What is wrong, and what to write instead. */
export function describeConflict({ values, origin }: Conflict): string {
  if (values !== undefined) {
    return `no request is both ${values[0]} and ${values[1]}${origin === undefined ? '' : ` (${origin})`}. Omit one of them.`;
  }
  const where = origin === undefined ? 'twice in one match' : `here and by ${origin}`;
  return `is already matched ${where}, and a match can only have one of the two. Write it in one place.`;
}

/** Two conditions on one field. */
const NOTHING = Symbol('no request fulfils both');
const UNSAID = Symbol('one match cannot hold both');
type Both<T> = T | typeof NOTHING | typeof UNSAID;

/** What a request must be to fulfil two matches: of two conditions on a field the narrower one. */
export function bothMatches(
  mine: HttpMatchOptions,
  other: HttpMatchOptions,
  origin?: string,
): { options: HttpMatchOptions; conflicts: Conflict[] } {
  const conflicts: Conflict[] = [];
  const settle = (field: string, a: unknown, b: unknown, both: Both<unknown>): unknown => {
    if (typeof both !== 'symbol') {
      return both;
    }
    conflicts.push({ field, origin, ...(both === NOTHING ? { values: [describe(a), describe(b)] } : {}) });
    return a;
  };
  const options: Record<string, unknown> = { ...mine };
  for (const [field, theirs] of Object.entries(other)) {
    const own = options[field];
    if (own === undefined || theirs === undefined) {
      options[field] = own ?? theirs;
    } else if (isPlainObject(own) && isPlainObject(theirs)) {
      const names = [...new Set([...Object.keys(own), ...Object.keys(theirs)])];
      options[field] = Object.fromEntries(
        names.map((name) => [
          name,
          name in own && name in theirs
            ? settle(`${field}.${name}`, own[name], theirs[name], bothValues(field, own[name], theirs[name]))
            : (own[name] ?? theirs[name]),
        ]),
      );
    } else if (field !== 'uri' || Boolean(mine.ignoreUriCase) === Boolean(other.ignoreUriCase)) {
      options[field] = settle(field, own, theirs, bothValues(field, own, theirs, mine.ignoreUriCase));
    } else {
      settle(field, own, theirs, UNSAID);
    }
  }
  return { options, conflicts };
}

function bothValues(field: string, a: unknown, b: unknown, ignoreCase = false): Both<unknown> {
  if (field === 'name' || field === 'statPrefix' || a === b) {
    return a;
  }
  if (a instanceof StringMatch && b instanceof StringMatch) {
    if (a._kind === b._kind && a._value === b._value) {
      return a;
    }
    return field === 'withoutHeaders' || ignoreCase ? UNSAID : bothStrings(a, b);
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    const shared = (a as IGateway[]).filter(({ gatewayName }) =>
      (b as IGateway[]).some((gateway) => gateway.gatewayName === gatewayName),
    );
    return shared.length === 0 ? NOTHING : shared;
  }
  return NOTHING;
}

/** The narrower of two conditions on a text. */
function bothStrings(a: StringMatch, b: StringMatch): Both<StringMatch> {
  if (a._kind === 'present' || b._kind === 'present') {
    return a._kind === 'present' ? b : a;
  }
  // What is no string is reported where it is written.
  if (typeof a._value !== 'string' || typeof b._value !== 'string') {
    return typeof a._value === 'string' ? b : a;
  }
  const [one, other] = [condition(a), condition(b)];
  // An expression with a prefix, or two expressions, cannot be combined: the author has to choose.
  if (one.way !== 'exact' && other.way !== 'exact' && (one.way === 'regex' || other.way === 'regex')) {
    return UNSAID;
  }
  switch (bothTexts(one, other)) {
    case 'first':
      return a;
    case 'second':
      return b;
    case 'nothing':
      return NOTHING;
    case 'unknown':
      return UNSAID;
  }
}

function condition({ _kind, _value }: StringMatch): TextCondition {
  return { way: _kind as TextCondition['way'], text: _value };
}

function describe(value: unknown): string {
  if (value instanceof StringMatch) {
    return `${value._kind} ${show(value._value)}`;
  }
  return Array.isArray(value) ? (value as IGateway[]).map(({ gatewayName }) => gatewayName).join(' or ') : show(value);
}
