import type { HttpMatchRequest } from '../../imports/networking';
import { isObject } from '../core/is-object';
import { show } from '../core/problems';
import type { TextCondition } from './string-match';
import { effectiveMatch } from './string-match';

/**
 * Why a field of a delegate's match is not within that of the root, and what to write.
 *
 * @param write how the condition is written where the match stands
 */
export function delegateConflictWords(
  field: string,
  root: HttpMatchRequest,
  own: HttpMatchRequest,
  write = (condition: TextCondition): string => `${condition.way}: ${condition.text}`,
): { readonly message: string; readonly fix: string } {
  const [theirs, mine] = [textAt(root, field), textAt(own, field)];
  if (theirs === undefined || mine === undefined) {
    const [there, here] = [plainAt(root, field), plainAt(own, field)];
    return {
      message: `${field} is ${there} there and ${here} here, and the two must be the same.`,
      fix: there === NOTHING ? `Remove ${field} here, or write it in both.` : `Write ${field}: ${there} here.`,
    };
  }
  const both = `${field} is ${describe(theirs)} there and ${describe(mine)} here`;
  if (theirs.way === 'regex' || mine.way === 'regex') {
    const other = field === 'uri' ? 'prefixes or exact paths' : 'prefixes or exact values';
    return {
      message: `${both}. istiod does not compare regular expressions: one goes together only with a match that has no ${field}.`,
      fix: `Remove ${field} from one of the two matches, or write ${other} in both.`,
    };
  }
  if (theirs.way === 'exact') {
    return {
      message: `${both}, and an exact value goes together only with itself.`,
      fix: `Write ${write(theirs)} here, or remove ${field} here: that of the root applies then.`,
    };
  }
  const whole = field === 'uri' && mine.text.startsWith('/') ? theirs.text.replace(/\/$/, '') + mine.text : undefined;
  return {
    message:
      `${both}, which does not begin with it.` +
      (field === 'uri' ? ' Paths in a delegate are whole paths, not relative to the root.' : ''),
    fix: `Write ${whole === undefined ? `a value that begins with ${show(theirs.text)}` : write({ way: mine.way, text: whole })}, or remove ${field} here: that of the root applies then.`,
  };
}

const NOTHING = 'not set';

function textAt(match: HttpMatchRequest, field: string): TextCondition | undefined {
  const value = at(match, field);
  return isObject(value) ? effectiveMatch(value) : undefined;
}

function plainAt(match: HttpMatchRequest, field: string): string {
  const value = at(match, field);
  return value === undefined
    ? NOTHING
    : Array.isArray(value)
      ? `[${value.join(', ')}]`
      : typeof value === 'string'
        ? value
        : JSON.stringify(value);
}

/** `headers.x-user` is the entry of a map, whose name may have dots. */
function at(match: HttpMatchRequest, field: string): unknown {
  const dot = field.indexOf('.');
  const fields = match as Readonly<Record<string, unknown>>;
  return dot < 0
    ? fields[field]
    : (fields[field.slice(0, dot)] as Readonly<Record<string, unknown>> | undefined)?.[field.slice(dot + 1)];
}

function describe({ way, text }: TextCondition): string {
  return `${way} ${show(text)}`;
}
