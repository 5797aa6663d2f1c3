import { show } from '../../core/problems';
import type { Condition } from '../logic';
import { CODE } from '../violation';
import { list } from '../words';
import type { Outcome, Run } from './checker';
import { join } from './path';

export function checkCondition({ holds, exclusive }: Condition, outcome: Outcome, path: string, run: Run): void {
  const value = outcome.value as Record<string, unknown>;
  if (holds(value)) {
    return;
  }
  outcome.sound = false;
  if (exclusive !== undefined) {
    const given = exclusive.filter((name) => value[name] !== undefined);
    const message = `Only one of ${list(exclusive)} can be set, and this sets ${list(given)}. The API server rejects the object.`;
    run.report(CODE.exclusive, path, message, `Remove all but one of ${list(given)}.`);
  } else {
    // The only such condition of today is that of an address of a Gateway.
    const message = `${show(value.value)} is not an IP address, and the type of the address is ${show(value.type)}. The API server rejects the object.`;
    run.report(CODE.exclusive, join(path, 'value'), message, 'Write an IP address as value, or type: Hostname.');
  }
}
