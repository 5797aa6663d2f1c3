import type { AskedRules } from '../routing/asked-rules';
import type { Call, Request } from '../routing/call';
import { Kind } from '../routing/partition/partition';
import { regexSamples } from '../routing/partition/regex-samples';
import type { ReachedKind } from '../routing/reachable/reached-kinds';
import { Divider } from '../routing/reachable/reached-kinds';
import type { Trace } from '../routing/trace';
import { traceWithRules } from '../routing/tracer';
import { fateOf, isSameFate } from './fate';
import type { JointWay } from './joint-ways';
import { callAt, unheard } from './joint-ways';
import type { Side, Sides } from './sides';
import { takesOtherTokens } from './other-tokens';

/** Requests that the rules of both sides treat alike. */
export interface JointKind {
  /** Undefined where nobody reads requests. */
  readonly kind?: Kind;
  /** What becomes of one of them, the same on both sides: one that shows a difference, where there is any. Undefined where none was found. */
  readonly traces?: Sides<Trace>;
}

/** Who calls, on either side. */
type From = Sides<Call['from']>;

/** All that a client can ask on a way, divided by the rules of both sides: by those before, and each kind of these by those after. */
export function jointKinds(sides: Sides<Side>, from: From, way: JointWay): readonly JointKind[] {
  const [before, after] = [new Tracing('before', sides, from, way), new Tracing('after', sides, from, way)];
  const { requests } = way.way;
  if (requests === undefined) {
    return [{ traces: { before: before.of(undefined).trace, after: after.of(undefined).trace } }];
  }
  return before
    .kindsOf(Kind.all(requests))
    .flatMap((old) =>
      old.kind!.approximate
        ? [{ kind: old.kind }]
        : after.kindsOf(old.kind!).map((own) => compared(old, own, before, after)),
    );
}

function compared(old: ReachedKind, own: ReachedKind, before: Tracing, after: Tracing): JointKind {
  const kind = own.kind!;
  const { request } = kind;
  if (request === undefined) {
    return { kind };
  }
  const tracesOf = (each: Request): Sides<Trace> => ({
    before: isSameRequest(old.trace?.call.request, each) ? old.trace! : before.of(each).trace,
    after: isSameRequest(own.trace?.call.request, each) ? own.trace! : after.of(each).trace,
  });
  const found = tracesOf(request);
  if (!isSameFate(fateOf(found.before), fateOf(found.after))) {
    return { kind, traces: found };
  }
  for (const probe of probesOf(kind, request, [...old.asked, ...own.asked])) {
    const traces = tracesOf(probe);
    if (!isSameFate(fateOf(traces.before), fateOf(traces.after))) {
      return { kind, traces };
    }
  }
  return { kind, traces: found };
}

function isSameRequest(a: Request | undefined, b: Request): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Requests of a kind that show what routes do to some requests and not to others: headers that are taken away, and paths that an expression
 * rewrites.
 */
function* probesOf(kind: Kind, request: Request, asked: readonly AskedRules[]): Generator<Request, void, undefined> {
  const { removed, expressions } = changesOf(asked);
  const more = removed.filter((name) => request.headers.every(([own]) => own !== name));
  const query = request.path.includes('?') ? request.path.slice(request.path.indexOf('?')) : '';
  const paths = expressions.flatMap(regexSamples).filter((path) => path.startsWith('/'));
  const probes = [...(more.length > 1 ? [more] : []), ...more.map((name) => [name])].map((names): Request => ({
    ...request,
    headers: [...request.headers, ...names.map((name) => [name, 'any'] as const)],
  }));
  for (const probe of [...probes, ...paths.map((path) => ({ ...request, path: path + query }))]) {
    if (kind.includes(probe)) {
      yield probe;
    }
  }
}

/** What the routes of virtual hosts do, whichever of them takes a request. */
function changesOf(asked: readonly AskedRules[]): {
  readonly removed: readonly string[];
  readonly expressions: readonly string[];
} {
  const removed = new Set<string>();
  const expressions = new Set<string>();
  const routes = new Set(asked.flatMap((each) => (each.kind === 'routes' ? each.host.routes : [])));
  for (const { rule } of routes) {
    const { rewrite, headers, route = [] } = rule?.rule ?? {};
    for (const { request } of [headers ?? {}, ...route.map((each) => each.headers ?? {})]) {
      request?.remove?.forEach((name) => removed.add(name.toLowerCase()));
    }
    const { match } = rewrite?.uriRegexRewrite ?? {};
    if (match !== undefined) {
      expressions.add(match);
    }
  }
  return { removed: [...removed], expressions: [...expressions] };
}

/** The calls of one client on one way, on one side. */
class Tracing {
  private readonly own: Side;
  private readonly divider: Divider;

  constructor(
    private readonly side: 'before' | 'after',
    sides: Sides<Side>,
    private readonly from: From,
    private readonly way: JointWay,
  ) {
    this.own = sides[side];
    this.divider = new Divider(
      this.own.asked,
      (request) => this.of(request),
      (proxy) => takesOtherTokens(sides, proxy),
    );
  }

  public of(request: Request | undefined): ReturnType<typeof traceWithRules> {
    const from = this.from[this.side];
    const call = callAt(this.way, this.side, from, request);
    return call === undefined
      ? { trace: unheard(this.way, from, request, this.own.asked), asked: [] }
      : traceWithRules(this.own.mesh, call);
  }

  public kindsOf(start: Kind): readonly ReachedKind[] {
    return this.divider.kindsOf(start);
  }
}
