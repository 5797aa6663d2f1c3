import { expectList } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { ipRange } from '../networking/ip-range';

/**
 * The networks from which clients of a load balancer may come.
 *
 * @param empty what an empty list would mean, and what to write instead
 */
export function writeCidrBlocks(
  given: string[] | undefined,
  problems: Problems,
  field: string,
  empty: string,
): string[] | undefined {
  if (Array.isArray(given) && given.length === 0) {
    problems.add(field, empty);
  }
  const ranges = expectList(given, problems, field, "['203.0.113.0/24']");
  ranges.forEach((range, i) => {
    const kind = typeof range === 'string' ? ipRange(range) : undefined;
    if (kind !== 'block') {
      const instead = kind === 'address' ? `${range}/${range.includes(':') ? 128 : 32}` : '203.0.113.0/24';
      problems.add(`${field}[${i}]`, `${show(range)} is not a CIDR block. Write '${instead}'.`);
    }
  });
  return given === undefined ? undefined : ranges;
}
