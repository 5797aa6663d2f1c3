import { show } from '../../core/problems';
import { HTTP_METHODS } from '../../istio/http-methods';
import { regexExcludes } from '../../istio/regex';
import type { RequestPart } from '../../istio/request-parts';
import { partInHeader, partMeant } from '../../istio/request-parts';
import type { TextCondition } from '../../istio/string-match';
import { valueCondition } from '../../istio/string-match';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { httpRulesOf } from '../../mesh/virtual-services';
import type { Check, Wording } from '../check';

/** Matches of routes that look for a part of the request among its headers, and compare something else. */
export const headerMatches: Check = {
  name: 'header-matches',
  mirrors: ['pilot/pkg/networking/core/route/route.go: TranslateRouteMatch, translateHeaderMatch'],
  codes: {
    CDI0139: {
      name: 'RequestPartAsHeader',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A match looks for the path or the method among the headers, and compares something else.',
      explanation:
        'Names such as `method`, `path`, `uri`, `authority` and `scheme` without a colon are headers like any other. Unless clients really send a header of this name, a match on one fits no request, and one in `withoutHeaders` leaves nothing out. (The reference says that Istio ignores these keys. It does not.) With a colon they are parts of the request: `:path` is the path with its query, so `/login` does not fit `/login?next=/`; `:method` is compared with its case; `:status` is in no request. Requests that the match misses take a later route, or get 404.',
      remedy:
        'Use the fields for them: `uri`, `method`, `authority` and `scheme`, or in an HTTPRoute `path` and `method`.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest',
        'https://www.rfc-editor.org/rfc/rfc9113#section-8.3.1',
      ],
    },
  },
  run(mesh, report) {
    for (const { object, path, ...asked } of [...ofVirtualServices(mesh), ...ofHttpRoutes(mesh)]) {
      const words = wordsFor(asked);
      if (words !== undefined) {
        report({ code: 'CDI0139', object, path, ...words });
      }
    }
  },
};

interface AskedHeader {
  readonly name: string;
  /** Undefined where the header only has to be there. */
  readonly condition?: TextCondition;
  /** Whether it must not be so. */
  readonly without: boolean;
  /** A condition on a part of the request as the kind writes it; undefined where it has no field for it. */
  readonly write: (part: RequestPart, condition: TextCondition) => string | undefined;
}

interface PlacedHeader extends AskedHeader {
  readonly object: MeshObject;
  readonly path: string;
}

function ofVirtualServices(mesh: Mesh): PlacedHeader[] {
  return mesh.all('networking.istio.io/VirtualService').flatMap((object) =>
    httpRulesOf(object).flatMap(({ matches }) =>
      matches.flatMap(({ match, path }) =>
        (['headers', 'withoutHeaders'] as const).flatMap((field) =>
          Object.entries(match[field] ?? {}).map(([name, value]): PlacedHeader => ({
            object,
            path: `${path}.${field}.${name}`,
            name,
            condition: valueCondition(value),
            without: field === 'withoutHeaders',
            write: (part, { way, text }) => {
              const value = `{ ${way}: ${quoted(text)} }`;
              return field === 'withoutHeaders'
                ? `':${part}': ${value} in withoutHeaders`
                : `${part === 'path' ? 'uri' : part}: ${value} beside headers`;
            },
          })),
        ),
      ),
    ),
  );
}

function ofHttpRoutes(mesh: Mesh): PlacedHeader[] {
  return mesh.all('gateway.networking.k8s.io/HTTPRoute').flatMap((object) =>
    (object.spec.rules ?? []).flatMap(({ matches = [] }, i) =>
      matches.flatMap(({ headers = [] }, j) =>
        headers.map(({ name, value, type = 'Exact' }, k): PlacedHeader => ({
          object,
          path: `spec.rules[${i}].matches[${j}].headers[${k}]`,
          name,
          condition: { way: type === 'Exact' ? 'exact' : 'regex', text: value },
          without: false,
          write: writeInHttpRoute,
        })),
      ),
    ),
  );
}

function writeInHttpRoute(part: RequestPart, { way, text }: TextCondition): string | undefined {
  switch (part) {
    case 'path':
      return `path: { type: ${way === 'exact' ? 'Exact' : 'RegularExpression'}, value: ${quoted(text)} } beside headers`;
    case 'method':
      return HTTP_METHODS.includes(text.toUpperCase()) ? `method: ${text.toUpperCase()} beside headers` : undefined;
    case 'authority':
      return way === 'exact' ? `${quoted(text)} in hostnames of the route` : undefined;
    default:
      return undefined;
  }
}

function wordsFor({ name, condition, without, write }: AskedHeader): Wording | undefined {
  const never = without ? 'so this leaves no request out' : 'so no request fits this match';
  const meant = partMeant(name);
  if (meant !== undefined) {
    const instead = condition && write(meant, asCompared(meant, condition));
    return {
      message: `${show(name)} is a header like any other here, not the ${meant} of the request. Unless clients really send a header of this name, ${without ? 'this leaves no request out' : 'no request fits this match'}.`,
      fix: `${instead === undefined ? 'Remove it' : `Write ${instead}, or remove it`}. Leave it if clients send such a header.`,
    };
  }
  switch (partInHeader(name)) {
    case 'status':
      return { message: `Requests have no ":status", ${never}.`, fix: 'Remove it.' };
    case 'method':
      return condition === undefined ? undefined : methodWords(condition, never, write);
    case 'path':
      return condition === undefined ? undefined : pathWords(condition, without, write);
    default:
      return undefined;
  }
}

function methodWords(condition: TextCondition, never: string, write: AskedHeader['write']): Wording | undefined {
  const compared = asCompared('method', condition);
  return compared.text === condition.text
    ? undefined
    : {
        message: `Methods are case-sensitive, and clients do not write ${condition.text}, ${never}.`,
        fix: `Write ${write('method', compared)}.`,
      };
}

function pathWords({ way, text }: TextCondition, without: boolean, write: AskedHeader['write']): Wording | undefined {
  if (way === 'prefix' || (way === 'exact' ? text.includes('?') : !regexExcludes(text, '?'))) {
    return undefined;
  }
  const withQuery = way === 'exact' ? text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&') : `(${text})`;
  return {
    message: `":path" is the path with its query: a request ${way === 'exact' ? `for ${text} ` : 'for such a path '}that has a query does not fit${without ? ', so it is not left out' : ''}.`,
    fix: without
      ? `Write ${write('path', { way: 'regex', text: `${withQuery}(\\?.*)?` })}.`
      : `Write ${write('path', { way, text })}.`,
  };
}

/** A condition as it fits the part of requests that is meant: methods in capitals. */
function asCompared(part: RequestPart, { way, text }: TextCondition): TextCondition {
  const capitals = text.toUpperCase();
  return { way, text: part === 'method' && way !== 'regex' && HTTP_METHODS.includes(capitals) ? capitals : text };
}

/** In quotes where YAML would read a sign of it. */
function quoted(text: string): string {
  return /^[\w/.~-]+$/.test(text) ? text : `'${text.replace(/'/g, "''")}'`;
}
