import { isIP } from 'node:net';

/** What an address of a network is: one IP address, or a CIDR block; undefined for anything else. */
export function ipRange(text: string): 'address' | 'block' | undefined {
  const [address, bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) {
    return undefined;
  }
  if (bits === undefined) {
    return 'address';
  }
  return /^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128) ? 'block' : undefined;
}
