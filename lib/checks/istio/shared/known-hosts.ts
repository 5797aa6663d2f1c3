import { push } from '../../../mesh/reading/group-by';
import { fullHost, serviceOfHost } from '../../../istio/host';
import { HostTable } from '../../../mesh/host-table';
import { AlikeNames } from './alike-names';
import { analyzed } from './analyzed';
import { madeServices } from '../../../mesh/made-services';
import type { Mesh } from '../../../mesh/reading/mesh';
import { MeshObject } from '../../../mesh/reading/mesh-object';
import { once } from '../../../mesh/reading/once';

/** A host that a Service or a ServiceEntry gives to the mesh. */
export interface KnownHost {
  readonly object: MeshObject<'core/Service'> | MeshObject<'networking.istio.io/ServiceEntry'>;
  /** In full; it may begin with `*`. */
  readonly host: string;
  readonly ports: readonly number[];
  /** Of the `workloadSelector` of a ServiceEntry. */
  readonly workloadLabels: Readonly<Record<string, string>>;
  /** The namespaces that see it; `*` for all. */
  readonly scopes: readonly string[];
}

/** Hosts that one could be meant of. */
interface Neighbours {
  readonly names: AlikeNames;
  /** Whether the manifests themselves have none of them. */
  readonly absence: boolean;
}

const NONE: readonly KnownHost[] = [];

/** The hosts of the mesh, and who sees them: `mesh.derive(knownHosts)`. */
export class KnownHosts {
  /** By namespace, `*` for hosts that all namespaces see, and by host. */
  private readonly byScope = new Map<string, Map<string, KnownHost[]>>();
  private readonly wildcards = new HostTable<{ readonly scope: string; readonly known: KnownHost }>();
  private readonly byHost = new Map<string, KnownHost[]>();
  private readonly byName = new Map<string, KnownHost[]>();
  private readonly byNamespace = new Map<string, KnownHost[]>();
  private readonly byDomain = new Map<string, KnownHost[]>();

  private readonly services = once((there: readonly KnownHost[]) =>
    neighbours(there, ({ host }) => serviceOfHost(host, this.clusterDomain)!.name),
  );
  private readonly outside = once((there: readonly KnownHost[]) => neighbours(there, ({ host }) => host));

  constructor(
    public readonly all: readonly KnownHost[],
    private readonly clusterDomain: string,
  ) {
    for (const known of all) {
      this.add(known);
    }
  }

  private add(known: KnownHost): void {
    const { host, object, scopes } = known;
    for (const scope of new Set(scopes)) {
      const seen = this.byScope.get(scope) ?? new Map<string, KnownHost[]>();
      this.byScope.set(scope, seen);
      // istiod asks Services first, and takes ServiceEntries with one host together.
      if (object.id === 'core/Service') {
        seen.set(host, [known]);
      } else {
        push(seen, host, known);
      }
      if (host.startsWith('*')) {
        this.wildcards.add(host, { scope, known });
      }
    }
    push(this.byHost, host, known);
    const service = serviceOfHost(host, this.clusterDomain);
    if (service === undefined) {
      push(this.byDomain, domainOf(host), known);
    } else {
      push(this.byName, service.name, known);
      push(this.byNamespace, service.namespace, known);
    }
  }

  /**
   * What a host stands for, as a rule of a namespace writes it; nothing where it is not known there. There are several only where
   * Istio takes any one of them.
   *
   * @param exportTo of the rule: analyzers of Istio look for the host where the rule is seen
   */
  public find(host: string, namespace: string, exportTo: readonly string[] = []): readonly KnownHost[] {
    const full = fullHost(host, namespace, this.clusterDomain);
    const scopes = exportTo.length === 0 ? [namespace] : exportTo.map((to) => (to === '.' ? namespace : to));
    for (const scope of ['*', ...scopes]) {
      const found = this.byScope.get(scope)?.get(full);
      if (found !== undefined) {
        return found;
      }
    }
    return this.wildcards
      .covering(host)
      .filter(({ scope }) => scope === '*' || scope === namespace)
      .map(({ known }) => known);
  }

