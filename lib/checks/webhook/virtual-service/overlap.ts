import type { HttpMatchRequest, StringMatch } from '../../../../imports/networking';
import { effectiveMatch } from '../../../istio/string-match';

/** A match of a prefix of the path, as istiod compares it with others: an expression counts as nothing, no method as GET. */
export interface PrefixMatch {
  readonly prefix: string;
  /** Equal where two matches look at the same port, headers and parameters. */
  readonly subject: string;
  /** The texts that these, the method and the host must have, in the order of {@link subject}. */
  readonly texts: readonly string[];
}

type Texts = readonly (readonly [string, string])[];

export function prefixMatch({
  uri = {},
  port = 0,
  method,
  authority,
  headers = {},
  queryParams = {},
  withoutHeaders = {},
}: HttpMatchRequest): PrefixMatch | undefined {
  const { way, text: prefix } = effectiveMatch(uri) ?? {};
  if (way !== 'prefix' || prefix === '') {
    return undefined;
  }
  const maps = [headers, queryParams, withoutHeaders].map(texts);
  return {
    prefix: prefix!,
    subject: JSON.stringify([port, maps.map((map) => map.map(([name]) => name))]),
    texts: [text(method) || 'exact:GET', text(authority), ...maps.flatMap((map) => map.map(([, value]) => value))],
  };
}

/** Finds, among the matches so far, one that takes everything that a later one is for. */
export class OverlapIndex<M extends PrefixMatch> {
  private readonly bySubject = new Map<string, Map<string, M[]>>();

  public add(match: M): void {
    const byPrefix = this.bySubject.get(match.subject) ?? new Map<string, M[]>();
    this.bySubject.set(match.subject, byPrefix);
    const same = byPrefix.get(match.prefix);
    if (same === undefined) {
      byPrefix.set(match.prefix, [match]);
    } else {
      same.push(match);
    }
  }

  public covering({ subject, prefix, texts: wanted }: PrefixMatch): M | undefined {
    const byPrefix = this.bySubject.get(subject);
    for (let length = 1; byPrefix !== undefined && length < prefix.length; length++) {
      const found = byPrefix
        .get(prefix.slice(0, length))
        ?.find(({ texts: given }) => given.every((value, i) => value.startsWith(wanted[i])));
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }
}

function texts(matches: Readonly<Record<string, StringMatch>>): Texts {
  return Object.entries(matches)
    .map(([name, match]) => [name, text(match)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function text(match: StringMatch = {}): string {
  const { way, text: value } = effectiveMatch(match) ?? {};
  return way === undefined || way === 'regex' || value === '' ? '' : `${way}:${value}`;
}
