import type { Mesh } from '../../mesh/reading/mesh';
import type { AskedRules } from '../asked-rules';
import type { Call, Request } from '../call';
import type { Stage } from '../partition/partition';
import { Kind } from '../partition/partition';
import { policyStages } from '../partition/policy-stages';
import { routeStage } from '../partition/route-stage';
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
    ? [{ trace: traceWithRules(mesh, callOn(way, from, undefined)).trace }]
    : new Divider(mesh, asked, (request) => callOn(way, from, request)).kinds(Kind.all(way.requests));
}

class Divider {
  private readonly found: ReachedKind[] = [];
  private readonly stages = new Map<string, readonly Stage[]>();
  private readonly keys: RuleKeys;

  constructor(
    private readonly mesh: Mesh,
    private readonly asked: Mesh,
    private readonly callOf: (request: Request) => Call,
  ) {
    this.keys = new RuleKeys(asked);
  }

  public kinds(all: Kind): readonly ReachedKind[] {
    this.divide(all, 0, new Set());
    return this.found;
  }

  /** @param known the rules that have divided it */
  private divide(kind: Kind, place: number, known: ReadonlySet<string>, before?: Traced): void {
    const { request } = kind;
    if (request === undefined) {
      this.found.push({ kind });
      return;
    }
    const text = JSON.stringify(request);
    const traced = before?.text === text ? before : { text, ...traceWithRules(this.mesh, this.callOf(request)) };
    const rules = traced.asked[place];
    if (rules === undefined) {
      this.found.push({ kind, trace: traced.trace });
      return;
    }
    const key = this.keys.of(rules);
    if (known.has(key)) {
      // Of several destinations of a route, most have the same policies.
      this.divide(kind, place + 1, known, traced);
      return;
    }
    const parts = this.stagesOf(rules, key).reduce<readonly Kind[]>(
      (kinds, stage) => kinds.flatMap((each) => each.divided(stage)),
      [kind],
    );
    const seen = new Set(known).add(key);
    parts.forEach((part) => this.divide(part.atNextPlace(), place + 1, seen, traced));
  }

  private stagesOf(rules: AskedRules, key: string): readonly Stage[] {
    let stages = this.stages.get(key);
    if (stages === undefined) {
      stages = this.made(rules);
      this.stages.set(key, stages);
    }
    return stages;
  }

  private made(rules: AskedRules): readonly Stage[] {
    const mesh = this.asked;
    return rules.kind === 'routes'
      ? [routeStage(rules.host.routes, { mesh, proxy: rules.proxy, before: rules.before })]
      : policyStages(mesh, rules);
  }
}
