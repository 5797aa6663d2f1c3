/*
 * Addresses, as `node:net` has them: the page traces requests with the same code as the command, and a browser has no such module.
 */

/** 4, 6, or 0 for what is no IP address. */
export function isIP(text: string): 0 | 4 | 6 {
  return readV4(text) !== undefined ? 4 : readV6(text) !== undefined ? 6 : 0;
}

type Family = 'ipv4' | 'ipv6';

/** Blocks of addresses. An IPv4 address is the IPv6 address that stands for it, as it is to Node. */
export class BlockList {
  private readonly blocks: { readonly start: bigint; readonly bits: number }[] = [];

  public addSubnet(address: string, bits: number, family: Family): void {
    this.blocks.push({ start: numberOf(address, family), bits: family === 'ipv4' ? bits + 96 : bits });
  }

  public check(address: string, family: Family): boolean {
    const own = numberOf(address, family);
    return this.blocks.some(({ start, bits }) => own >> BigInt(128 - bits) === start >> BigInt(128 - bits));
  }
}

function numberOf(address: string, family: Family): bigint {
  return family === 'ipv4' ? (0xffffn << 32n) + (readV4(address) ?? 0n) : (readV6(address) ?? 0n);
}

function readV4(text: string): bigint | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1);
  if (parts?.every((part) => Number(part) < 256 && !/^0\d/.test(part)) !== true) {
    return undefined;
  }
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function readV6(text: string): bigint | undefined {
  const [address, zone] = text.split(/%(.*)/s);
  if (zone !== undefined && !/^[0-9a-zA-Z.:-]+$/.test(zone)) {
    return undefined;
  }
  const v4 = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  const low = v4 === null ? undefined : readV4(v4[2]);
  if (v4 !== null && low === undefined) {
    return undefined;
  }
  const plain =
    v4 === null ? address : `${v4[1]}${((low! >> 16n) & 0xffffn).toString(16)}:${(low! & 0xffffn).toString(16)}`;
  const halves = plain.split('::');
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const count = groups.flat().length;
  const isWhole = halves.length === 1 ? count === 8 : halves.length === 2 && count < 8;
  if (!isWhole || !groups.flat().every((group) => /^[0-9a-f]{1,4}$/i.test(group))) {
    return undefined;
  }
  const [head, tail = []] = groups;
  const all = [...head, ...Array.from({ length: 8 - count }, () => '0'), ...tail];
  return all.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}
