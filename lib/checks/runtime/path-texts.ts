import { show } from '../../core/problems';
import type { PathComparison, PathMistake, PathText } from '../../istio/path-text';
import { pathMistake } from '../../istio/path-text';
import { effectiveMatch } from '../../istio/string-match';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { httpRulesOf } from '../../mesh/virtual-services';
import type { Check, Wording } from '../check';

/** Paths of routes that are written in the language of another tool. */
export const pathTexts: Check = {
  name: 'path-texts',
  mirrors: ['pilot/pkg/networking/core/route/route.go: TranslateRouteMatch'],
  codes: {
    CDI0121: {
      name: 'PathMeantOtherwise',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A route matches a path that is a glob, has a parameter or a query, or does not begin with a slash.',
      explanation:
        'Envoy compares every character of an exact path or a prefix. `*`, `{id}` and `:id` have no meaning there, so `/api/*` matches only a path with a star in it, and requests for `/api/items` get 404 or take a later route. A regular expression must match the whole path, and `*` repeats the character before it: `/api/*` matches `/api`, `/api/` and `/api//`, and nothing below. Paths are compared without their query, so one with `?` in it matches no request at all, and neither does one without a slash at the beginning.',
      remedy:
        'Write a prefix for everything below a path, a regular expression (RE2) for anything else, and `queryParams` for a query.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch',
        'https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-routematch',
      ],
    },
  },
  run(mesh, report) {
    for (const { object, path, comparison, text, ...writers } of [...ofVirtualServices(mesh), ...ofHttpRoutes(mesh)]) {
      const mistake = pathMistake(comparison, text);
      if (mistake !== undefined) {
        report({ code: 'CDI0121', object, path, ...wordsFor(comparison, text, mistake, writers) });
      }
    }
  },
};

type Query = NonNullable<PathMistake['query']>;

interface PlacedText {
  readonly object: MeshObject;
  readonly path: string;
  readonly comparison: PathComparison;
  readonly text: string;
  /** A path as the kind writes it. */
  readonly write: (path: PathText) => string;
  /** Parameters of a query as the kind writes them. */
  readonly writeQuery: (query: Query) => string;
}

function ofVirtualServices(mesh: Mesh): PlacedText[] {
  return mesh.all('networking.istio.io/VirtualService').flatMap((object) =>
    httpRulesOf(object).flatMap(({ matches }) =>
      matches.flatMap(({ match, path }): PlacedText | readonly PlacedText[] => {
        const uri = effectiveMatch(match.uri ?? {});
        return uri === undefined
          ? []
          : {
              object,
              path: `${path}.uri.${uri.way}`,
              comparison: uri.way,
              text: uri.text,
              write: ({ comparison, text }) => `${comparison}: ${quoted(text)}`,
              writeQuery: (query) =>
                `queryParams: { ${query.map(([name, value]) => `${quoted(name)}: { ${value === undefined ? "regex: '.+'" : `exact: ${quoted(value)}`} }`).join(', ')} } beside uri`,
            };
      }),
    ),
  );
}

const TYPES: Readonly<Record<string, PathComparison | undefined>> = {
  Exact: 'exact',
  PathPrefix: 'prefix',
  RegularExpression: 'regex',
};
const NAMES: Record<PathComparison, string> = { exact: 'Exact', prefix: 'PathPrefix', regex: 'RegularExpression' };

function ofHttpRoutes(mesh: Mesh): PlacedText[] {
  return mesh.all('gateway.networking.k8s.io/HTTPRoute').flatMap((object) =>
    (object.spec.rules ?? []).flatMap(({ matches = [] }, i) =>
      matches.flatMap(({ path: { type = 'PathPrefix', value = '/' } = {} }, j): PlacedText | readonly PlacedText[] =>
        // The API server refuses paths without a slash itself.
        TYPES[type] === undefined || (type !== 'RegularExpression' && !value.startsWith('/'))
          ? []
          : {
              object,
              path: `spec.rules[${i}].matches[${j}].path.value`,
              comparison: TYPES[type],
              text: value,
              write: ({ comparison, text }) => `type: ${NAMES[comparison]}, value: ${quoted(text)}`,
              writeQuery: (query) =>
                `queryParams: [${query.map(([name, value]) => `{ name: ${quoted(name)}, ${value === undefined ? "type: RegularExpression, value: '.+'" : `value: ${quoted(value)}`} }`).join(', ')}] beside path`,
            },
      ),
    ),
  );
}

function wordsFor(
  comparison: PathComparison,
  text: string,
  { kind, part, instead, orSegment, query = [] }: PathMistake,
  { write, writeQuery }: Pick<PlacedText, 'write' | 'writeQuery'>,
): Wording {
  const parameters = query.length === 0 ? '' : `, and ${writeQuery(query)}`;
  const segment = orSegment === undefined ? '' : `, or ${write(orSegment)} for one segment`;
  return {
    // That no request has such a path is sure; what else the text may be meant for is not.
    severity: kind === 'no slash' || (kind === 'query' && comparison !== 'regex') ? 'error' : undefined,
    message: describe(comparison, text, kind, part),
    fix: `Write ${write(instead)}${segment}${parameters}.`,
  };
}

function describe(comparison: PathComparison, text: string, kind: PathMistake['kind'], part: string): string {
  const way = comparison === 'exact' ? 'an exact path' : 'a prefix';
  switch (kind) {
    case 'no slash':
      return `No request matches ${show(text)}, because every path begins with "/".`;
    case 'query':
      return `No request matches ${show(text)}, because Envoy compares the path without its query.`;
    case 'expression':
      return `${show(text)} is a regular expression, and Envoy compares ${way} character by character: the paths that are meant do not match.`;
    case 'glob':
      return comparison === 'regex'
        ? `${show(text)} is a glob. In a regular expression "*" repeats what comes before it, and the expression must match the whole path, so the paths that are meant do not match.`
        : `${show(part)} in ${show(text)} is no wildcard: Envoy compares ${way} character by character, so the paths that are meant do not match.`;
    case 'parameter':
      return comparison === 'regex'
        ? `${show(part)} in ${show(text)} is no parameter in a regular expression, so the paths that are meant do not match.`
        : `${show(part)} in ${show(text)} is no parameter: Envoy compares ${way} character by character, so the paths that are meant do not match.`;
  }
}

/** In quotes where YAML would read a sign of it. */
function quoted(text: string): string {
  return /[^\w/.~-]/.test(text) ? `'${text.replace(/'/g, "''")}'` : text;
}
