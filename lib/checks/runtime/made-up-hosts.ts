import { isIP } from 'node:net';
import { isWildcard, serviceOfHost } from '../../istio/host';
import { UNIX } from '../../istio/unix-socket';
import { capturesDns } from '../../mesh/dns-capture';
import type { Mesh } from '../../mesh/reading/mesh';
import type { RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import { list } from '../../schema/words';
import type { Check, Wording } from '../check';

/** Hosts of ServiceEntries that probably no DNS server knows. */
export const madeUpHosts: Check = {
  name: 'made-up-hosts',
  codes: {
    CDI0215: {
      name: 'HostProbablyNotInDns',
      severity: 'info',
      source: 'cdk8s-istio',
      summary: 'A host of a ServiceEntry is probably a name that no DNS server knows.',
      explanation:
        'A client looks up the name of the host before it connects, and sidecars take part in that only with DNS proxying (`ISTIO_META_DNS_CAPTURE`). If no DNS server knows the name, the lookup fails, and no proxy ever sees a connection. A ServiceEntry whose endpoints are other names, or whose host ends like no public domain, may have a made-up host. Whether some DNS server has the name cannot be seen from the manifests, so this is information only.',
      remedy: 'Turn DNS proxying on, or use a host that a DNS server knows.',
      references: [
        'https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/',
        'https://github.com/istio/istio/issues/46315',
      ],
    },
  },
  run(mesh, report) {
    for (const service of registry(mesh).all) {
      const told = service.external && !capturesDns(mesh, service.namespace) ? problem(mesh, service) : undefined;
      if (told !== undefined) {
        report({ code: 'CDI0215', object: service.object, path: pathOf(service), ...told });
      }
    }
  },
};

function pathOf({ object, host }: RegistryService): string {
  const { hosts = [] } = object.spec as { hosts?: readonly string[] };
  return `spec.hosts[${hosts.indexOf(host)}]`;
}

/** Endings that no public domain has, or that stand for nothing at all. */
const NOT_PUBLIC = /\.(?:internal|local|localhost|lan|corp|home|mesh|global|ext|external|svc|invalid)$/;

function problem(mesh: Mesh, { object, host, resolution, selector }: RegistryService): Wording | undefined {
  if (isWildcard(host) || isIP(host) > 0 || serviceOfHost(host, mesh.context.clusterDomain) !== undefined) {
    return undefined;
  }
  const { endpoints = [] } = object.spec as { endpoints?: readonly { address?: string }[] };
  const addresses = endpoints.flatMap(({ address }) => address ?? []);
  const names = addresses.filter((address) => isIP(address) === 0 && !address.startsWith(UNIX));
  const byDns = resolution === 'DNSLB' || resolution === 'DNSRoundRobinLB';
  const areOthers = byDns && names.length > 0 && names.every((name) => domainOf(name) !== domainOf(host));
  if (!areOthers && !((addresses.length > 0 || selector !== undefined) && NOT_PUBLIC.test(host))) {
    return undefined;
  }
  return {
    message: `${areOthers ? `The endpoints of ${host} are other names (${list(names.slice(0, 4))})` : `${host} ends like no public domain`}, and sidecars do not answer DNS lookups by default. If no DNS server knows ${host}, clients fail before any proxy sees a connection.`,
    fix: 'If a DNS server knows the name, nothing needs to change. Otherwise turn DNS proxying on: meshConfig.defaultConfig.proxyMetadata with ISTIO_META_DNS_CAPTURE: "true"; or use a host that exists.',
  };
}

/** The last two labels. */
function domainOf(host: string): string {
  return host.split('.').slice(-2).join('.');
}
