import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';

const CLAIMS = Symbol.for('cdk8s-istio.claims');

/**
 * Takes something that only one construct of a chart can have: the name of an object, the routes of a host.
 *
 * Only of a chart, with the charts inside it, because two charts of an App may be for two clusters. A construct that was refused
 * has made nothing, so what it took is free again.
 *
 * @returns the path of the other construct that has it; undefined if it was free
 */
export function claim(construct: IConstruct, what: string): string | undefined {
  const chart = outermostChart(construct);
  const claims = (chart[CLAIMS] ??= new Map<string, IConstruct>());
  const holder = claims.get(what);
  if (holder !== undefined && holder !== construct && holder.node.children.length > 0) {
    return holder.node.path;
  }
  claims.set(what, construct);
  return undefined;
}

function outermostChart(construct: IConstruct): IConstruct & { [CLAIMS]?: Map<string, IConstruct> } {
  return construct.node.scopes.find((scope) => Chart.isChart(scope)) ?? construct.node.root;
}
