import type { IConstruct } from 'constructs';

const CLAIMS = Symbol.for('cdk8s-istio.claims');

/**
 * Takes something that only one construct of an App can have: the name of an object, the routes of a host.
 *
 * @returns the path of the construct that has it already; undefined if it was free
 */
export function claim(construct: IConstruct, what: string): string | undefined {
  const root = construct.node.root as { [CLAIMS]?: Map<string, string> };
  const claims = (root[CLAIMS] ??= new Map<string, string>());
  const holder = claims.get(what);
  if (holder === undefined) {
    claims.set(what, construct.node.path);
  }
  return holder;
}
