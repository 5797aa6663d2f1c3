import type { PathChange } from '../../istio/path-rewrite';
import { matchedPath, slashMistake } from '../../istio/path-rewrite';
import { MatchIndex } from '../../istio/match-index';
import type { HttpRule } from '../../mesh/delegates';
import { allHttpRules, placeOfField } from '../../mesh/delegates';
import type { VirtualService } from '../../mesh/virtual-services';
import type { Check } from '../check';
import { checkHttpRoutes } from './rewrite-slashes/http-routes';
import type { Mistake } from './rewrite-slashes/words';
import { wordsFor } from './rewrite-slashes/words';

/** Rewrites and redirects whose text does not end as the prefix does that it replaces. */
export const rewriteSlashes: Check = {
  name: 'rewrite-slashes',
  mirrors: [
    'pilot/pkg/networking/core/route/route.go: TranslateRoute',
    'pilot/pkg/config/kube/gateway/conversion.go: createRewriteFilter',
  ],
  codes: {
    CDI0120: {
      name: 'RewriteBreaksSlashes',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A rewrite or redirect doubles a slash of the path, or drops one.',
      explanation:
        'With a prefix match, Envoy puts `rewrite.uri` in the place of the prefix, letter by letter, and keeps the rest of the path. If the prefix has no slash at the end and the new text has one, `/api/items` becomes `//items`: most applications do not know this path and answer 404, or redirect. If only the prefix ends with a slash, `/api/items` becomes `/v2items`. A rule without a match on the path has the prefix `/`. The same holds for `redirect.prefixRewrite`. An HTTPRoute compares and replaces whole segments, so ReplacePrefixMatch in a URLRewrite fits a prefix such as `/api`, with or without a slash at the end; only the prefix `/` is replaced letter by letter, and a RequestRedirect keeps a slash at the end of its text. Requests that an earlier match takes do not count: a match for `/api/` before one for `/api` is right with `rewrite.uri: /`.',
      remedy:
        'End the new text as the prefix ends; to remove a prefix, match `prefix: /api/` and `exact: /api` with `rewrite.uri: /`.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite',
        'https://github.com/istio/istio/issues/8076',
        'https://github.com/istio/istio/issues/26828',
      ],
    },
  },
  run(mesh, report) {
    const told = new Map<VirtualService, Set<string>>();
    for (const { source, rules } of allHttpRules(mesh)) {
      if (!rules.some(({ rule }) => fieldsOf(rule).length > 0)) {
        continue;
      }
      const earlier = new MatchIndex<true>();
      for (const rule of rules) {
        const mistakes: Mistake[] = [];
        const fields = fieldsOf(rule.rule);
        for (const each of rule.matches.length === 0 ? [undefined] : rule.matches) {
          const match = each?.match ?? {};
          for (const [, change] of fields) {
            const mistake = slashMistake(
              matchedPath(match),
              change,
              (uri) => earlier.covering({ ...match, uri }) === true,
            );
            if (mistake !== undefined) {
              mistakes.push({ change, mistake, matched: matchedPath(match), place: each?.delegatePath ?? each?.path });
            }
          }
          earlier.add(match, true);
        }
        if (mistakes.length > 0) {
          const [[field]] = fields;
          const [name, part] = field.split('.') as ['rewrite' | 'redirect', string];
          const { object, path } = placeOfField(source, rule, name);
          const paths = told.get(object) ?? new Set();
          told.set(object, paths);
          if (paths.size < paths.add(path).size) {
            report({
              code: 'CDI0120',
              object,
              path: `${path}.${part}`,
              ...wordsFor(
                mistakes,
                rule.matches.map(({ match }) => matchedPath(match)),
                field === 'redirect.prefixRewrite',
              ),
            });
          }
        }
      }
    }
    checkHttpRoutes(mesh, report);
  },
};

type Field = 'rewrite.uri' | 'rewrite.uriRegexRewrite' | 'redirect.prefixRewrite';

/** What a rule puts in the place of a part of the path. */
function fieldsOf({ rewrite, redirect }: HttpRule['rule']): readonly (readonly [Field, PathChange])[] {
  // A redirect answers, and nothing is sent on that could be rewritten.
  if (redirect !== undefined) {
    const { prefixRewrite = '' } = redirect;
    return prefixRewrite === '' ? [] : [['redirect.prefixRewrite', { uri: prefixRewrite }]];
  }
  if (rewrite?.uriRegexRewrite !== undefined) {
    return [['rewrite.uriRegexRewrite', rewrite]];
  }
  return (rewrite?.uri ?? '') === '' ? [] : [['rewrite.uri', rewrite!]];
}
