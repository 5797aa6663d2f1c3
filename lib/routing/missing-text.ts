import type { NoCluster } from './cluster';
import { portsText } from './missing-port';

/** Why a proxy has no cluster, in words. */
export function missingText({ name, missing, service, hidden }: NoCluster): string {
  const [, port, subset, host] = name.split('|');
  switch (missing) {
    case 'host':
      return hidden.length > 0 ? `${host} is not visible here` : `no host ${host ?? name}`;
    case 'port':
      return `${host} has no port ${port}, but ${portsText(service?.ports ?? [])}`;
    case 'subset':
      return `no subset ${subset} of ${host} in the DestinationRule that applies`;
    case 'endpoints':
      return `${host} has no endpoints${subset === '' ? '' : ` in subset ${subset}`}`;
  }
}
