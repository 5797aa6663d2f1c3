import type { FailureName } from '../failure';
import type { Hop, Layer, Outcome, Step, Trace } from '../trace';

/** What decides that a call arrives, or that it does not: policies before rules. */
export function decisionsOf({ hops, outcomes }: Trace): readonly Step[] {
  const all = outcomes.flatMap((outcome) => ofOutcome(hops, outcome));
  const keyOf = ({ layer, decision, object, path }: Step): string =>
    [layer, object === undefined ? decision : `${object.id} ${object.key} ${path}`].join(' ');
  const distinct = [...new Map(all.map((step) => [keyOf(step), step])).values()];
  return [...distinct.filter(({ layer }) => layer !== 'route'), ...distinct.filter(({ layer }) => layer === 'route')];
}

function ofOutcome(hops: readonly Hop[], outcome: Outcome): readonly Step[] {
  const way = wayTo(hops, outcome.hop);
  switch (outcome.kind) {
    case 'workload': {
      const rules = way.flatMap(({ steps }) =>
        steps.filter(({ layer, object }) => layer === 'route' && object !== undefined),
      );
      return [...way.flatMap((hop, i) => allowing(hop, i === way.length - 1)), ...rules];
    }
    case 'response':
      return lastOf(way.at(-1), 'action');
    case 'failure':
      return lastOf(way.at(-1), LAYERS[outcome.failure.name]);
  }
}

/** The hops to one, from the client on. */
function wayTo(hops: readonly Hop[], last: number): readonly Hop[] {
  const way: Hop[] = [];
  for (let at: number | undefined = last; at !== undefined && hops[at] !== undefined; at = hops[at].previous) {
    way.unshift(hops[at]);
  }
  return way;
}

/** What policies say: of a gateway on the way only where there are any. */
function allowing({ steps }: Hop, isLast: boolean): readonly Step[] {
  const all = steps.filter(({ layer }) => layer === 'authorization');
  const said = all.filter(({ object }) => object !== undefined);
  if (said.length > 0 || !isLast) {
    return said;
  }
  return all.length > 0 ? all : steps.filter(({ layer }) => layer === 'mutualTls').slice(-1);
}

function lastOf(hop: Hop | undefined, layer: Layer | undefined): readonly Step[] {
  const steps = hop?.steps ?? [];
  const own = steps.filter((step) => step.layer === layer);
  return (own.length > 0 ? own : steps).slice(-1);
}

const LAYERS: Partial<Record<FailureName, Layer>> = {
  Denied: 'authorization',
  Unauthenticated: 'authentication',
  TlsMismatch: 'mutualTls',
  NoRoute: 'route',
  NoVirtualHost: 'virtualHost',
  NoCluster: 'cluster',
  NoEndpoint: 'endpoints',
  NoListener: 'listener',
  NoFilterChain: 'filterChain',
  UnknownHost: 'action',
};
