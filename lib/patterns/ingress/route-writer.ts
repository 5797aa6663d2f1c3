import type { IConstruct } from 'constructs';
import type { Headers } from '../../../imports/networking';
import { Problems, show } from '../../core/problems';
import { resolvePort, resolveService } from '../../kubernetes/service-ref';
import type { IServiceLike } from '../../kubernetes/service-like';
import { Destination } from '../../networking/destination';
import type { HttpRouteOptions } from '../../networking/http-route';
import { WrittenHttpRoute, writeHttpRoute } from '../../networking/http-route';
import type { Release } from '../release/release';
import { isRelease } from '../release/release';
import type { IngressPolicy } from './ingress-route';
import { IngressRoute } from './ingress-route';

/** A route, written as the rules of a VirtualService. */
export interface WrittenRoute {
  readonly route: IngressRoute;
  readonly rules: HttpRouteOptions[];
  /** The release that the rules lead to. */
  readonly release?: Release;
}

/** What holds for all routes of an IngressedService. */
export interface RouteDefaults {
  readonly service: IServiceLike | string;
  readonly port?: number | string;
  readonly policy: IngressPolicy;
  /** The value of Strict-Transport-Security. */
  readonly hsts?: string;
}

/** Writes a route, or reports what is wrong with it. */
export function writeRoute(
  route: IngressRoute,
  defaults: RouteDefaults,
  scope: IConstruct,
  problems: Problems,
): WrittenRoute | undefined {
  if (!(route instanceof IngressRoute)) {
    problems.add('', `${show(route)} does not fit here. Write IngressRoute.prefix('/').`);
    return undefined;
  }
  const before = problems.list.length;
  const rule = route._rule(defaults.policy, problems);
  const base: HttpRouteOptions = { ...rule, headers: withHsts(rule.headers, defaults.hsts) };
  const { service, route: destinations, redirect, directResponse } = route._options;
  const answers = [
    service && 'service',
    destinations && 'route',
    redirect && 'redirect',
    directResponse && 'directResponse',
  ].filter(Boolean);
  if (answers.length > 1) {
    problems.add('', `${answers.join(' and ')} exclude each other. Write one of them.`);
    return undefined;
  }
  const asksService = [destinations, redirect, directResponse].every((answer) => answer === undefined);
  const target = asksService ? (service ?? defaults.service) : undefined;
  const port = asksService ? portOf(route, target, defaults, scope, problems) : undefined;
  if (problems.list.length > before || (asksService && port === undefined)) {
    return undefined;
  }
  const rules = rulesFor(base, target, port).map((options) => {
    const answered = target === undefined ? { ...options, redirect, directResponse, route: destinations } : options;
    return new WrittenHttpRoute(writeHttpRoute(answered, scope, problems)) as HttpRouteOptions;
  });
  return { route, rules, release: isRelease(target) ? target : undefined };
}

function rulesFor(base: HttpRouteOptions, target: IServiceLike | string | undefined, port?: number): HttpRouteOptions[] {
  if (target === undefined) {
    return [base];
  }
  return isRelease(target) ? target._httpRoutes(base, port) : [{ ...base, route: [Destination.service(target, { port })] }];
}

function portOf(
  route: IngressRoute,
  target: IServiceLike | string | undefined,
  defaults: RouteDefaults,
  scope: IConstruct,
  problems: Problems,
): number | undefined {
  const { service, port } = route._options;
  // The service of the construct is reported once, by the construct.
  const resolved = resolveService(target, scope, service === undefined ? new Problems() : problems, 'service');
  if (resolved === undefined) {
    return undefined;
  }
  const chosen = port ?? (service === undefined ? defaults.port : undefined);
  if (chosen === undefined && resolved.ports === undefined) {
    problems.add(
      'port',
      `the ports of Service "${resolved.name}" are not known. Write which one is meant: port: 80.`,
    );
    return undefined;
  }
  return resolvePort(chosen, resolved, problems, 'port');
}

function withHsts(headers: Headers | undefined, hsts: string | undefined): Headers | undefined {
  if (hsts === undefined) {
    return headers;
  }
  const set = { ...headers?.response?.set, 'Strict-Transport-Security': hsts };
  return { ...headers, response: { ...headers?.response, set } };
}
