import { isObject } from '../../core/is-object';
import { hasAddresses } from '../../mesh/entry-addresses';
import { analyzed } from './shared/analyzed';
import type { MeshContext } from '../../mesh/reading/mesh-context';
import type { Check } from '../check';

/** TCP ports of ServiceEntries that proxies can tell from others only by their number. */
export const serviceEntryAddresses: Check = {
  name: 'service-entry-addresses',
  mirrors: ['serviceentry.Analyzer'],
  codes: {
    IST0134: {
      name: 'ServiceEntryAddressesRequired',
      severity: 'warning',
      source: 'istio',
      summary: 'A TCP port of a ServiceEntry has no address that tells it from other hosts.',
      explanation:
        'TCP carries no host name. A proxy can tell two hosts on the same port apart only by the IP address that ' +
        'the client calls. Without `addresses` the ServiceEntry becomes a listener for its port on all addresses: ' +
        'it takes the traffic of every other host on that port, and two such ServiceEntries with the same port ' +
        "take each other's. With DNS proxying, proxies answer the lookup with an address that istiod made up, and " +
        'the traffic can be told apart.',
      remedy: 'Write `addresses`, use protocol `TLS` where clients send SNI, or turn DNS proxying on.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0134/',
        'https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/',
      ],
    },
  },
  run(mesh, report) {
    if (isAllocated(mesh.context)) {
      return;
    }
    for (const object of analyzed(mesh, 'networking.istio.io/ServiceEntry')) {
      const { ports = [], hosts = [] } = object.spec;
      if (hasAddresses(object)) {
        continue;
      }
      ports.forEach(({ number, protocol }, i) => {
        if ((protocol ?? '') === '' || protocol!.toUpperCase() === 'TCP') {
          report({
            code: 'IST0134',
            object,
            path: `spec.ports[${i}]`,
            message:
              `TCP has no host name, and ${hosts[0] ?? 'the host'} has no address: the proxy listens on ${number === undefined ? 'the port' : `port ${number}`} of all ` +
              'addresses and sends what goes to other hosts on that port to this one, unless the proxy answers DNS.',
            fix:
              'Write addresses, an IP or a range that nothing else has; or protocol: TLS, if it is, so that SNI tells hosts apart; or turn ' +
              'DNS proxying on: meshConfig.defaultConfig.proxyMetadata with ISTIO_META_DNS_CAPTURE: "true" and PILOT_ENABLE_IP_AUTOALLOCATE: "true".',
          });
        }
      });
    }
  },
};

/** Whether proxies answer DNS with addresses that istiod makes up. */
function isAllocated({ meshConfig: { defaultConfig } }: MeshContext): boolean {
  const metadata = isObject(defaultConfig) ? defaultConfig.proxyMetadata : undefined;
  const on = (name: string): boolean => isObject(metadata) && metadata[name] === 'true';
  return on('ISTIO_META_DNS_CAPTURE') && (on('ISTIO_META_DNS_AUTO_ALLOCATE') || on('PILOT_ENABLE_IP_AUTOALLOCATE'));
}
