import type { IConstruct } from 'constructs';
import { Problems } from '../../core/problems';
import { kebabCase } from '../../kubernetes/names';
import type { Destination, SubsetDestinationOptions } from '../../networking/destination';
import { Destination as To } from '../../networking/destination';
import { takesEverything } from '../../istio/http-match';
import { HttpMatch } from '../../networking/http-match';
import type { HttpMirror, HttpRouteOptions } from '../../networking/http-route';
import type { Subset } from '../../networking/subset';
import type { ReleaseRouting } from './release';
import type { ReleaseDraft, ReleaseInput } from './release-method';
import type { StickyCookie } from './sticky-cookie';

/** A version as a place for requests: a subset, or a Service of its own. */
export interface Target {
  /** Stands in the names of rules and in cookies. */
  readonly name: string;
  to(options: SubsetDestinationOptions): Destination;
}

export function subsetTarget(subset: Subset): Target {
  return { name: subset.name, to: (options) => To.subset(subset, options) };
}

/** How the requests of a release are shared. */
export interface Share {
  readonly stable: Target;
  readonly canary: Target;
  /** Percent for the canary. */
  readonly weight: number;
  readonly always: HttpMatch[];
  readonly sticky?: StickyCookie;
  /** Percent of the requests that is copied to the canary. */
  readonly mirror?: number;
}

/** Whether a cookie has an effect: with a split of 0 or 100 it would keep clients with a version that gets nothing any more, or not yet. */
export function isSticky({ sticky, weight }: Share): boolean {
  return sticky !== undefined && weight > 0 && weight < 100;
}

/** Requests that always go to the canary first, then those of clients with a cookie, then the split. */
export function splitRouting(input: ReleaseInput, share: Share): ReleaseRouting {
  const { stable, canary, weight } = share;
  const sticky = isSticky(share) ? share.sticky : undefined;
  return {
    rules: (base, givenPort) => {
      const port = givenPort ?? input.port;
      const name = ruleName(base, input);
      const { path } = input.scope.node;
      const weighted = (target: Target, percent: number): Destination =>
        target.to({
          port,
          weight: percent,
          headers: sticky && { response: { add: { 'Set-Cookie': sticky._setCookie(target.name) } } },
        });
      const kept = (target: Target): HttpRouteOptions[] =>
        sticky === undefined
          ? []
          : [
              {
                route: [target.to({ port })],
                ...base,
                name: `${name}-stay-${target.name}`,
                match: cross(base.match, [sticky._match(target.name)], input.scope, () => `sticky of ${path}`),
              },
            ];
      return [
        ...(share.always.length === 0
          ? []
          : [
              {
                route: [canary.to({ port })],
                ...base,
                name: `${name}-always-${canary.name}`,
                match: cross(base.match, share.always, input.scope, (i) => `alwaysCanary[${i}] of ${path}`),
              },
            ]),
        ...kept(canary),
        ...kept(stable),
        {
          route: [weighted(stable, 100 - weight), weighted(canary, weight)],
          ...base,
          name,
          mirrors: withMirror(base.mirrors, share.mirror, canary.to({ port })),
        },
      ].filter(({ match }) => match?.length !== 0);
    },
  };
}

/** Every request to one subset, or with none to the whole Service. */
export function wholeRouting(input: ReleaseInput, subset: Subset | undefined): ReleaseRouting {
  return {
    rules: (base, givenPort) => [
      {
        route: [
          subset === undefined
            ? To.service(input.service, { port: givenPort ?? input.port })
            : To.subset(subset, { port: givenPort ?? input.port }),
        ],
        ...base,
        name: ruleName(base, input),
      },
    ],
  };
}

/** A release is for one port: requests for another one go to the whole Service, at gateways as in the mesh. */
export function onItsPort(input: ReleaseInput, routing: ReleaseRouting): ReleaseRouting {
  const whole = wholeRouting(input, undefined);
  return {
    rules: (base, port) =>
      (port === undefined || input.port === undefined || port === input.port ? routing : whole).rules(base, port),
    boundTo: (virtualService) => routing.boundTo?.(virtualService),
  };
}

/** The rules for callers in the mesh. */
export function meshRules(input: ReleaseInput, routing: ReleaseRouting): HttpRouteOptions[] {
  const { timeout, retries, headers } = input.props;
  // With every key that a rule says anew, because V8 gives every object that gets a key after a spread a hidden class of its own.
  const base = { name: input.name, match: meshMatch(input), mirrors: undefined, timeout, retries, headers };
  return [...routing.rules(base, input.port), ...otherPorts(input)];
}

/** The rules of a Service are for all of its ports, and the release is only for one. */
export function meshMatch({ service, port }: ReleaseDraft): HttpMatch[] | undefined {
  return (service?.ports ?? []).length < 2 ? undefined : [HttpMatch.of({ port })];
}

function otherPorts(input: ReleaseInput): HttpRouteOptions[] {
  return (input.service.ports ?? [])
    .filter(({ port }) => port !== input.port)
    .map(({ port }) => ({
      name: `${input.name}-port-${port}`,
      match: [HttpMatch.of({ port })],
      route: [To.service(input.service, { port })],
    }));
}

/** The name of a rule, which is the same from commit to commit: Argo Rollouts finds the rule by it. */
function ruleName(base: HttpRouteOptions, input: ReleaseInput): string {
  return base.name ?? kebabCase(`${input.name} ${pathOf(base.match?.[0], input.scope)}`);
}

function pathOf(match: HttpMatch | undefined, scope: IConstruct): string {
  const uri = match?._toJson(new Problems(), scope).uri;
  return uri?.exact ?? uri?.prefix ?? uri?.regex ?? '';
}

/**
 * Requests for which one of each list holds; empty if there are none.
 *
 * @param origin where one of the others stands
 */
function cross(
  base: HttpMatch[] | undefined,
  others: HttpMatch[],
  scope: IConstruct,
  origin: (index: number) => string,
): HttpMatch[] {
  const asked = (base ?? []).filter((match) => !takesEverything(match._toJson(new Problems(), scope)));
  return asked.length < (base ?? []).length || asked.length === 0
    ? others
    : asked
        .flatMap((match) => others.map((other, i) => match._and(other, origin(i))))
        .filter((match) => !match._impossible);
}

function withMirror(
  mirrors: HttpMirror[] | undefined,
  percentage: number | undefined,
  destination: Destination,
): HttpMirror[] | undefined {
  return percentage === undefined ? mirrors : [...(mirrors ?? []), { destination, percentage }];
}
