import { needObject } from '../../core/expect';
import { isObject } from '../../core/is-object';
import { Problems, show } from '../../core/problems';
import type { Workload } from '../../mesh/workload';
import type { Question } from '../../tracing/question';
import { refuse } from '../given-settings';
import type { Asked } from './asked';
import type { CallProps } from './call-options';
import { Trace } from './trace';

/** How a question is put. */
export interface Asking {
  /** The method that is called. */
  readonly what: string;
  /** The struct that it takes. */
  readonly owner: 'CallOptions' | 'RequestOptions' | 'CallProps';
  /** Where it does not stand in the struct. */
  readonly url?: string;
  /** Pods, or a name, where these do not stand in the struct. */
  readonly from?: Workload | string;
}

const EXAMPLES: Readonly<Record<Asking['owner'], string>> = {
  CallOptions: "{ headers: { 'x-canary': 'always' } }",
  RequestOptions: "{ headers: { 'x-canary': 'always' } }",
  CallProps: "{ url: 'https://shop.example.com/cart' }",
};

/** The answer to a question. Throws an error for a member that does not exist. */
export function askMesh(asked: Asked, members: Partial<CallProps>, asking: Asking): Trace {
  return Trace._of(asked.answer(questionOf(asked, members, asking)), asked);
}

/** What is asked, as the engine takes it. */
function questionOf(asked: Asked, members: Partial<CallProps>, { what, owner, ...beside }: Asking): Question {
  const problems = new Problems();
  const given = needObject(members, owner, problems, '', EXAMPLES[owner]);
  const headers = given?.headers;
  if (headers !== undefined && !isObject(headers)) {
    problems.add('headers', `${show(headers)} is not an object. Write { 'x-canary': 'always' }.`);
  }
  refuse(what, problems);
  const { headers: _, from: caller, ...rest } = members;
  const from =
    beside.from ?? (caller === undefined || typeof caller === 'string' ? caller : asked.caller(caller, what, 'from'));
  return {
    ...rest,
    url: beside.url ?? members.url,
    headers: headers === undefined ? undefined : Object.entries(headers),
    ...(typeof from === 'object' ? { caller: { kind: 'workload', workload: from } } : { from }),
  };
}
