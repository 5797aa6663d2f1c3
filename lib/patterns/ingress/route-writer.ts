import type { IConstruct } from 'constructs';
import type { Headers, HttpMatchRequest } from '../../../imports/networking';
import { withGiven } from '../../core/given';
import { Problems, show } from '../../core/problems';
import { httpProblem } from '../../kubernetes/service-protocol';
import type { ResolvedService, ServiceInput } from '../../kubernetes/service-ref';
import { resolvePort, resolveService } from '../../kubernetes/service-ref';
import { Destination } from '../../networking/destination';
import type { HttpRouteOptions } from '../../networking/http-route';
import { WrittenHttpRoute, writeHttpRoute } from '../../networking/http-route';
import type { Release } from '../release/release';
import { asRelease } from '../release/release';
import type { IngressPolicy } from './ingress-route';
import { IngressRoute } from './ingress-route';

/** A route, written as the rules of a VirtualService. */
export interface WrittenRoute {
  readonly route: IngressRoute;
  /** Its place in what the user wrote. */
  readonly number: number;
  /** One of these must hold for its requests. */
  readonly matches: HttpMatchRequest[];
  readonly rules: HttpRouteOptions[];
  /** The release that the rules lead to. */
  readonly release?: Release;
  /** The Service that the rules lead to, where it is no release. */
  readonly plain?: PlainTarget;
}

/** A Service that a route names, and not the release of one. */
export interface PlainTarget {
  readonly service: ResolvedService;
  readonly port: number;
  /** As it was given. */
  readonly given: ServiceInput;
  /** Whether the route names it itself. */
  readonly own: boolean;
}

/** What holds for all routes of an IngressedService. */
export interface RouteDefaults {
  readonly service: ServiceInput;
  /** The same, if it is right. */
  readonly resolved?: ResolvedService;
  /** Its port, if that is right and a route needs it. */
  readonly port?: number;
  readonly policy: IngressPolicy;
  /** The value of Strict-Transport-Security. */
  readonly hsts?: string;
}

/** Writes a route, or reports what is wrong with it. */
export function writeRoute(
  route: IngressRoute,
  number: number,
  defaults: RouteDefaults,
  scope: IConstruct,
  allProblems: Problems,
): WrittenRoute | undefined {
  const problems = allProblems.in(`routes[${number}]`);
  if (!(route instanceof IngressRoute)) {
    problems.add('', `${show(route)} does not fit here. Write ${withGiven("IngressRoute.prefix('/')", route)}.`);
    return undefined;
  }
  const before = problems.count;
  const rule = route._rule(defaults.policy, problems);
  const base = defaults.hsts === undefined ? rule : { ...rule, headers: withHsts(rule.headers, defaults.hsts) };
  const { service, route: destinations, redirect, directResponse } = route._options;
  const asksService = destinations === undefined && redirect === undefined && directResponse === undefined;
  if (!asksService) {
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
  }
  const target = asksService ? (service ?? defaults.service) : undefined;
  const endpoint = asksService ? endpointOf(route, target, defaults, scope, problems) : undefined;
  if (problems.count > before || (asksService && endpoint === undefined)) {
    return undefined;
  }
  const release = asRelease(target);
  // What is new stands before the spread: V8 gives every object that gets a key after one a hidden class of its own.
  let rules: HttpRouteOptions[];
  if (endpoint === undefined) {
    rules = [{ redirect, directResponse, route: destinations, ...base }];
  } else if (release === undefined) {
    rules = [{ route: [Destination.service(endpoint.service, { port: endpoint.port })], ...base }];
  } else {
    rules = release._httpRoutes(base, endpoint.port);
  }
  // The rules of a release have much in common, and what is wrong with that is said once.
  const found = new Problems();
  const written = rules.map((one) => new WrittenHttpRoute(writeHttpRoute(one, scope, found)));
  if (found.count > 0) {
    problems.addAll([...new Map(found.list.map((problem) => [problem.field + problem.message, problem])).values()]);
    return undefined;
  }
  const matches = written.at(-1)!._json.match ?? [];
  const plain =
    endpoint === undefined || release !== undefined
      ? undefined
      : {
          service: endpoint.service,
          port: endpoint.port,
          given: service ?? defaults.service,
          own: service !== undefined,
        };
  return { route, number, matches, rules: written as HttpRouteOptions[], release, plain };
}

function endpointOf(
  route: IngressRoute,
  target: ServiceInput | undefined,
  defaults: RouteDefaults,
  scope: IConstruct,
  problems: Problems,
): { service: ResolvedService; port: number } | undefined {
  const { service: own, port } = route._options;
  // The service of the construct and its port are reported once, by the construct.
  const service = own === undefined ? defaults.resolved : resolveTarget(target, scope, problems);
  if (service === undefined) {
    return undefined;
  }
  const number = own === undefined && port === undefined ? defaults.port : choosePort(port, service, target, problems);
  return number === undefined ? undefined : { service, port: number };
}

/** The number of the port that is meant: the one that is named, that of the release, or the only one. */
export function choosePort(
  port: number | string | undefined,
  service: ResolvedService,
  target: ServiceInput | undefined,
  problems: Problems,
): number | undefined {
  const chosen = port ?? asRelease(target)?._port;
  if (chosen === undefined && service.ports === undefined) {
    problems.add('port', `the ports of Service "${service.name}" are not known. Write which one is meant: port: 80.`);
    return undefined;
  }
  const number = resolvePort(chosen, service, problems, 'port');
  const found = service.ports?.find((candidate) => candidate.port === number);
  const problem = found === undefined ? undefined : httpProblem(found);
  if (problem !== undefined) {
    problems.add('port', problem);
    return undefined;
  }
  return number;
}

/** Settles which Service is meant by the `service` of a construct or a route, where the release of one may stand too. */
export function resolveTarget(
  target: ServiceInput | undefined,
  scope: IConstruct,
  problems: Problems,
): ResolvedService | undefined {
  return resolveService(asRelease(target)?._released ?? target, scope, problems, 'service');
}

/** A route that says the header itself, in whatever spelling, is not said another one. */
function withHsts(headers: Headers | undefined, hsts: string): Headers | undefined {
  const said = [headers?.response?.set, headers?.response?.add].flatMap((given) => Object.keys(given ?? {}));
  if (said.some((name) => name.toLowerCase() === 'strict-transport-security')) {
    return headers;
  }
  const set = { ...headers?.response?.set, 'Strict-Transport-Security': hsts };
  return { ...headers, response: { ...headers?.response, set } };
}
