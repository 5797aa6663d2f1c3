import { withoutUndefined } from '../core/without-undefined';
import type { End, Fate } from '../diff/fate';
import { fateOf, isSameSplit } from '../diff/fate';
import type { Sides } from '../diff/sides';
import { DEFAULT_RETRIES } from '../routing/actions';
import type { Outcome, Seen, Trace } from '../routing/trace';
import type { DiffTerm } from './diff-data';
import { percent } from './outcome-text';

/** What else than its place is another about how calls end, of those that arrive on both sides, or that proxies answer on both. */
export function diffTerms({ before, after }: Sides<Trace>): DiffTerm[] {
  const [one, other] = [fateOf(before), fateOf(after)];
  const both = kindsOf(one).filter((kind) => kindsOf(other).includes(kind));
  const arriving = both.filter((kind) => kind !== 'failure');
  const depends = differingTexts('depends on', wordsOnlyIn(one, other), wordsOnlyIn(other, one));
  if (arriving.length === 0 && !isSameSplit(one, other)) {
    return [];
  }
  // Of what fails as it did, others may still get copies.
  const common = new Set(arriving.length === 0 ? both : arriving);
  const [old, own] = [one, other].map((fate): Fate => ({
    ...fate,
    ends: fate.ends.filter(({ outcome }) => common.has(outcome.kind)),
  }));
  const some = differing(old, own, termsOf);
  // Where two servers change their roles, both sides have the same terms.
  const all =
    some.length > 0 || !isSameSplit(old, own)
      ? some
      : differing(old, own, (end) => ofServer(end.outcome, termsOf(end)));
  return [...all.map((each) => withOwnIdentity(each, { before, after })), ...depends];
}

/** One client stands for others, and where one side alone has its identity, each has its own. */
function withOwnIdentity(term: DiffTerm, traces: Sides<Trace>): DiffTerm {
  const { what, before, after } = term;
  if (!/^identity\b/.test(what)) {
    return term;
  }
  const [wasOwn, isOwn] = [isOwnIdentity(before, traces.before), isOwnIdentity(after, traces.after)];
  return wasOwn === isOwn ? term : { ...term, ...(wasOwn ? { before: OWN } : { after: OWN }) };
}

const OWN = "the client's own";

function isOwnIdentity(identity: string | undefined, { call: { from } }: Trace): boolean {
  return (
    from.kind === 'workload' &&
    identity?.endsWith(`/ns/${from.workload.namespace}/sa/${from.workload.serviceAccount}`) === true
  );
}

/** What decides on one side and is in no file, where nothing of the kind decides on the other. */
function wordsOnlyIn({ dependsOn }: Fate, other: Fate): readonly string[] {
  const known = new Set(other.dependsOn.map(({ what }) => what));
  return [...new Set(dependsOn.map(({ what }) => what))].filter((what) => !known.has(what));
}

function kindsOf({ ends }: Fate): readonly Outcome['kind'][] {
  return ends.map(({ outcome }) => outcome.kind);
}

/** In the order in which they are told; undefined for none. */
type Terms = ReadonlyMap<string, string | undefined>;

function differing(before: Fate, after: Fate, of: (end: End) => Terms): DiffTerm[] {
  const [old, own] = [before, after].map(({ ends }) => ends.map(of));
  const names = [...new Set([...old, ...own].flatMap((terms) => [...terms.keys()]))];
  return names.flatMap((what) => differingTexts(what, valuesOf(old, what), valuesOf(own, what)));
}

function differingTexts(what: string, before: readonly string[], after: readonly string[]): DiffTerm[] {
  const [old, own] = [before, after].map((texts) => (texts.length === 0 ? undefined : texts.join(', ')));
  const goesWithoutSaying = what === RETRIED_ON && [old, own].every((each) => (each ?? DEFAULT) === DEFAULT);
  return old === own || goesWithoutSaying ? [] : [withoutUndefined({ what, before: old, after: own })];
}

const RETRIED_ON = 'retried on';
const { retryOn: DEFAULT } = DEFAULT_RETRIES;

/** Each once; with what says so where only some have it. */
function valuesOf(all: readonly Terms[], what: string): readonly string[] {
  const values = [...new Set(all.map((terms) => terms.get(what) ?? 'none'))].sort();
  return values.length === 1 && values[0] === 'none' ? [] : values;
}

function ofServer(outcome: Outcome, terms: Terms): Terms {
  const name = outcome.kind === 'workload' ? outcome.workload : outcome.kind;
  return new Map([...terms].map(([what, value]) => [`${what} of ${name}`, value]));
}

function termsOf({ outcome, through }: End): Terms {
  const { mirrors, delay } = outcome;
  const terms = new Map<string, string | undefined>();
  const proxies = through.map(({ kind, name }) => `${kind} ${name}`);
  terms.set('through', proxies.length === 0 ? undefined : proxies.join(' and '));
  if (outcome.kind === 'workload') {
    const { timeout, retries, seen } = outcome;
    terms.set('timeout', timeout);
    const { attempts, perTryTimeout, retryOn } = retries ?? { attempts: 0 };
    const each = perTryTimeout === undefined ? '' : `, ${perTryTimeout} each`;
    terms.set('retries', attempts > 0 ? `${attempts}${each}` : undefined);
    terms.set(RETRIED_ON, attempts > 0 ? retryOn : undefined);
    addSeen(terms, seen);
  } else if (outcome.kind === 'response') {
    terms.set('body', outcome.body);
    addHeaders(terms, outcome.headers);
  }
  const copies = mirrors.map(({ name, share }) => name + ofSome(share)).sort();
  terms.set('copies', copies.length === 0 ? undefined : copies.join(' and '));
  terms.set('delay', delay && delay.time + ofSome(delay.share));
  return terms;
}

/** Of all it goes without saying. */
function ofSome(share: number): string {
  return share === 1 ? '' : ` (${percent(share)})`;
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
