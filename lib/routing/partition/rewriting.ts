import { matchedPath } from '../../istio/path-rewrite';
import type { TakenRoute } from '../asked-rules';
import type { Request } from '../call';
import { isOpenHeader } from '../call';
import type { Reception } from '../received';
import { FORWARDED_PROTO, isOfEnvoy, isWrittenByProxies as isWritten, received } from '../received';
import { rewritten } from '../rewrite';
import type { Condition, Literal, Part, Value } from './condition';
import { requestWith, valueOf } from './requests';
import type { TextPattern } from './text-pattern';
import { patternCovers, patternsDisjoint } from './text-pattern';

const ANY: Request = { version: '1.1', method: 'GET', scheme: 'http', authority: 'any', path: '/', headers: [] };

/** A condition on a path, as it is where it is compared. */
interface PathAsked {
  readonly fits: (path: string) => boolean;
  readonly samples: readonly string[];
  readonly patterns: readonly TextPattern[];
  /** Whether the patterns say all. */
  readonly isExact: boolean;
  readonly text: string;
}

/** Those of some routes that may change a request. */
export function changing(routes: readonly TakenRoute[]): readonly TakenRoute[] {
  return routes.filter(({ route: { rule } }) => {
    const { rewrite, headers, route = [] } = rule?.rule ?? {};
    return (
      rewrite !== undefined ||
      headers?.request !== undefined ||
      route.some((each) => each.headers?.request !== undefined)
    );
  });
}

/** What routes make of a request before a condition looks at it. */
export class Rewriting {
  private readonly steps: readonly TakenRoute[];

  /** @param reception how the request is taken in where conditions look at it */
  constructor(
    private readonly before: readonly TakenRoute[],
    private readonly reception: Reception,
  ) {
    this.steps = changing(before);
  }

  /** A condition on something that a request has here, as one on the request of the client. */
  public condition(condition: Condition): Condition {
    const { part, fits } = condition;
    if (this.steps.length === 0 && !isWrittenByProxies(part)) {
      return condition;
    }
    const changes = part !== 'method' && part !== 'scheme' && part !== 'token';
    if (!changes) {
      return condition;
    }
    const [none, some, other] = [[], ['any'], ['other']].map((value) => JSON.stringify(this.here(part, value)));
    // A header that a route sets or removes is the same whatever the client sends, and samples tell all of it.
    const isConstant = none === some && some === other;
    // What proxies alone write where the client sends nothing says no more than one of the samples.
    const isRewritten = this.steps.length > 0;
    return {
      ...condition,
      fits: (value) => fits(this.here(part, value)),
      ...(isConstant ? { texts: [] } : isRewritten && { rewrites: this }),
    };
  }

  /**
   * A condition on the scheme of requests of HTTP/1.1, as one on the header of which proxies make it: on the scheme that they do not take for
   * granted.
   */
  public scheme(fits: (scheme: string) => boolean, textOf: (scheme: string) => string): Literal {
    const [usual, other] = this.reception.isTls ? ['https', 'http'] : ['http', 'https'];
    const [fitsUsual, fitsOther] = [fits(usual), fits(other)];
    const condition = this.condition({
      part: `header ${FORWARDED_PROTO}`,
      fits: (value) => fitsUsual !== fitsOther && value.join(',') === other,
      samples: () => [[other], ['any'], []],
      texts: fitsUsual === fitsOther ? [] : [{ way: 'exact', text: other }],
      words: { text: textOf(other), opposite: textOf(usual) },
    });
    return { condition, holds: !fitsUsual };
  }

  public conditionOnPath({ fits, samples, patterns, isExact, text }: PathAsked): Condition {
    const values = samples.map((path) => [path]);
    const own: Condition = {
      part: 'path',
      fits: ([path = '']) => fits(path),
      samples: () => values,
      texts: isExact ? patterns : undefined,
      words: { text, patterns },
    };
    if (!this.steps.some(({ route: { rule } }) => rule?.rule.rewrite !== undefined)) {
      return own;
    }
    const origins = samples.flatMap((path) => this.origins(path)).map((path) => [path]);
    return {
      ...own,
      fits: (value) => own.fits(this.here('path', value)),
      samples: () => origins,
      texts: isExact ? this.possible(patterns) : undefined,
      rewrites: this,
      words: { text: `${text} after the rewrite`, patterns: undefined },
    };
  }

  /** Those of some patterns that a path can fit after the rewrites; all paths where one of them takes all. */
  private possible(patterns: readonly TextPattern[]): readonly TextPattern[] {
    const { made } = this;
    return patterns.some((pattern) => patternCovers(pattern, made, '/'))
      ? [{ way: 'prefix', text: '/' }]
      : patterns.filter((pattern) => !patternsDisjoint(made, pattern));
  }

  /** What the path is like that the last rewrite has made. */
  private get made(): TextPattern {
    const all = this.steps.flatMap(({ route: { rule } }) => rule?.rule.rewrite ?? []);
    const { uri = '', uriRegexRewrite } = all.at(-1) ?? {};
    return { way: 'prefix', text: uriRegexRewrite === undefined ? uri : '' };
  }

  /** What a value of the client's request is here. */
  private here(part: Part, value: Value): Value {
    const sent = requestWith(ANY, new Map([[part, value]]));
    if (!isWrittenByProxies(part)) {
      return valueOf(
        this.steps.reduce((found, { route, destination }) => rewritten(route, found, destination), sent),
        part,
      );
    }
    const passed = this.before.reduce(
      (found, { route, destination, reception }) => rewritten(route, received(found, reception), destination),
      sent,
    );
    const here = received(passed, this.reception);
    const isOpen = here.headers.some((each) => `header ${each[0]}` === part && isOpenHeader(each));
    return !isOpen ? valueOf(here, part) : isMaybeThere(part) ? [] : UNKNOWN;
  }

  /** Paths of the client that may become this one: whoever needs one that surely does tries them. */
  private origins(path: string): readonly string[] {
    return this.steps.reduceRight<readonly string[]>(
      (paths, { route }) => {
        const { uri, uriRegexRewrite } = route.rule?.rule.rewrite ?? {};
        if (uriRegexRewrite !== undefined || uri === undefined || uri === '') {
          return paths;
        }
        const { text } = matchedPath(route.match);
        const starts = [text, text.replace(/\/$/, '')];
        return paths.flatMap((each) => {
          const rests = each.startsWith(uri) ? [each.slice(uri.length)] : tailsOf(each);
          return rests.flatMap((rest) =>
            starts.flatMap((start) => [start + rest, `${start}/${rest.replace(/^\//, '')}`]),
          );
        });
      },
      [path],
    );
  }
}

/** What of a path may stand behind something else. */
function tailsOf(path: string): readonly string[] {
  const segments = path.split('/');
  return segments.map((_, i) => segments.slice(i).join('/'));
}

function isWrittenByProxies(part: Part): boolean {
  return part.startsWith('header ') && isWritten(part.slice('header '.length));
}

/** A value that no rule names. */
const UNKNOWN: Value = ['?'];

function isMaybeThere(part: Part): boolean {
  return isOfEnvoy(part.slice('header '.length));
}
