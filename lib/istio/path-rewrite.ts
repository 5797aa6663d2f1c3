import type { HttpMatchRequest } from '../../imports/networking';
import { regexReplaced } from './regex';
import { effectiveMatch } from './string-match';

/** A segment of the paths that are tried. */
const LAST_SEGMENT = 'items';

/** How the path of a request was matched: `segments` is a prefix that ends where a segment ends, as in the Gateway API. */
export interface MatchedPath {
  readonly way: 'exact' | 'prefix' | 'segments' | 'regex';
  readonly text: string;
}

/** What a route puts in the place of what was matched, or of what an expression finds. */
export interface PathChange {
  readonly uri?: string;
  readonly uriRegexRewrite?: { readonly match?: string; readonly rewrite?: string };
}

/** A path that comes out with wrong slashes. */
export interface SlashMistake {
  /** `double`: an empty segment. `glued`: two segments become one. `none`: no slash at the beginning. */
  readonly kind: 'double' | 'glued' | 'none';
  /** A path that is matched. */
  readonly path: string;
  /** What it becomes. */
  readonly changed: string;
  /** The change that fits the match; undefined where no other text does. */
  readonly instead?: string;
}

/** How a match compares the path; one that says nothing of it has the prefix of all paths. */
export function matchedPath({ uri }: HttpMatchRequest): MatchedPath {
  return effectiveMatch(uri ?? {}) ?? { way: 'prefix', text: '/' };
}

/**
 * What Envoy makes of a path that was matched; undefined where it cannot be said.
 *
 * pilot/pkg/networking/core/route/route.go: TranslateRoute writes PrefixRewrite or RegexRewrite, and Envoy puts the text in the place of
 * the prefix as it stands, or of the whole path where it was matched as a whole (source/common/router/config_impl.cc:
 * RouteEntryImplBase::finalizePathHeader).
 */
export function changedPath(matched: MatchedPath, change: PathChange, path: string): string | undefined {
  const { uri = '', uriRegexRewrite } = change;
  if (uriRegexRewrite !== undefined) {
    return regexReplaced(uriRegexRewrite.match ?? '', path, uriRegexRewrite.rewrite ?? '');
  }
  if (uri === '') {
    return path;
  }
  return matched.way === 'prefix' || matched.way === 'segments' ? uri + path.slice(textOf(matched).length) : uri;
}

/**
 * What is wrong with the slashes of the paths that come out, if anything is. One path of each sort is tried: what was matched itself, and a
 * segment below.
 *
 * @param taken whether requests with these paths go elsewhere: those that begin with a text, or are it
 */
export function slashMistake(
  matched: MatchedPath,
  change: PathChange,
  taken: (paths: { readonly prefix?: string; readonly exact?: string }) => boolean = () => false,
): SlashMistake | undefined {
  if (isDeliberate(change)) {
    return undefined;
  }
  for (const { path, all } of samples(matched, change)) {
    const changed = changedPath(matched, change, path);
    const kind = changed === undefined ? undefined : mistakeIn(path, changed);
    if (kind !== undefined && !taken(all)) {
      return { kind, path, changed: changed!, instead: fitting(matched, change) };
    }
  }
  return undefined;
}

/** Slashes that stand in the text itself are meant, as in "/fetch/http://", and so is the beginning of a query. */
function isDeliberate({ uri = '', uriRegexRewrite }: PathChange): boolean {
  const text = uriRegexRewrite === undefined ? uri : (uriRegexRewrite.rewrite ?? '');
  return text.includes('//') || text.includes('?') || text.includes(LAST_SEGMENT);
}

interface Sample {
  readonly path: string;
  /** All paths that it stands for. */
  readonly all: { readonly prefix?: string; readonly exact?: string };
}

function samples(matched: MatchedPath, { uriRegexRewrite }: PathChange): readonly Sample[] {
  const text = textOf(matched);
  switch (matched.way) {
    case 'exact':
      return [{ path: text, all: { exact: text } }];
    case 'regex':
      // What fits the expression is not known. Only a text that takes the place of all of it can be judged.
      return uriRegexRewrite === undefined ? [{ path: '/', all: {} }] : [];
    default: {
      const below = text.endsWith('/') ? text : `${text}/`;
      return [
        { path: below + LAST_SEGMENT, all: { prefix: below } },
        ...(text === '' ? [] : [{ path: text, all: { exact: text } }]),
      ];
    }
  }
}

function mistakeIn(path: string, changed: string): SlashMistake['kind'] | undefined {
  if (path === changed || changed.includes('://')) {
    return undefined;
  }
  if (!changed.startsWith('/')) {
    return 'none';
  }
  if (changed.includes('//')) {
    return path.includes('//') ? undefined : 'double';
  }
  return GLUED.test(changed) && path.endsWith(`/${LAST_SEGMENT}`) ? 'glued' : undefined;
}

/** A letter or digit before the segment. After "-" or "=" something is meant. */
const GLUED = new RegExp(`[A-Za-z0-9]${LAST_SEGMENT}$`);

/** The text that ends as the prefix does, and begins with a slash. */
function fitting(matched: MatchedPath, { uri, uriRegexRewrite }: PathChange): string | undefined {
  if (uri === undefined || uriRegexRewrite !== undefined) {
    return undefined;
  }
  const rooted = uri.startsWith('/') ? uri : `/${uri}`;
  if (matched.way === 'exact' || matched.way === 'regex') {
    return rooted;
  }
  if (textOf(matched).endsWith('/')) {
    return rooted.endsWith('/') ? rooted : `${rooted}/`;
  }
  return rooted === '/' ? undefined : rooted.replace(/\/$/, '');
}

/** A prefix by segments has no slash at the end, but for the root (pilot/pkg/config/kube/gateway/conversion.go: createURIMatch). */
function textOf({ way, text }: MatchedPath): string {
  return way === 'segments' && text !== '/' ? text.replace(/\/$/, '') : text;
}
