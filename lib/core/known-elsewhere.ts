import type { IConstruct } from 'constructs';
import { Node } from 'constructs';

const KNOWN = Symbol.for('cdk8s-istio.knownElsewhere');

/** What a construct says of something that this app does not make. */
interface Known {
  readonly by: IConstruct;
  readonly what: unknown;
}

type Root = IConstruct & { [KNOWN]?: Known[] };

/** Notes what a construct refers to, so that the checks need not be told of it again. */
export function noteElsewhere(by: IConstruct, what: unknown): void {
  const root = Node.of(by).root as Root;
  (root[KNOWN] ??= []).push({ by, what });
}

/** What the constructs below one refer to, in the order in which they were created, each once. */
export function knownElsewhere(scope: IConstruct): unknown[] {
  const { [KNOWN]: known = [] } = Node.of(scope).root as Root;
  return [...new Set(known.filter(({ by }) => by.node.scopes.includes(scope)).map(({ what }) => what))];
}
