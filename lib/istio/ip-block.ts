import { BlockList, isIP } from 'node:net';

const known = new Map<string, BlockList | undefined>();

/**
 * Whether an address is in a block such as `10.0.0.0/8`, or is the one that is given; undefined where Istio cannot read the block
 * (pilot/pkg/networking/util/util.go: AddrStrToPrefix).
 */
export function inBlock(block: string, address: string): boolean | undefined {
  const list = blockList(block);
  const version = isIP(address);
  return list && version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** Whether Istio can read a block. */
export function isBlock(block: string): boolean {
  return blockList(block) !== undefined;
}

function blockList(block: string): BlockList | undefined {
  if (!known.has(block)) {
    known.set(block, read(block));
  }
  return known.get(block);
}

function read(block: string): BlockList | undefined {
  const [address, bits, ...rest] = block.split('/');
  const version = isIP(address);
  const most = version === 6 ? 128 : 32;
  if (version === 0 || rest.length > 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))) {
    return undefined;
  }
  const list = new BlockList();
  list.addSubnet(address, bits === undefined ? most : Number(bits), version === 6 ? 'ipv6' : 'ipv4');
  return list;
}

/**
 * Addresses at the ends of a block, in it and next to it: of several blocks they show all parts into which these divide what there is. None where
 * Istio cannot read it.
 */
export function addressesAround(block: string): readonly string[] {
  if (!isBlock(block)) {
    return [];
  }
  const [address, bits] = block.split('/');
  const size = isIP(address) === 6 ? 128 : 32;
  const count = 1n << BigInt(size - Number(bits ?? size));
  const first = numberOf(address, size) & ~(count - 1n);
  const last = first + count - 1n;
  // The first of a block is the network itself, which nobody calls from.
  const inside = count > 2n ? [first + 1n, first, last] : [first, last];
  return [...new Set([...inside, last + 1n, first - 1n])]
    .filter((each) => each >= 0n && each < 1n << BigInt(size))
    .map((each) => addressOf(each, size));
}

function numberOf(address: string, size: number): bigint {
  if (size === 32) {
    return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  }
  const parts = partsOf(address);
  return parts.reduce((sum, part) => sum * 65_536n + BigInt(`0x${part}`), 0n);
}

/** The eight parts of an address of IPv6. */
function partsOf(address: string): readonly string[] {
  const [, start = address, end] = /^(.*):(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? [];
  const tail = end === undefined ? 0n : numberOf(end, 32);
  const text = end === undefined ? start : `${start}:${(tail >> 16n).toString(16)}:${(tail & 65_535n).toString(16)}`;
  const [before, after] = text.split('::').map((half) => half.split(':').filter((part) => part !== ''));
  return after === undefined
    ? before
    : [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
}

function addressOf(number: bigint, size: number): string {
  const width = size === 32 ? 8n : 16n;
  const count = size === 32 ? 4 : 8;
  const parts = Array.from(
    { length: count },
    (_, i) => (number >> (width * BigInt(count - 1 - i))) & ((1n << width) - 1n),
  );
  return size === 32 ? parts.join('.') : parts.map((part) => part.toString(16)).join(':');
}
