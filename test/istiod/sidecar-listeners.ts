import type { Proxy } from '../../lib/mesh/proxies';
import type { Mesh } from '../../lib/mesh/reading/mesh';
import { sidecarScope } from '../../lib/mesh/sidecar-scope';
import type { OutboundChain } from '../../lib/routing/listeners';
import { outboundListeners } from '../../lib/routing/listeners';
import type { FilterChainState, ProxyState } from '../real/ask-istio';
import { clustersText, namesText } from './chain-texts';

/** What the pods of a sidecar dial: all but the listeners that take whatever comes in or goes out. */
type Listeners = ProxyState['listeners'];

const OUTBOUND = /^(?!virtual).*_(\d+)$/;

/** Those that istiod makes, without the chains for connections that it knows nothing of, which all listeners have alike. */
export function istiodListeners(listeners: Listeners): Listeners {
  return Object.fromEntries(
    Object.entries(listeners)
      .filter(([name]) => OUTBOUND.test(name))
      .map(([name, chains]) => [name, chains.filter((each) => !isForUnknown(each)).map(inOurWords)]),
  );
}

function isForUnknown({ match, to }: FilterChainState): boolean {
  return match === 'otherwise' && /^tcp ((Passthrough|BlackHole)Cluster$|outbound\|0\|)/.test(to);
}

function inOurWords({ match = '', to }: FilterChainState): FilterChainState {
  return { match: match.replace('otherwise', '').replace(/transport=raw_buffer alpn=\S+/, 'http'), to };
}

/** Those of our model, on the ports that istiod listens on and on all that services have. */
export function ourListeners(mesh: Mesh, proxy: Proxy, istiods: Listeners): Listeners {
  const ports = new Set([
    ...Object.keys(istiods).flatMap((name) => OUTBOUND.exec(name)?.[1] ?? []),
    ...sidecarScope(mesh, proxy)
      .allServices()
      .flatMap((service) => service.ports.map(({ number }) => String(number))),
  ]);
  const listeners = [...ports].flatMap((port) =>
    [...outboundListeners(mesh, proxy, Number(port))]
      // Stands for the addresses of pods, which these meshes have none of.
      .filter(([bind]) => !bind.startsWith('*.'))
      .map(([bind, { chains }]): [string, FilterChainState[]] => [`${bind}_${port}`, chains.map(chainOf)]),
  );
  return Object.fromEntries(listeners);
}

function chainOf({ subnets, serverNames, onlyHttp, routeConfig, clusters }: OutboundChain): FilterChainState {
  const ranges = subnets
    .filter((each) => !each.startsWith('0.0.0.0'))
    .map((each) => (each.includes('/') ? each : `${each}/32`));
  const match = [namesText('address', ranges), namesText('sni', serverNames), onlyHttp ? 'http' : ''];
  return {
    match: match.filter((text) => text !== '').join(' '),
    to: routeConfig === undefined ? `tcp ${clustersText(clusters)}` : `http ${routeConfig}`,
  };
}
