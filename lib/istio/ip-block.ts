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
