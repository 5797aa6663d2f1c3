import { isIP } from 'node:net';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';

/** The address that a listener binds. */
export function writeBind(bind: string | undefined, problems: Problems): string | undefined {
  if (bind !== undefined && (typeof bind !== 'string' || isIP(bind) === 0)) {
    problems.add('bind', `${show(bind)} is not an IP address. Write one such as '127.0.0.1', or omit it.`);
  }
  return bind;
}