  /** Whatever has exactly this full host, whoever sees it. */
  public withHost(host: string): readonly KnownHost[] {
    return this.byHost.get(host) ?? [];
  }

  /** Hosts of the cluster whose Service has this name, in all namespaces. */
  public namesakes(name: string): readonly KnownHost[] {
    return this.byName.get(name) ?? [];
  }

  /** The names of the Services of a namespace. */
  public in(namespace: string): Neighbours {
    return this.services(this.byNamespace.get(namespace) ?? NONE);
  }

  /** Hosts outside the cluster that end like this one. */
  public ofDomain(host: string): Neighbours {
    return this.outside(this.byDomain.get(domainOf(host)) ?? NONE);
  }
}

function neighbours(there: readonly KnownHost[], nameOf: (known: KnownHost) => string): Neighbours {
  return { names: new AlikeNames(there.map(nameOf)), absence: there.every(({ object }) => object.external) };
}

export function knownHosts(mesh: Mesh): KnownHosts {
  const domain = mesh.context.clusterDomain;
  return new KnownHosts(
    [
      ...analyzed(mesh, 'networking.istio.io/ServiceEntry').flatMap((entry) => hostsOfEntry(entry, domain)),
      ...mesh.derive(services).map((service) => hostOfService(service, domain)),
    ],
    domain,
  );
}

/**
 * All Services that Istio's analyzers see, and those that controllers will make. The analyzers mistake it for granted that the ingress
 * gateway of Istio's chart has one.
 */
export function services(mesh: Mesh): readonly MeshObject<'core/Service'>[] {
  const given = [...analyzed(mesh, 'core/Service'), ...mesh.derive(madeServices)];
  const ingress = ingressService(mesh);
  return ingress === undefined ? given : [...given, ingress];
}

function ingressService(mesh: Mesh): MeshObject<'core/Service'> | undefined {
  const { meshConfig, rootNamespace: namespace } = mesh.context;
  const name = 'istio-ingressgateway';
  if (meshConfig.ingressControllerMode === 'OFF' || mesh.find('core/Service', namespace, name) !== undefined) {
    return undefined;
  }
  const ports = [80, 443, 31400, 15443].map((port) => ({ port, targetPort: port, protocol: 'TCP' }));
  const manifest = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { istio: 'ingressgateway' }, ports },
  };
  return new MeshObject<'core/Service'>(manifest, true);
}

function hostOfService(object: MeshObject<'core/Service'>, domain: string): KnownHost {
  const { namespace, name, annotations, spec } = object;
  const exported = annotations['networking.istio.io/exportTo'] ?? '';
  return {
    object,
    host: fullHost(name, namespace, domain),
    ports: spec.ports?.map(({ port }) => port ?? 0) ?? [],
    workloadLabels: {},
    scopes: exported === '' ? ['*'] : exported.split(',').map((to) => scopeOf(to.trim(), namespace)),
  };
}

function hostsOfEntry(object: MeshObject<'networking.istio.io/ServiceEntry'>, domain: string): KnownHost[] {
  const { namespace, spec } = object;
  const { hosts = [], ports, workloadSelector, exportTo = [] } = spec;
  return hosts.map((host) => ({
    object,
    host: fullHost(host, namespace, domain),
    ports: ports?.map((port) => port.number ?? 0) ?? [],
    workloadLabels: workloadSelector?.labels ?? {},
    scopes: exportTo.length === 0 ? ['*'] : exportTo.map((to) => scopeOf(to, namespace)),
  }));
}

function scopeOf(exportedTo: string, namespace: string): string {
  return exportedTo === '.' ? namespace : exportedTo;
}

/** `example.com` of `api.example.com` */
function domainOf(host: string): string {
  return host.split('.').slice(-2).join('.');
}
