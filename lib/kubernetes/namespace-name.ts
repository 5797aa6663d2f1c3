import type { IConstruct } from 'constructs';
import { namedObject } from './manifest';
import type { INamespaceLike } from './namespace-like';

/** A name as it is, and that of a construct. What has none stays, and is reported. */
export function namespaceName(given: string | INamespaceLike | IConstruct): string {
  return typeof given === 'object' && given !== null && 'name' in given ? given.name : (given as string);
}

/** What is wrong with a construct that was given as a namespace and makes something else, or a reference to something else. */
export function otherKindProblem(given: unknown): string | undefined {
  const object = namedObject(given);
  return object === undefined || object.kind === 'Namespace'
    ? undefined
    : `${object.kind} "${object.name}" is not a Namespace. Write the name of its namespace.`;
}
