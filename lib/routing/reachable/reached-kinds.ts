import type { Proxy } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import type { AskedRules } from '../asked-rules';
import type { Call, Request } from '../call';
import type { Stage } from '../partition/partition';
import { Kind } from '../partition/partition';
import { policyStages } from '../partition/policy-stages';
import { routeStage } from '../partition/route-stage';
import { tokenStage } from '../partition/token-stage';
import type { Trace } from '../trace';
import { traceWithRules } from '../tracer';
import { RuleKeys } from './rule-keys';
import type { Way } from './way';
import { callOn } from './way';

/** Requests of one client on one way that all rules on it treat alike, and what becomes of them. */
export interface ReachedKind {
  /** Undefined where nobody reads requests. */
  readonly kind?: Kind;
  /** Of one of the requests; undefined where none was found. */
  readonly trace?: Trace;
  /** The rules that its request met, in the order of the way. */
  readonly asked: readonly AskedRules[];
}

interface Traced {
  readonly text: string;
  readonly trace: Trace;
  readonly asked: readonly AskedRules[];
}

/**
 * What becomes of all that a client can ask on a way. One request is traced, the rules that it met divide the requests, and so on for each
 * part, until the rules on the way of each are known.
 *
 * @param asked the mesh with what istiod makes of the Gateway API, in which rules are
 */
export function reachedKinds(mesh: Mesh, asked: Mesh, from: Call['from'], way: Way): readonly ReachedKind[] {
  return way.requests === undefined
    ? [traceWithRules(mesh, callOn(way, from, undefined))]
    : new Divider(asked, (request) => traceWithRules(mesh, callOn(way, from, request))).kindsOf(Kind.all(way.requests));
}

/** Divides requests by the rules on the way of one client. */
export class Divider {
  private readonly stages = new Map<string, readonly Stage[]>();
  private readonly keys: RuleKeys;

  /**
   * @param asked the mesh with what istiod makes of the Gateway API
   * @param asksTokens at which proxies requests are told apart by tokens for which no policy asks
   */
  constructor(
    private readonly asked: Mesh,
    private readonly trace: (request: Request) => ReturnType<typeof traceWithRules>,
    private readonly asksTokens: (proxy: Proxy) => boolean = () => false,
  ) {
    this.keys = new RuleKeys(asked);
  }

  /** Together all requests of a kind, which may have been divided by other rules before. */
  public kindsOf(all: Kind): readonly ReachedKind[] {
    return [...this.divide(all.atNextPlace(), 0, new Set())];
  }

  /** @param known the rules that have divided it */
  private *divide(
    kind: Kind,
    place: number,
    known: ReadonlySet<string>,
    before?: Traced,
  ): Generator<ReachedKind, void, undefined> {
    const { request } = kind;
    if (request === undefined) {
      yield { kind, asked: [] };
      return;
    }
    const text = JSON.stringify(request);
    const traced = before?.text === text ? before : { text, ...this.trace(request) };
    const rules = traced.asked[place];
    if (rules === undefined) {
      yield { kind, trace: traced.trace, asked: traced.asked };
      return;
    }
    const { from } = traced.trace.call;
    const client = from.kind === 'outside' ? from.address : undefined;
    const { version } = request;
    const key = `${this.asksTokens(rules.proxy) ? 'tokens ' : ''}${this.keys.of(rules, client)}`;
    if (known.has(key)) {
      // Of several destinations of a route, most have the same policies.
      yield* this.divide(kind, place + 1, known, traced);
      return;
    }
    const parts = this.stagesOf(rules, key, client, version).reduce<readonly Kind[]>(
      (kinds, stage) => kinds.flatMap((each) => each.divided(stage)),
      [kind],
    );
    const seen = new Set(known).add(key);
    for (const part of parts) {
      yield* this.divide(part.atNextPlace(), place + 1, seen, traced);
    }
  }

  private stagesOf(
    rules: AskedRules,
    key: string,
    client: string | undefined,
    version: Request['version'],
  ): readonly Stage[] {
    let stages = this.stages.get(key);
    if (stages === undefined) {
      stages = this.made(rules, client, version);
      this.stages.set(key, stages);
    }
    return stages;
  }

  private made(rules: AskedRules, client: string | undefined, version: Request['version']): readonly Stage[] {
    const mesh = this.asked;
    return rules.kind === 'routes'
      ? [routeStage(rules.host.routes, { ...rules, mesh, version })]
      : [
          ...(this.asksTokens(rules.proxy) ? [tokenStage(mesh, rules.proxy)] : []),
          ...policyStages(mesh, rules, client),
        ];
  }
}
