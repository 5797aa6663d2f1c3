import type { RouteState } from '../real/ask-istio';
import type { OurState } from './our-states';

/**
 * What a proxy is configured with, as texts that can be compared one by one. Virtual hosts are told apart by their domains, so that it
 * does not count which of them istiod writes as one.
 */
export type Facts = ReadonlyMap<string, string>;

export function factsOf(proxy: string, { routes, clusters, listeners = {}, crash }: OurState): Facts {
  const facts = new Map<string, string>();
  for (const [name, hosts] of Object.entries(routes)) {
    for (const { domains, requireTls, routes: entries } of hosts) {
      const lines = [...(requireTls === true ? ['requires TLS'] : []), ...entries.map(routeText)];
      for (const domain of domains) {
        facts.set(`${proxy} routes ${name} ${domain}`, lines.join('\n') || 'no route');
      }
    }
  }
  for (const [name, { tls = '', sni = '', limits = '', rules = [], labels = {} }] of Object.entries(clusters)) {
    const pods = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    const lines = [
      `tls ${tls} ${sni}`,
      `limits ${limits}`,
      `rules ${rules.join(', ')}`,
      `labels ${pods.sort().join(', ')}`,
    ];
    facts.set(`${proxy} cluster ${name}`, lines.map((line) => line.trimEnd()).join('\n'));
  }
  for (const [name, chains] of Object.entries(listeners)) {
    const lines = chains.map(({ match = '', to }) => `${match === '' ? 'any' : match} -> ${to}`);
    facts.set(`${proxy} listener ${name}`, lines.sort().join('\n'));
  }
  if (crash !== undefined) {
    facts.set(`${proxy} crash`, crash);
  }
  return facts;
}

function routeText({ from = '', match, to }: RouteState): string {
  return `${from === '' ? 'default' : from}: ${match} -> ${to}`;
}
