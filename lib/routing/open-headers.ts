import type { Answer } from '../istio/answer';
import type { TextCondition } from '../istio/string-match';
import { beginningOf } from '../istio/string-match';
import type { Header } from './call';
import { isOpenHeader } from './call';
import { FORWARDED_FOR, REQUEST_ID } from './received';

/** What is known of the value of a header that a proxy writes: how it begins, and what may follow. */
interface OpenValue {
  readonly begin: string;
  readonly rest: RegExp;
}

/** Of ids of requests, which are UUIDs, and of addresses. */
const SIGNS = /^[0-9a-f.:-]+$/;
const ANYTHING = /^/;

/** Headers of which no file shows the whole value, by their names. */
export function openHeaders(headers: readonly Header[]): ReadonlyMap<string, OpenValue> {
  return new Map(
    headers.filter(isOpenHeader).map(([name]): [string, OpenValue] => {
      const known = headers.filter((each) => each[0] === name && !isOpenHeader(each)).map(([, value]) => `${value},`);
      return [name, { begin: known.join(''), rest: name === FORWARDED_FOR || name === REQUEST_ID ? SIGNS : ANYTHING }];
    }),
  );
}

/** Whether such a value is as a rule asks. */
export function openFits({ way, text }: TextCondition, { begin, rest }: OpenValue): Answer {
  if (way === 'regex' && ALL.has(text)) {
    return 'yes';
  }
  const wanted = beginningOf({ way, text });
  if (way !== 'exact' && begin.startsWith(wanted)) {
    return way === 'prefix' ? 'yes' : 'maybe';
  }
  return wanted.startsWith(begin) && rest.test(wanted.slice(begin.length)) ? 'maybe' : 'no';
}

const ALL: ReadonlySet<string> = new Set(['.*', '.+']);
