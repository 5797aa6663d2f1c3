import type { HttpRoute } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import { durationProblem } from '../shared/duration';
import { errorsOnly } from '../shared/errors-only';
import { checkHeaders, isAuthorityHeader } from '../shared/header';
import type { WebhookVerdict } from '../webhook-check';
import { checkCorsPolicy } from './cors-policy';
import { checkDestination, checkDestinations } from './destination';
import { checkDirectResponse } from './direct-response';
import { checkFault } from './fault';
import { checkHttpMatch } from './http-match';
import { checkMirrors } from './mirrors';
import { checkRedirect } from './redirect';
import { checkRetries } from './retries';
import { checkRewrite } from './rewrite';
import type { RouteContext } from './route-context';

export function checkHttpRoute(route: HttpRoute, path: string, context: RouteContext, verdict: WebhookVerdict): void {
  checkConflicts(route, path, context, verdict);
  (route.match ?? []).forEach((match, i) => checkHttpMatch(match, `${path}.match[${i}]`, errorsOnly(verdict)));
  checkHeaders(route.headers, `${path}.headers`, verdict);
  checkCorsPolicy(route.corsPolicy, `${path}.corsPolicy`, verdict);
  checkFault(route.fault, `${path}.fault`, verdict);
  checkMirrors(route, path, verdict);
  checkDestination(route.mirror, `${path}.mirror`, verdict);
  checkRedirect(route, `${path}.redirect`, verdict);
  checkDirectResponse(route.directResponse, `${path}.directResponse`, verdict);
  checkRetries(route.retries, `${path}.retries`, verdict);
  checkRewrite(route.rewrite, `${path}.rewrite`, verdict);
  checkAuthority(route, path, verdict);
  checkDestinations(route.route, `${path}.route`, context, verdict);
  const problem = route.timeout === undefined ? undefined : durationProblem(route.timeout);
  if (problem !== undefined) {
    verdict.error(
      `${path}.timeout`,
      `The timeout ${problem}`,
      'Write a duration such as 5s; without timeout there is none.',
    );
  }
}

/** What a route does with a request is one of several things. */
function checkConflicts(route: HttpRoute, path: string, context: RouteContext, verdict: WebhookVerdict): void {
  const { redirect, directResponse, delegate, mirror, mirrors = [] } = route;
  const hasRoute = (route.route ?? []).length > 0;
  if (delegate !== undefined && !context.delegate) {
    checkNothingElse({ redirect, route: hasRoute || undefined }, path, verdict);
    return;
  }
  if (delegate !== undefined) {
    verdict.error(
      `${path}.delegate`,
      'The VirtualService has no hosts, so it is a delegate, and a delegate cannot delegate again.',
      'Write route, redirect or directResponse here, or let the first VirtualService delegate to both.',
    );
  }
  const action = redirect !== undefined ? 'redirect' : directResponse !== undefined ? 'directResponse' : undefined;
  if (action !== undefined) {
    const others = {
      route: hasRoute || undefined,
      fault: route.fault,
      rewrite: route.rewrite,
      directResponse: action === 'redirect' ? directResponse : undefined,
    };
    checkAlone(action, others, path, verdict);
  } else if (!hasRoute) {
    verdict.error(
      path,
      'The route has no route, redirect or directResponse.',
      'Write route with one destination or more, or one of the other two.',
    );
  }
  if (mirror !== undefined && mirrors.length > 0) {
    verdict.error(
      `${path}.mirror`,
      'The route has mirror and mirrors, but only one of them applies.',
      'Move mirror into mirrors, as {destination: {...}}.',
    );
  }
}

function checkNothingElse(others: Record<string, unknown>, path: string, verdict: WebhookVerdict): void {
  for (const field of present(others)) {
    verdict.error(
      `${path}.${field}`,
      `The route delegates to another VirtualService, but also has ${field}.`,
      `Remove ${field}, or remove delegate: the other VirtualService decides what happens to requests.`,
    );
  }
}

function checkAlone(action: string, others: Record<string, unknown>, path: string, verdict: WebhookVerdict): void {
  for (const field of present(others)) {
    verdict.error(
      `${path}.${field}`,
      `The route has ${action} and ${field}: ${action} answers requests without forwarding them, so ${field} has no effect.`,
      `Remove ${field} or ${action}, or write two routes with different matches.`,
    );
  }
}

function present(fields: Record<string, unknown>): string[] {
  return Object.keys(fields).filter((field) => fields[field] !== undefined);
}

/** The host of requests is changed at one place only. */
function checkAuthority({ rewrite, headers }: HttpRoute, path: string, verdict: WebhookVerdict): void {
  let current = rewrite?.authority ?? '';
  let first = `${path}.rewrite.authority`;
  for (const operation of ['set', 'add'] as const) {
    for (const [name, value] of Object.entries(headers?.request?.[operation] ?? {})) {
      if (isAuthorityHeader(name)) {
        const at = `${path}.headers.request.${operation}.${name}`;
        if (current !== '') {
          verdict.error(
            at,
            `The host of requests is set to ${show(value)} here, and to ${show(current)} at ${first}.`,
            `Remove one of the two.`,
          );
        } else {
          [current, first] = [value, at];
        }
      }
    }
  }
}
