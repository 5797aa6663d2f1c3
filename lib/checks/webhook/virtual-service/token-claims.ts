import type { HttpRoute } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import { isTokenClaim } from '../../../istio/token-claims';
import type { WebhookVerdict } from '../webhook-check';
import type { RouteContext } from './route-context';

/** Only gateways route by the claims of a token. */
export function checkTokenClaims(
  routes: readonly HttpRoute[],
  { forGateways }: RouteContext,
  verdict: WebhookVerdict,
): void {
  if (forGateways) {
    return;
  }
  for (const [i, { match = [] }] of routes.entries()) {
    for (const [j, { headers = {}, withoutHeaders = {} }] of match.entries()) {
      for (const [field, names] of Object.entries({ headers, withoutHeaders })) {
        for (const name of Object.keys(names).filter(isTokenClaim)) {
          verdict.error(
            `spec.http[${i}].match[${j}].${field}.${name}`,
            `The match is on a token claim, ${show(name)}. Only gateways support that, not the sidecars of "mesh".`,
            'Write gateways, without "mesh" among them, or remove this header.',
          );
        }
      }
    }
  }
}
