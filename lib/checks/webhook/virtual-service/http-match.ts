import type { HttpMatchRequest } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import type { Verdict } from '../shared/errors-only';
import { PSEUDO_HEADERS } from '../../../istio/request-parts';
import { isTokenClaim } from '../../../istio/token-claims';
import { headerNameProblem } from '../shared/header';
import { isDnsLabel } from '../../../istio/domain-name';
import { checkLabels } from '../shared/labels';
import { checkGatewayNames } from './gateway-names';
import { checkMatchPort } from './l4-routes';
import { checkRegexMatch, checkStringMatch } from './string-match';

export function checkHttpMatch(match: HttpMatchRequest, path: string, verdict: Verdict): void {
  const { headers = {}, withoutHeaders = {}, queryParams = {}, sourceNamespace = '' } = match;
  for (const [name, value] of Object.entries(headers)) {
    checkHeaderName(name, `${path}.headers.${name}`, verdict);
    checkStringMatch(value, `${path}.headers.${name}`, verdict);
  }
  for (const [name, value] of Object.entries(withoutHeaders)) {
    checkHeaderName(name, `${path}.withoutHeaders.${name}`, verdict);
    // A star alone is no expression here: it stands for any value.
    if (value.regex !== '*') {
      checkStringMatch(value, `${path}.withoutHeaders.${name}`, verdict);
    }
  }
  // Every path has the empty prefix, and Envoy takes it.
  checkRegexMatch(match.uri, `${path}.uri`, verdict);
  for (const field of ['scheme', 'method', 'authority'] as const) {
    checkStringMatch(match[field], `${path}.${field}`, verdict);
  }
  for (const [name, value] of Object.entries(queryParams)) {
    checkStringMatch(value, `${path}.queryParams.${name}`, verdict);
  }
  checkMatchPort(match.port ?? 0, path, verdict);
  checkLabels(match.sourceLabels, `${path}.sourceLabels`, verdict);
  checkGatewayNames(match.gateways, `${path}.gateways`, verdict);
  if (sourceNamespace !== '' && !isDnsLabel(sourceNamespace)) {
    verdict.error(
      `${path}.sourceNamespace`,
      `${show(sourceNamespace)} is not the name of a namespace.`,
      'Write the namespace of the clients.',
    );
  }
}

function checkHeaderName(name: string, path: string, verdict: Verdict): void {
  const problem = isTokenClaim(name) || PSEUDO_HEADERS.has(name) ? undefined : headerNameProblem(name);
  if (problem !== undefined) {
    verdict.error(path, `The name of the header ${problem}`, 'Write the name of a header.');
  }
}
