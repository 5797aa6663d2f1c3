import type { IConstruct } from 'constructs';
import type { Headers } from '../../../imports/networking';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import type { ResolvedService } from '../../kubernetes/service-ref';
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
  /** The same, if it is right. */
  readonly resolved?: ResolvedService;
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
  const before = problems.count;
  const policy = route._rule(defaults.policy, problems);
  const base: HttpRouteOptions = { ...policy, headers: withHsts(policy.headers, defaults.hsts) };
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
  const endpoint = asksService ? endpointOf(route, target, defaults, scope, problems) : undefined;
  if (problems.count > before || (asksService && endpoint === undefined)) {
    return undefined;
  }
  const release = isRelease(target) ? target : undefined;
  let rules: HttpRouteOptions[];
  if (endpoint === undefined) {
    rules = [{ ...base, redirect, directResponse, route: destinations }];
  } else if (release === undefined) {
    rules = [{ ...base, route: [Destination.service(endpoint.service, { port: endpoint.port })] }];
  } else {
    rules = release._httpRoutes(base, endpoint.port);
  }
  const written = rules.map((rule) => new WrittenHttpRoute(writeHttpRoute(rule, scope, problems)) as HttpRouteOptions);
  return { route, rules: written, release };
}

function endpointOf(
  route: IngressRoute,
  target: IServiceLike | string | undefined,
  defaults: RouteDefaults,
  scope: IConstruct,
  problems: Problems,
): { service: ResolvedService; port: number } | undefined {
  const { service: own, port } = route._options;
  // The service of the construct is reported once, by the construct.
  const service = own === undefined ? defaults.resolved : resolveService(target, scope, problems, 'service');
  if (service === undefined) {
    return undefined;
  }
  const chosen = port ?? (own === undefined ? defaults.port : undefined);
  if (chosen === undefined && service.ports === undefined) {
    problems.add('port', `the ports of Service "${service.name}" are not known. Write which one is meant: port: 80.`);
    return undefined;
  }
  const number = resolvePort(chosen, service, problems, 'port');
  return number === undefined ? undefined : { service, port: number };
}

function withHsts(headers: Headers | undefined, hsts: string | undefined): Headers | undefined {
  if (hsts === undefined) {
    return headers;
  }
  const set = { ...headers?.response?.set, 'Strict-Transport-Security': hsts };
  return { ...headers, response: { ...headers?.response, set } };
}
