import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';

const CLAIMS = Symbol.for('cdk8s-istio.claims');

/** Charts that are known to be for one cluster, and who has what there. */
interface Cluster {
  readonly charts: ClaimingChart[];
  readonly holders: Map<string, IConstruct>;
}

type ClaimingChart = IConstruct & { [CLAIMS]?: Cluster };

/** What two constructs have, and only one of them can have. */
export interface Clash {
  readonly what: string;
  /** The paths of both. */
  readonly holders: [string, string];
}

/**
 * Takes something that only one construct of a cluster can have: the name of an object, the routes of a host.
 *
 * Two charts of an App may be for two clusters, so what is taken is taken of a chart, with the charts inside it, and of those of which
 * `joinCluster` said that they are for the same cluster. A construct that was rejected has made nothing, so what it took is free again.
 *
 * @param about the construct of which it is taken, as a release is of a Service: there is one of it, so whatever the charts, it can be taken once
 * @returns the path of the other construct that has it; undefined if it was free
 */
export function claim(construct: IConstruct, what: string, about?: unknown): string | undefined {
  const holder = holderOf(construct, what, about);
  if (holder !== undefined && holder !== construct) {
    return holder.node.path;
  }
  for (const { holders } of clustersOf(construct, about)) {
    holders.set(what, construct);
  }
  return undefined;
}

/** The construct that has something, if there is one. */
export function holderOf(construct: IConstruct, what: string, about?: unknown): IConstruct | undefined {
  for (const { holders } of clustersOf(construct, about)) {
    const holder = holders.get(what);
    if (holder !== undefined && isMade(holder)) {
      return holder;
    }
  }
  return undefined;
}

/**
 * Notes that two constructs are for one cluster, because one of them uses the other.
 *
 * @returns what the charts of both have
 */
export function joinCluster(one: IConstruct, other: IConstruct): Clash[] {
  const [into, from] = [clusterOf(one), clusterOf(other)];
  if (into === from) {
    return [];
  }
  const clashes: Clash[] = [];
  for (const [what, holder] of from.holders) {
    const present = into.holders.get(what);
    if (present === undefined || !isMade(present)) {
      into.holders.set(what, holder);
    } else if (present !== holder && isMade(holder)) {
      clashes.push({ what, holders: [present.node.path, holder.node.path] });
    }
  }
  for (const chart of from.charts) {
    into.charts.push(chart);
    chart[CLAIMS] = into;
  }
  return clashes;
}

/** Whether a construct is in another chart of the App. */
export function isOfAnotherChart(construct: IConstruct, path: string): boolean {
  return !path.startsWith(`${outermostChart(construct).node.path}/`);
}

function isMade(construct: IConstruct): boolean {
  return construct.node.children.length > 0;
}

function clustersOf(construct: IConstruct, about: unknown): Cluster[] {
  const own = clusterOf(construct);
  const other = Construct.isConstruct(about) ? clusterOf(about) : own;
  return other === own ? [own] : [own, other];
}

function clusterOf(construct: IConstruct): Cluster {
  const chart = outermostChart(construct);
  return (chart[CLAIMS] ??= { charts: [chart], holders: new Map() });
}

function outermostChart(construct: IConstruct): ClaimingChart {
  let outermost = construct;
  for (let at: IConstruct | undefined = construct; at !== undefined; at = at.node.scope) {
    if (Chart.isChart(at) || !Chart.isChart(outermost)) {
      outermost = at;
    }
  }
  return outermost;
}
