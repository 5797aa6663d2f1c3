import { createHash } from 'node:crypto';

/**
 * A name that no other host gives, and that doesn't depend on the other hosts of the construct: `wikipedia-www-wikipedia-org`. A "-" of
 * the host is doubled, so that `a-b.c` and `a.b-c` differ.
 */
export function hostName(name: string, host: string): string {
  const full = `${name}-${host.replace(/-/g, '--').replace(/\./g, '-')}`;
  if (full.length <= 63) {
    return full;
  }
  const hash = createHash('sha256').update(host).digest('hex').slice(0, 8);
  return `${full.slice(0, 63 - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}
