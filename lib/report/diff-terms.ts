import { withoutUndefined } from '../core/without-undefined';
import type { Dependency, Fate } from '../diff/fate';
import { fateOf, isSameSplit, onlyIn } from '../diff/fate';
import type { Sides } from '../diff/sides';
import type { Outcome, Seen, Trace } from '../routing/trace';
import type { DiffTerm } from './diff-data';

/** What else than its place is another about how calls end, of those that arrive on both sides, or that proxies answer on both. */
export function diffTerms({ before, after }: Sides<Trace>): DiffTerm[] {
  const [one, other] = [fateOf(before), fateOf(after)];
  const common = new Set(kindsOf(one).filter((kind) => kind !== 'failure' && kindsOf(other).includes(kind)));
  const [were, are] = [onlyIn(one, other), onlyIn(other, one)].map((all) => textsOf(all));
  const depends = differingTexts('depends on', were, are);
  if (common.size === 0) {
    return isSameSplit(one, other) ? depends : [];
  }
  const [old, own] = [one, other].map((fate): Fate => ({
    ...fate,
    ends: fate.ends.filter(({ outcome }) => common.has(outcome.kind)),
  }));
  const some = differing(old, own, (outcome) => termsOf(outcome));
  // Where two servers change their roles, both sides have the same terms.
  const all =
    some.length > 0 || !isSameSplit(old, own)
      ? some
      : differing(old, own, (outcome) => ofServer(outcome, termsOf(outcome)));
  return [...all, ...depends];
}

/** What decides, but for objects that are told by themselves. */
function textsOf(all: readonly Dependency[]): readonly string[] {
  return [...new Set(all.filter(({ objects }) => objects.length === 0).map(({ what }) => what))];
}

function kindsOf({ ends }: Fate): readonly Outcome['kind'][] {
  return ends.map(({ outcome }) => outcome.kind);
}

type Terms = ReadonlyMap<string, string>;

function differing(before: Fate, after: Fate, of: (outcome: Outcome) => Terms): DiffTerm[] {
  const [old, own] = [before, after].map(({ ends }) => ends.map(({ outcome }) => of(outcome)));
  const names = [...new Set([...old, ...own].flatMap((terms) => [...terms.keys()]))];
  return names.flatMap((what) => differingTexts(what, valuesOf(old, what), valuesOf(own, what)));
}

function differingTexts(what: string, before: readonly string[], after: readonly string[]): DiffTerm[] {
  const [old, own] = [before, after].map((texts) => (texts.length === 0 ? undefined : texts.join(', ')));
  return old === own ? [] : [withoutUndefined({ what, before: old, after: own })];
}

/** Each once; with what says so where only some have it. */
function valuesOf(all: readonly Terms[], what: string): readonly string[] {
  const values = [...new Set(all.map((terms) => terms.get(what) ?? 'none'))].sort();
  return values.length === 1 && values[0] === 'none' ? [] : values;
}

function ofServer(outcome: Outcome, terms: Terms): Terms {
  const name = outcome.kind === 'workload' ? outcome.workload : outcome.kind;
  return new Map([...terms].map(([what, value]) => [`${what} of ${name}`, value]));
}

function termsOf(outcome: Outcome): Terms {
  const { mirrors, delay } = outcome;
  const terms = new Map<string, string | undefined>([
    ['copies', mirrors.length === 0 ? undefined : [...mirrors].sort().join(' and ')],
    ['delay', delay],
  ]);
  if (outcome.kind === 'workload') {
    const { timeout, retries, seen } = outcome;
    terms.set('timeout', timeout);
    if (retries !== undefined && retries.attempts > 0) {
      const { attempts, perTryTimeout, retryOn } = retries;
      const each = perTryTimeout === undefined ? '' : `, ${perTryTimeout} each`;
      terms.set('retries', `${attempts} on ${retryOn}${each}`);
    }
    addSeen(terms, seen);
  } else if (outcome.kind === 'response') {
    terms.set('body', outcome.body);
    addHeaders(terms, outcome.headers);
  }
  return new Map([...terms].filter((each): each is [string, string] => each[1] !== undefined));
}

function addSeen(
  terms: Map<string, string | undefined>,
  { host, path, method, headers, sni, tls, identity }: Seen,
): void {
  terms.set('TLS', TLS[tls]);
  terms.set('identity', identity);
  terms.set('SNI', sni);
  terms.set('host', host);
  terms.set('path', path);
  terms.set('method', method);
  addHeaders(terms, headers);
}

function addHeaders(terms: Map<string, string | undefined>, headers: Seen['headers'] = []): void {
  for (const [name, value] of headers) {
    const key = `header ${name}`;
    const known = terms.get(key);
    terms.set(key, known === undefined ? value : `${known},${value}`);
  }
}

const TLS: Readonly<Record<Seen['tls'], string>> = {
  none: 'plain text',
  mesh: 'mutual TLS',
  origin: "the client's own TLS",
  made: 'TLS of a proxy',
};
