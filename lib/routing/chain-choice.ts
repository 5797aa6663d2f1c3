import { isIP } from 'node:net';
import { inBlock } from '../istio/ip-block';

/** What a filter chain asks of a connection. */
export interface ChainMatch {
  readonly serverNames: readonly string[];
  readonly subnets?: readonly string[];
  readonly applicationProtocols?: readonly string[];
  /** Taken only where the connection begins with plain HTTP. */
  readonly onlyHttp?: boolean;
}

/** What a proxy sees of a connection before it chooses. */
export interface Opening {
  /** Undefined where it is not known. */
  readonly address?: string;
  readonly sni?: string;
  readonly alpn?: readonly string[];
  /** It begins with a request in plain text. */
  readonly isHttp: boolean;
}

/**
 * The chain that Envoy chooses: by address, then by server name, then by what the connection begins with, and it never goes back to a wider
 * one (source/common/listener_manager/filter_chain_manager_impl.cc: findFilterChain). Undefined where none fits.
 */
export function chosenChain<C extends ChainMatch>(chains: readonly C[], opening: Opening): C | undefined {
  const { isHttp, alpn = [] } = opening;
  const named = byServerName(byAddress(chains, opening.address), opening.sni);
  const byProtocol = named.filter(
    ({ applicationProtocols = [] }) =>
      applicationProtocols.length > 0 && applicationProtocols.some((each) => alpn.includes(each)),
  );
  const open = named.filter(({ applicationProtocols = [] }) => applicationProtocols.length === 0);
  const fitting = byProtocol.length > 0 ? byProtocol : open;
  const ofHttp = isHttp ? fitting.find(({ onlyHttp }) => onlyHttp === true) : undefined;
  return ofHttp ?? fitting.find(({ onlyHttp }) => onlyHttp !== true);
}

function byAddress<C extends ChainMatch>(chains: readonly C[], address: string | undefined): readonly C[] {
  const sizes = chains.map(({ subnets = [] }) =>
    Math.max(-1, ...subnets.filter((each) => address !== undefined && inBlock(each, address) === true).map(sizeOf)),
  );
  const best = Math.max(-1, ...sizes);
  return chains.filter(({ subnets = [] }, i) => (best < 0 ? subnets.length === 0 : sizes[i] === best));
}

function byServerName<C extends ChainMatch>(chains: readonly C[], sni: string | undefined): readonly C[] {
  const name = sni?.toLowerCase();
  const lengths = chains.map(({ serverNames }) =>
    Math.max(-1, ...serverNames.map((each) => fittingLength(each.toLowerCase(), name))),
  );
  const best = Math.max(-1, ...lengths);
  return chains.filter(({ serverNames }, i) => (best < 0 ? serverNames.length === 0 : lengths[i] === best));
}

function fittingLength(pattern: string, name: string | undefined): number {
  if (name === undefined) {
    return -1;
  }
  if (pattern === name) {
    return Infinity;
  }
  return pattern.startsWith('*.') && name.endsWith(pattern.slice(1)) && name.length >= pattern.length
    ? pattern.length
    : -1;
}

function sizeOf(subnet: string): number {
  const [address, size] = subnet.split('/');
  return size === undefined ? (isIP(address) === 6 ? 128 : 32) : Number(size);
}
