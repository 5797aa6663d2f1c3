import type { HttpPathModifier, HttpRouteRule } from '../../../../imports/gateway-api';
import type { MatchedPath } from '../../../istio/path-rewrite';
import { slashMistake } from '../../../istio/path-rewrite';
import type { Mesh } from '../../../mesh/reading/mesh';
import type { Reporter } from '../../check';
import type { Mistake } from './words';
import { wordsFor } from './words';

/** What HTTPRoutes put in the place of a prefix. */
export function checkHttpRoutes(mesh: Mesh, report: Reporter): void {
  for (const object of mesh.all('gateway.networking.k8s.io/HTTPRoute')) {
    (object.spec.rules ?? []).forEach((rule, i) => {
      const all = matchedPaths(rule);
      (rule.filters ?? []).forEach(({ urlRewrite, requestRedirect }, j) => {
        const uri = urlRewrite === undefined ? replaced(requestRedirect?.path) : rewritten(urlRewrite.path);
        const mistakes = (uri === undefined ? [] : all).flatMap((matched, at): Mistake | readonly Mistake[] => {
          const mistake = slashMistake(matched, { uri });
          return mistake === undefined
            ? []
            : { change: { uri }, mistake, matched, place: `spec.rules[${i}].matches[${at}]` };
        });
        if (mistakes.length > 0) {
          const isRedirect = urlRewrite === undefined;
          const { fix, ...words } = wordsFor(mistakes, all, isRedirect);
          report({
            code: 'CDI0120',
            object,
            path: `spec.rules[${i}].filters[${j}].${isRedirect ? 'requestRedirect' : 'urlRewrite'}.path.replacePrefixMatch`,
            ...words,
            fix:
              !isRedirect && mistakes[0].mistake.kind === 'glued'
                ? BEFORE_ALL
                : fix.replace(/^Write \w+:/, 'Write replacePrefixMatch:'),
          });
        }
      });
    });
  }
}

/** istiod drops the slash that would be right. */
const BEFORE_ALL =
  'Match longer prefixes, or write a VirtualService with rewrite: { uri } that ends with a slash: in an HTTPRoute istiod drops the slash at the end of replacePrefixMatch.';

/** A rule without matches takes everything. */
function matchedPaths({ matches = [] }: HttpRouteRule): readonly MatchedPath[] {
  return (matches.length === 0 ? [{}] : matches).flatMap(({ path: { type = 'PathPrefix', value = '/' } = {} }) =>
    type === 'PathPrefix' ? { way: 'segments', text: value } : [],
  );
}

function replaced(path: HttpPathModifier | undefined): string | undefined {
  return path?.type === 'ReplacePrefixMatch' ? path.replacePrefixMatch : undefined;
}

/** A slash at the end does not count, and the root removes the prefix (pilot/pkg/config/kube/gateway/conversion.go: createRewriteFilter). */
function rewritten(path: HttpPathModifier | undefined): string | undefined {
  const uri = replaced(path)?.replace(/\/$/, '');
  return uri === '' ? undefined : uri;
}
