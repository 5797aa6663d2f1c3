import type { IConstruct } from 'constructs';
import { expectMap, needValue } from '../core/expect';
import type { Problems } from '../core/problems';

/**
 * Writes what is said of tags, by their names.
 *
 * @param example how one is written, in code
 */
export function writeTags<T>(
  tags: { [tag: string]: unknown } | undefined,
  scope: IConstruct,
  problems: Problems,
  field: string,
  { tag: name, value }: { readonly tag: string; readonly value: string },
): { [tag: string]: T } | undefined {
  const example = `{ ${name}: ${value} }`;
  const given = expectMap(tags, problems, field, example);
  const at = problems.in(field);
  return (
    given &&
    Object.fromEntries(
      Object.entries(given).map(([tag, each]) => {
        if (tag === '') {
          at.add('', `has a tag without a name. Write ${example}.`);
        }
        return [tag, needValue(each, scope, at, tag, value) as T];
      }),
    )
  );
}
