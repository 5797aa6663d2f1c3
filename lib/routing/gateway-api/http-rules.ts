import type * as api from '../../../imports/gateway-api';
import type { HttpMatchRequest, HttpRoute } from '../../../imports/networking';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { backendPaths, Backends, wholeWeight } from './backends';
import { Filters, KNOWN_FILTERS, corsOf, redirectOf, rewriteOf } from './filters';
import { LeftOut } from './left-out';
import { ALL_PATHS, grpcMatch, httpMatch } from './matches';
import type { OriginRule } from './origins';

/** A route of requests. */
export type HttpLikeRoute =
  MeshObject<'gateway.networking.k8s.io/HTTPRoute'> | MeshObject<'gateway.networking.k8s.io/GRPCRoute'>;

/** A rule with one match at most. */
export interface ConvertedRule {
  readonly rule: HttpRoute;
  readonly origin: OriginRule;
}

/**
 * The rules of a route, one for each match; or why istiod leaves the whole route out (route_collections.go: HTTPRouteCollection,
 * GRPCRouteCollection; conversion.go: convertHTTPRoute, convertGRPCRoute).
 *
 * @param isMesh whether they are for the clients of a Service
 */
export function httpRules(mesh: Mesh, route: HttpLikeRoute, isMesh: boolean): readonly ConvertedRule[] | LeftOut {
  const backends = new Backends(mesh, route, isMesh);
  const rules: ConvertedRule[] = [];
  for (const [i, rule] of rulesOf(route).entries()) {
    const body = ruleBody(route, rule, i, backends);
    if (body instanceof LeftOut) {
      return body;
    }
    const path = `spec.rules[${i}]`;
    const paths = backendPaths(path, rule.backendRefs);
    for (const [j, { match, given }] of matchesOf(route, rule).entries()) {
      rules.push({
        rule: { ...body, match: match && [match] },
        origin: { object: route, rule: path, match: given ? `${path}.matches[${j}]` : path, backends: paths },
      });
    }
  }
  return rules;
}

/** The same for one port of the Service (conversion.go: augmentPortMatch). */
export function forPort({ rule, origin }: ConvertedRule, port: number): ConvertedRule {
  const [match] = rule.match ?? [];
  return { rule: { ...rule, match: [{ ...match, port }] }, origin };
}

type Rule = api.HttpRouteRule | api.GrpcRouteRule;

/** With the rule that the API server writes into an HTTPRoute that has none. */
function rulesOf({ kind, spec }: HttpLikeRoute): readonly Rule[] {
  return spec.rules ?? (kind === 'HTTPRoute' ? [{}] : []);
}

function matchesOf(
  { kind }: HttpLikeRoute,
  { matches }: Rule,
): readonly { readonly match?: HttpMatchRequest; readonly given: boolean }[] {
  const given = matches !== undefined && matches.length > 0;
  const all =
    kind === 'HTTPRoute'
      ? ((matches ?? ALL_PATHS) as readonly api.HttpRouteMatch[]).map(httpMatch)
      : ((matches ?? []) as readonly api.GrpcRouteMatch[]).map(grpcMatch);
  return all.length === 0 ? [{ given }] : all.map((match) => ({ match, given }));
}

/** A rule without its matches, or why istiod leaves out the whole route. */
function ruleBody(route: HttpLikeRoute, rule: Rule, place: number, backends: Backends): HttpRoute | LeftOut {
  const path = `spec.rules[${place}]`;
  const filters = new Filters(rule.filters as readonly api.HttpRouteFilter[] | undefined);
  const refs = (rule.backendRefs ?? []) as readonly api.HttpBackendRef[];
  const mirrors = filters.mirrors.map((each) => backends.mirror(each));
  const redirect = filters.find('requestRedirect');
  const rewrite = filters.find('urlRewrite');
  const cors = filters.find('cors');
  const isEmpty = wholeWeight(refs) === 0 && redirect === undefined;
  const fault = filters.fault(KNOWN_FILTERS[route.kind as 'HTTPRoute' | 'GRPCRoute'], path);
  if (fault !== undefined) {
    return fault;
  }
  if (route.kind === 'GRPCRoute' && mirrors.includes(undefined)) {
    return new LeftOut(
      `${path}.filters`,
      'what gets a copy is not there, or may not be used',
      'Write a Service that is there, with a ReferenceGrant where it is in another namespace.',
      true,
    );
  }
  const destinations = isEmpty ? [] : backends.destinations(refs, path);
  if (destinations instanceof LeftOut) {
    return destinations;
  }
  return {
    name: rule.name ?? `${route.namespace}.${route.name}.${place}`,
    headers: filters.headers,
    redirect: redirect && redirectOf(redirect),
    rewrite: rewrite && rewriteOf(rewrite),
    corsPolicy: cors && corsOf(cors),
    mirrors: mirrors.flatMap((each) => each ?? []),
    ...limitsOf(rule),
    ...(isEmpty ? { directResponse: { status: 500 } } : { route: destinations }),
  };
}

/** Of the experimental channel. */
interface Retry {
  readonly codes?: readonly number[];
  readonly attempts?: number;
}

function limitsOf(rule: Rule): Pick<HttpRoute, 'timeout' | 'retries'> {
  const { timeouts, retry } = rule as api.HttpRouteRule & { readonly retry?: Retry };
  const perTry = given(timeouts?.backendRequest);
  const timeout = given(timeouts?.request);
  return retry === undefined ? { timeout: perTry ?? timeout } : { timeout, retries: retriesOf(retry, perTry) };
}

function retriesOf({ codes = [], attempts = 2 }: Retry, perTryTimeout: string | undefined): HttpRoute['retries'] {
  const retryOn = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled', ...codes].join(',');
  return { attempts, retryOn: attempts === 0 ? undefined : retryOn, perTryTimeout };
}

/** 0 is none. */
function given(duration: string | undefined): string | undefined {
  return duration === undefined || /^(0+(ms|s|m|h))+$/.test(duration) ? undefined : duration;
}
