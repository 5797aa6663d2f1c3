import type { RegistryService } from '../mesh/registry';

/** What a service is called in the Host of a request. */
export interface ServiceDomains {
  readonly domains: readonly string[];
  /** Those of them that only stand for the full host, and give way to a service that has them for its own. */
  readonly alternatives: ReadonlySet<string>;
}

/**
 * The names and addresses by which the sidecars of a namespace know a service (pilot/pkg/networking/core/httproute.go:
 * generateVirtualHostDomains).
 */
export function domainsOf(service: RegistryService, namespace: string, clusterDomain: string): ServiceDomains {
  const alternatives = new Set<string>();
  const domains = [service.host, ...service.aliases.map(({ host }) => host)].flatMap((host) => {
    const others = alternativesOf(host, namespace, clusterDomain);
    others.forEach((other) => alternatives.add(other));
    return [host, ...others];
  });
  // Pods of a headless Service have names of their own.
  const pods = service.headless ? domains.map((domain) => `*.${domain}`) : [];
  return {
    domains: [...domains, ...pods, ...service.addresses.filter((address) => address !== '0.0.0.0').map(bracketed)],
    alternatives,
  };
}

/** All names and addresses by which any sidecars may know a service. */
export function anyDomainsOf(service: RegistryService, clusterDomain: string): ReadonlySet<string> {
  const hosts = [service.host, ...service.aliases.map(({ host }) => host)];
  const homes = new Set(['', ...hosts.map((host) => host.split('.')[1])]);
  return new Set([...homes].flatMap((namespace) => domainsOf(service, namespace, clusterDomain).domains));
}

/** pilot/pkg/networking/core/httproute.go: GenerateAltVirtualHosts, generateAltVirtualHostsForKubernetesService. */
function alternativesOf(host: string, namespace: string, clusterDomain: string): string[] {
  const absolute = isAddress(host) ? [] : [`${host}.`];
  const end = host.indexOf('.svc.');
  if (!host.endsWith(`.svc.${clusterDomain}`) || end <= 0) {
    return absolute;
  }
  const [short, dot] = [host.slice(0, end), host.indexOf('.')];
  return short.slice(dot + 1) === namespace && dot < end
    ? [...absolute, host.slice(0, dot), `${short}.svc`, short]
    : [...absolute, short, `${short}.svc`];
}

function isAddress(host: string): boolean {
  return host.includes(':') || /^\d+(\.\d+){3}$/.test(host);
}

/** pilot/pkg/networking/util/util.go: IPv6Compliant. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
