import { needObject } from '../../core/expect';
import { isObject } from '../../core/is-object';
import { Problems, show } from '../../core/problems';
import type { Workload } from '../../mesh/workload';
import type { Question } from '../../tracing/question';
import type { RequestOptions } from './call-options';
import { refuse } from '../given-settings';

/**
 * What is asked, as the engine takes it. Throws an error for a member that does not exist.
 *
 * @param from pods, or a name; undefined for outside
 */
export function questionOf(url: string, options: RequestOptions, what: string, from?: Workload | string): Question {
  const problems = new Problems();
  const given = needObject(options, 'RequestOptions', problems, '', "{ headers: { 'x-canary': 'always' } }");
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
