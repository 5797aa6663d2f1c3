import type { PolicyAction } from '../../istio/authorization-match';
import type { AuthorizationPolicy } from '../../mesh/authorization';

/** What follows where a value of a list matches no request. */
const NEVER: Readonly<Record<PolicyAction, string>> = {
  ALLOW: 'Requests that it should allow get 403, unless another rule allows them.',
  DENY: 'Requests that it should deny get through.',
  AUDIT: 'Requests that it should log are not logged.',
  CUSTOM: 'The authorizer is not asked about the requests that are meant.',
};

/** What follows where a value that should be left out matches no request. */
const ALWAYS: Readonly<Record<PolicyAction, string>> = {
  ALLOW: 'Requests that it should leave out are allowed too.',
  DENY: 'Requests that it should leave out are denied too.',
  AUDIT: 'Requests that it should leave out are logged too.',
  CUSTOM: 'The authorizer is asked about the requests that should be left out, too.',
};

export function actionOf({ spec }: AuthorizationPolicy): PolicyAction {
  return spec.action ?? 'ALLOW';
}

/** What follows from a value that matches nothing, in a list such as `paths` or `notPaths`. */
export function unmatchedEffect(policy: AuthorizationPolicy, field: string): string {
  return (/^not[A-Z]/.test(field) ? ALWAYS : NEVER)[actionOf(policy)];
}
