import type { Condition as Asked, PathCondition } from '../../istio/http-match';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Proxy } from '../../mesh/proxies';
import type { TakenRoute } from '../asked-rules';
import type { Request } from '../call';
import type { RouteEntry } from '../http-routes';
import { askedBy, fitsPath, fitsValues } from '../match';
import type { Reception } from '../received';
import type { Condition, Literal, Part, Value } from './condition';
import type { Choice, Stage } from './partition';
import { Rewriting } from './rewriting';
import type { TextPattern } from './text-pattern';
import { patternText, samplesOf } from './text-pattern';
import { TokenReader } from './token-reader';

/** Who tries routes, on requests that may have taken others before. */
export interface RoutePlace {
  readonly mesh: Mesh;
  readonly proxy: Proxy;
  readonly reception: Reception;
  readonly before: readonly TakenRoute[];
  /** In which all requests come. */
  readonly version: Request['version'];
}

/** The routes of a virtual host as a stage. */
export function routeStage(routes: readonly RouteEntry[], place: RoutePlace): Stage {
  const maker = new Maker(place);
  return routes.map((route): Choice => ({ asks: maker.literals(route), isSure: true, ends: false }));
}

class Maker {
  private readonly rewriting: Rewriting;
  private readonly tokens: TokenReader;
  private readonly hasScheme: boolean;

  constructor({ mesh, proxy, before, reception, version }: RoutePlace) {
    this.hasScheme = version === '2';
    this.rewriting = new Rewriting(before, reception);
    this.tokens = new TokenReader(mesh, proxy);
  }

  public literals(route: RouteEntry): readonly Literal[] {
    const { path, conditions } = askedBy(route);
    const isAny = path.way === 'prefix' && path.text === '/';
    return [
      ...(isAny ? [] : [{ condition: this.path(path, route.bySegments === true), holds: true }]),
      ...conditions.map((each) =>
        each.subject === 'scheme' && !this.hasScheme
          ? this.scheme(each)
          : { condition: this.condition(each), holds: each.without !== true },
      ),
    ];
  }

  private path(asked: PathCondition, bySegments: boolean): Condition {
    const { way, text, anyCase } = asked;
    const pattern: TextPattern = { way: bySegments && way === 'prefix' ? 'segments' : way, text, anyCase };
    return this.rewriting.conditionOnPath({
      fits: (path) => fitsPath(asked, bySegments, path),
      samples: samplesOf(pattern, '/'),
      patterns: [pattern],
      isExact: true,
      text: anyCase ? `${patternText(pattern)} in any case` : patternText(pattern),
    });
  }

  /** Requests of HTTP/1.1 have no scheme with them. */
  private scheme(asked: Asked): Literal {
    return this.rewriting.scheme(
      (scheme) => fitsValues(asked, [scheme]),
      (scheme) => `scheme ${scheme}`,
    );
  }

  /** What must not be there is the opposite of a condition. */
  private condition(asked: Asked): Condition {
    const { subject, name, text } = asked;
    if (subject === 'claim') {
      return this.tokens.routedClaim(asked);
    }
    const part = partOf(asked);
    const without = asked.without === true;
    const wanted = { ...asked, without: undefined };
    return this.rewriting.condition({
      part,
      // A header that is not there counts as an empty one where it must not be something.
      fits: (value) => (without ? !fitsValues({ ...asked, without: true }, value) : fitsValues(wanted, value)),
      ...samplesAndTexts(part, [text ?? ANY]),
      words: wordsOf(subject, name, text),
    });
  }
}

const ANY: TextPattern = { way: 'prefix', text: '' };

/** What is compared with texts: a header may have several lines, and each of them may be what one of two conditions asks. */
export function samplesAndTexts(part: Part, texts: readonly TextPattern[]): Pick<Condition, 'samples' | 'texts'> {
  if (part === 'authority') {
    const names = texts.flatMap((each) => samplesOf(each, '')).filter((name) => HOST_NAME.test(name));
    return { samples: () => names.map((name) => [name]), texts };
  }
  const own = texts.flatMap((each) => samplesOf(each, '')).map((each) => [each]);
  const values: readonly Value[] = part === 'method' ? own : [...own, ['any'], []];
  return {
    samples: part.startsWith('header ')
      ? (known) => [...values, ...known.flatMap((own) => values.slice(0, 2).map((value) => [...own, ...value]))]
      : () => values,
    texts,
  };
}

/** What clients may write as Host. */
const HOST_NAME = /^[\w.-]+(?::\d+)?$/;

function partOf({ subject, name }: Asked): Part {
  switch (subject) {
    case 'method':
    case 'scheme':
    case 'authority':
      return subject;
    case 'queryParam':
      return `parameter ${name}`;
    default:
      return headerPart(name);
  }
}

/** What Envoy shows as a header, and what is one. */
export function headerPart(name: string): Part {
  switch (name) {
    case 'host':
    case ':authority':
      return 'authority';
    case ':method':
      return 'method';
    case ':path':
      return 'path';
    case ':scheme':
      return 'scheme';
    default:
      return `header ${name}`;
  }
}

function wordsOf(subject: Asked['subject'], name: string, text: TextPattern | undefined): Condition['words'] {
  const value = text === undefined ? '' : patternText(text);
  switch (subject) {
    case 'method':
      return { text: value, patterns: text && [text] };
    case 'queryParam':
      return { text: `parameter ${name}${text === undefined ? '' : `=${value}`}` };
    case 'header': {
      const header = `header ${name}${text === undefined ? '' : `: ${value}`}`;
      return { text: header, opposite: `without ${header}` };
    }
    default:
      return { text: `${subject === 'authority' ? 'host' : subject} ${value}` };
  }
}
