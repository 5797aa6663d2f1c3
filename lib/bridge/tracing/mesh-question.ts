import { needObject } from '../../core/expect';
import { isObject } from '../../core/is-object';
import { Problems, show } from '../../core/problems';
import type { Workload } from '../../mesh/workload';
import type { Question } from '../../tracing/question';
import type { RequestOptions } from './call-options';
import { refuse } from '../given-settings';

/** How a question is put. */
export interface Asking {
  /** The method that is called. */
  readonly what: string;
  /** The struct that its options are of. */
  readonly owner: 'CallOptions' | 'RequestOptions';
  /** Pods, or a name; undefined for outside. */
  readonly from?: Workload | string;
}

/** What is asked, as the engine takes it. Throws an error for a member that does not exist. */
export function questionOf(url: string, options: RequestOptions, { what, owner, from }: Asking): Question {
  const problems = new Problems();
  const given = needObject<RequestOptions>(options, owner, problems, '', "{ headers: { 'x-canary': 'always' } }");
  const headers = given?.headers;
  if (headers !== undefined && !isObject(headers)) {
    problems.add('headers', `${show(headers)} is not an object. Write { 'x-canary': 'always' }.`);
  }
  refuse(what, problems);
  const { headers: _, ...rest } = options;
  return {
    ...rest,
    url,
    headers: headers === undefined ? undefined : Object.entries(headers),
    ...(typeof from === 'object' ? { caller: { kind: 'workload', workload: from } } : { from }),
  };
}
