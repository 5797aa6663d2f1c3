import type { Header } from '../routing/call';
import type { MeshObject } from '../mesh/reading/mesh-object';
import type { Hop, Outcome, Reached, Seen, Trace, Unknown } from '../routing/trace';

/** What becomes of a call, as far as clients and servers notice it. */
export interface Fate {
  /** Equal ends together, in an order that nothing but themselves decides. */
  readonly ends: readonly End[];
  /** What decides and no file shows, each once. */
  readonly dependsOn: readonly Dependency[];
}

/** Something that decides, and what it says to a call is in no file. */
export interface Dependency {
  /** `policy`, `patches`, `injection` and others. */
  readonly what: Unknown['what'];
  readonly objects: readonly MeshObject[];
  /** The same for what decides alike, as far as the objects show it. */
  readonly key: string;
}

/** One way in which calls end. */
export interface End {
  /** Of 1. */
  readonly share: number;
  readonly outcome: Outcome;
  /** The gateways and waypoints that calls pass on their way, but for a gateway that they are sent to. */
  readonly through: readonly Hop[];
  /** The same for the same server, answer or failure, whatever the way to it is like. */
  readonly place: string;
  /** The same for the same end in all. */
  readonly key: string;
}

/** What no file ever shows, and what says nothing of a single call. */
const BESIDE: ReadonlySet<string> = new Set(['endpoints', 'keys']);

/** Shares nearer to each other are equal: they are sums of quotients. */
const NEAR = 1e-6;

export function fateOf({ outcomes, hops, unknown }: Pick<Trace, 'outcomes' | 'hops' | 'unknown'>): Fate {
  const ends = new Map<string, End>();
  for (const outcome of outcomes) {
    const place = placeOf(outcome);
    const through = outcome.kind === 'workload' ? passed(hops, outcome.hop) : [];
    const key = [place, termsOf(outcome), ...through.map(({ kind, name }) => `${kind} ${name}`)].join(' ');
    ends.set(key, { share: outcome.share + (ends.get(key)?.share ?? 0), outcome, through, place, key });
  }
  return {
    ends: [...ends.values()]
      .filter(({ share }) => share > NEAR)
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)),
    dependsOn: dependenciesOf(unknown),
  };
}

/** Proxies between the client and the server that are of neither of them. */
function passed(hops: readonly Hop[], last: number | undefined): readonly Hop[] {
  const hop = last === undefined ? undefined : hops[last];
  if (hop === undefined) {
    return [];
  }
  const isBetween = hop.kind === 'waypoint' || (hop.kind === 'gateway' && hop.previous !== undefined);
  return [...passed(hops, hop.previous), ...(isBetween ? [hop] : [])];
}

function dependenciesOf(unknown: Trace['unknown']): readonly Dependency[] {
  const all = unknown
    .filter(({ what }) => !BESIDE.has(what))
    .map((each): Dependency => ({ what: each.what, objects: each.objects, key: `${each.what} ${contentOf(each)}` }));
  const distinct = [...new Map(all.map((each) => [each.key, each])).values()];
  return distinct.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** What of the objects decides: policies and patches say more than that they are there. */
function contentOf({ what, objects, decisive, otherwise }: Unknown): string {
  switch (what) {
    case 'policy':
    case 'patches':
      return decisive === undefined
        ? objects.map(({ id, manifest }) => [id, JSON.stringify(manifest.spec)].join(' ')).join()
        : JSON.stringify(decisive);
    case 'age':
    case 'addresses':
      return fateOf({ outcomes: otherwise ?? [], hops: [], unknown: [] })
        .ends.map(({ key, share }) => [key, share.toFixed(6)].join(' '))
        .join();
    default:
      return '';
  }
}

/** Whether nobody can tell two fates apart. */
export function isSameFate(a: Fate, b: Fate): boolean {
  return dependsAlike(a, b) && isSameSplit(a, b, ({ key }) => key);
}

/** Whether what no file shows decides on both alike. */
export function dependsAlike(a: Fate, b: Fate): boolean {
  return onlyIn(a, b).length + onlyIn(b, a).length === 0;
}

/** What decides about one of two fates, and does not about the other, or not so. */
export function onlyIn({ dependsOn }: Fate, other: Fate): readonly Dependency[] {
  return dependsOn.filter(({ key }) => other.dependsOn.every((each) => each.key !== key));
}

/** Whether calls end in the same shares at the same places, whatever the ways to them are like. */
export function isSameSplit(a: Fate, b: Fate, keyOf: (end: End) => string = ({ place }) => place): boolean {
  const [some, others] = [a, b].map(({ ends }) => sharesBy(ends, keyOf));
  return (
    some.size === others.size && [...some].every(([key, share]) => Math.abs(share - (others.get(key) ?? 2)) < NEAR)
  );
}

/** The share of the calls that end in a way. */
export function shareOf({ ends }: Fate, isMeant: (outcome: Outcome) => boolean): number {
  return ends.reduce((sum, { share, outcome }) => (isMeant(outcome) ? sum + share : sum), 0);
}

/** Whether one share is more than another one, and not only by what sums differ. */
export function isMore(share: number, than: number): boolean {
  return share > than + NEAR;
}

function sharesBy(ends: readonly End[], keyOf: (end: End) => string): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const end of ends) {
    shares.set(keyOf(end), end.share + (shares.get(keyOf(end)) ?? 0));
  }
  return shares;
}

/** Where a call ends: the pods, the answer or the failure. */
function placeOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'workload':
      // Of a host outside, its name is its address.
      return JSON.stringify([
        'workload',
        outcome.workload,
        outcome.address === outcome.workload ? undefined : outcome.address,
        outcome.port,
      ]);
    case 'response':
      return JSON.stringify(['response', outcome.by, outcome.status, outcome.location, outcome.body]);
    case 'failure': {
      const { name, status, connection } = outcome.failure;
      return JSON.stringify(['failure', name, status, connection]);
    }
  }
}

/** Under which terms it does so. The names of clusters and subsets are no terms: nobody sees them. */
function termsOf(outcome: Outcome): string {
  const { mirrors, delay } = outcome;
  const shared = [mirrors.map(({ name, share }) => `${name} ${share.toFixed(6)}`).sort(), delay?.time, delay?.share];
  switch (outcome.kind) {
    case 'workload':
      return JSON.stringify([...shared, seenOf(outcome.seen), outcome.timeout, retriesOf(outcome)]);
    case 'response':
      return JSON.stringify([...shared, byName(outcome.headers ?? [])]);
    case 'failure':
      return JSON.stringify(shared);
  }
}

function seenOf({ host, path, method, headers = [], sni, tls, identity }: Seen): unknown {
  return [host, path, method, byName(headers), sni, tls, identity];
}

function retriesOf({ retries }: Reached): unknown {
  return retries && retries.attempts > 0 ? [retries.attempts, retries.perTryTimeout, retries.retryOn] : undefined;
}

/** Headers of one name keep their order; that of names nobody reads. */
function byName(headers: readonly Header[]): readonly Header[] {
  return [...headers].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
