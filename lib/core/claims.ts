import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';

const CLAIMS = Symbol.for('cdk8s-istio.claims');

/**
 * Takes something that only one construct of a chart can have: the name of an object, the routes of a host.
 *
 * Only of a chart, because two charts of an App may be for two clusters.
 *
 * @returns the path of the construct that has it already; undefined if it was free
 */
export function claim(construct: IConstruct, what: string): string | undefined {
  const chart = Chart.of(construct) as Chart & { [CLAIMS]?: Map<string, string> };
  const claims = (chart[CLAIMS] ??= new Map<string, string>());
  const holder = claims.get(what);
  if (holder === undefined) {
    claims.set(what, construct.node.path);
  }
  return holder;
}
