import type { HttpRoute } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import { effectiveMatch } from '../../../istio/string-match';
import type { Verdict } from '../shared/errors-only';
import { portProblem } from '../shared/port';

/** @param path of the redirect */
export function checkRedirect({ redirect, match = [] }: HttpRoute, path: string, verdict: Verdict): void {
  if (redirect === undefined) {
    return;
  }
  const { uri = '', prefixRewrite = '', authority = '', scheme = '', redirectCode = 0, port, derivePort } = redirect;
  if (uri !== '' && prefixRewrite !== '') {
    verdict.error(
      `${path}.prefixRewrite`,
      'The redirect has uri and prefixRewrite, but only one of them can be the new path.',
      'Keep uri for a whole path, or prefixRewrite for the part that matched.',
    );
  }
  if (
    prefixRewrite !== '' &&
    match.some(({ uri: given }) => given !== undefined && effectiveMatch(given)?.way !== 'prefix')
  ) {
    verdict.error(
      `${path}.prefixRewrite`,
      'prefixRewrite replaces the matched prefix, but a match of this route is not a prefix match.',
      'Write uri.prefix in all matches of the route, or uri in the redirect.',
    );
  }
  if ([uri, prefixRewrite, authority, scheme].every((text) => text === '') && (port ?? derivePort) === undefined) {
    verdict.error(
      path,
      'The redirect sends clients back to the same URL: it has no uri, prefixRewrite, authority, scheme or port.',
      'Write at least one of them.',
    );
  }
  if (redirectCode !== 0 && (redirectCode < 300 || redirectCode > 399)) {
    verdict.error(
      `${path}.redirectCode`,
      `The code is ${redirectCode}, but only 300 to 399 are redirects.`,
      'Write 301, 302, 303, 307 or 308.',
    );
  }
  if (!['', 'http', 'https'].includes(scheme)) {
    verdict.error(`${path}.scheme`, `The scheme is ${show(scheme)}.`, 'Write http or https.');
  }
  const problem = derivePort === undefined && (port ?? 0) > 0 ? portProblem(port) : undefined;
  if (problem !== undefined) {
    verdict.error(`${path}.port`, `The port ${problem}`, 'Write the port for the clients, or remove port.');
  }
}
