import { isIP } from 'node:net';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import type { Caller } from '../routing/call';
import { splitAddress } from './request-url';

const MEMBER = 'clientAddress';
const EXAMPLE = '203.0.113.7';

/** The caller with the address that it calls from. Only clients outside the mesh may come from any: pods have their own. */
export function withAddress(
  caller: Caller | undefined,
  address: string | undefined,
  problems: Problems,
): Caller | undefined {
  if (caller === undefined || address === undefined) {
    return caller;
  }
  if (caller.kind !== 'outside') {
    problems.add(MEMBER, 'pods call from an address of their own. Omit it, or ask from outside.');
    return caller;
  }
  return { ...caller, address };
}

/** An IP address alone. */
export function readClientAddress(given: unknown, problems: Problems): string | undefined {
  if (given === undefined || (typeof given === 'string' && isAddress(given))) {
    return given;
  }
  problems.add(MEMBER, `${show(given)} ${whyNot(given)}`);
  return undefined;
}

function whyNot(given: unknown): string {
  const [, network = ''] = /^(.*)\/\d+$/.exec(String(given)) ?? [];
  if (isAddress(network)) {
    return `is a range of addresses. Write one of them, for example ${EXAMPLE}.`;
  }
  const { host = '' } = splitAddress(String(given)) ?? {};
  return isAddress(host)
    ? `is more than an IP address. Write ${host}.`
    : `is not an IP address. Write for example ${EXAMPLE}.`;
}

/** Without the zone that an address may have where it is local. */
function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}
