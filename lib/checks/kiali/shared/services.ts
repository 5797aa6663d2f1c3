import { push } from '../../../mesh/reading/group-by';
import type { Mesh } from '../../../mesh/reading/mesh';
import type { MeshObject } from '../../../mesh/reading/mesh-object';
import type { HostName } from './hosts';
import { serviceDomain } from './hosts';
import { meshNamespaces } from './namespaces';
import { defaultExportTo } from './visibility';
import { gatewayDeployments } from './workloads';

export type Service = MeshObject<'core/Service'>;

interface Known {
  readonly service?: Service;
  /** The namespaces that see it; undefined for all. */
  readonly viewers?: readonly string[];
}

/** Services by namespace and name, those that istiod makes for Gateways of the Gateway API included. */
export class ServiceIndex {
  constructor(
    private readonly known: ReadonlyMap<string, Known>,
    private readonly domain: string,
  ) {}

  public has(namespace: string, name: string): boolean {
    return this.known.has(`${namespace}/${name}`);
  }

  /** Undefined for one that istiod makes. */
  public find(namespace: string, name: string): Service | undefined {
    return this.known.get(`${namespace}/${name}`)?.service;
  }

  /** Whether a host is a Service that a namespace sees. */
  public sees(host: HostName, namespace: string): boolean {
    const key = this.keyOf(host);
    const found = key === undefined ? undefined : this.known.get(key);
    return found !== undefined && (found.viewers?.includes(namespace) ?? true);
  }

  /** A namespace that no object lives in may still be written: `reviews.shop`. */
  private keyOf({ inCluster, namespace, service, full }: HostName): string | undefined {
    if (inCluster) {
      return `${namespace}/${service}`;
    }
    const [name, within, ...rest] = full.split('.');
    return within !== undefined && ['', 'svc', this.domain].includes(rest.join('.')) ? `${within}/${name}` : undefined;
  }
}

export function serviceIndex(mesh: Mesh): ServiceIndex {
  const known = new Map<string, Known>();
  for (const { namespace, name } of mesh.derive(gatewayDeployments)) {
    known.set(`${namespace}/${name}`, {});
  }
  for (const service of mesh.all('core/Service')) {
    known.set(service.key, { service, viewers: viewersOf(service, mesh) });
  }
  return new ServiceIndex(known, serviceDomain(mesh.context));
}

function viewersOf(service: Service, mesh: Mesh): readonly string[] | undefined {
  const annotation = service.annotations['networking.istio.io/exportTo'];
  const byDefault = mesh.derive(meshNamespaces).inMesh(service.namespace) ? defaultExportTo(mesh, 'ServiceEntry') : [];
  const exportTo =
    annotation === undefined
      ? byDefault
      : annotation
          .split(',')
          .map((each) => each.trim())
          .filter((each) => each !== '');
  return exportTo.length === 0 || exportTo.includes('*')
    ? undefined
    : exportTo.map((each) => (each === '.' ? service.namespace : each));
}

/** Names of Services of a namespace, for a suggestion. */
export function serviceNames(mesh: Mesh): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { namespace, name } of mesh.all('core/Service')) {
    push(names, namespace, name);
  }
  return names;
}
