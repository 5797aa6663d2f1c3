import type { IConstruct } from 'constructs';
import { expectList } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { ALL_PODS } from '../security/policy-target';
import { Source } from '../security/source';

/** A caller that a pattern lets in. */
export interface AllowedCaller {
  readonly source: Source;
  /** The fields of a policy by which it is known. */
  readonly fields: string[];
  /** Takes what else is wrong with it. */
  readonly problems: Problems;
}

/**
 * Checks who may call.
 *
 * @param callers `allowedCallers` of a struct
 * @param without who may call where it is left out
 */
export function readCallers(
  callers: Source[] | undefined,
  scope: IConstruct,
  problems: Problems,
  without: string,
): AllowedCaller[] {
  const example = '[Source.workload(frontend)]';
  if (Array.isArray(callers) && callers.length === 0) {
    problems.add('allowedCallers', `is empty. Write ${example}, or leave it out for ${without}.`);
  }
  return expectList(callers, problems, 'allowedCallers', example).flatMap((source, i) => {
    const at = problems.in(`allowedCallers[${i}]`);
    if (!(source instanceof Source)) {
      at.add('', `${show(source)} is not a Source. Write Source.workload(frontend).`);
      return [];
    }
    const fields = Object.keys(source._write({ scope, action: 'ALLOW', ports: ALL_PODS.ports }, at));
    return [{ source, fields, problems: at }];
  });
}
