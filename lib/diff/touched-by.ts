import { fullHost, isWildcard } from '../istio/host';
import { isHttp } from '../istio/protocol';
import { pods } from '../mesh/pods';
import type { Proxy } from '../mesh/proxies';
import { gatewayWorkloads, proxies, proxiesOfGateway } from '../mesh/proxies';
import { push } from '../mesh/reading/group-by';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import type { RegistryService } from '../mesh/registry';
import { registry } from '../mesh/registry';
import { servicesOfPods } from '../mesh/services-of-pods';
import type { VirtualService } from '../mesh/virtual-services';
import { destinationsOf, hostsOf, tcpRulesOf, tlsRulesOf } from '../mesh/virtual-services';
import type { Workload } from '../mesh/workload';
import { selects, workloadOf, WORKLOAD_KINDS } from '../mesh/workload';
import type { TouchScope } from './touch-scope';

type Labels = Readonly<Record<string, string>>;

type Policy = MeshObject<'security.istio.io/AuthorizationPolicy'>;

/** Kinds that decide who is a gateway, who has a waypoint, or which routes there are at all. */
const UNBOUNDED = /^(?:gateway\.networking\.k8s\.io|flagger\.app)\/|^networking\.istio\.io\/ProxyConfig$/;

/**
 * Adds what a changed object can touch, as one of the two meshes shows it. What cannot be bounded touches everything; kinds that decide
 * nothing about requests touch nothing.
 */
export function touchedBy(
  before: MeshObject | undefined,
  after: MeshObject | undefined,
  mesh: Mesh,
  scope: TouchScope,
): void {
  if (isWorkload(before ?? after!) && isAlike(before, after)) {
    return;
  }
  const touch = new Touch(mesh, scope);
  [before, after].forEach((object) => object !== undefined && touch.by(object));
}

function isWorkload({ id }: MeshObject): boolean {
  return (WORKLOAD_KINDS as readonly string[]).includes(id);
}

/** Whether only what runs in pods changes, and nothing that the mesh looks at. */
function isAlike(before: MeshObject | undefined, after: MeshObject | undefined): boolean {
  const [old, own] = [before, after].map((object) => object && seenOfWorkload(object));
  return old !== undefined && old === own && before!.place === after!.place;
}

function seenOfWorkload(object: MeshObject): string | undefined {
  const workload = workloadOf(object as Parameters<typeof workloadOf>[0]);
  if (workload === undefined) {
    return undefined;
  }
  const { labels, annotations, serviceAccount, pod, containers, path } = workload;
  const { spec, status, metadata } = object.manifest as {
    readonly spec?: { readonly replicas?: unknown };
    readonly status?: unknown;
    readonly metadata?: object;
  };
  const ofContainers = [...containers, ...(pod.initContainers ?? [])].map((container) => {
    const { name, ports, args } = container;
    return [name, ports, args, name === 'istio-proxy' ? container.image : undefined];
  });
  return JSON.stringify([
    [labels, annotations, serviceAccount, path, spec?.replicas, pod.hostNetwork, ofContainers],
    [object.labels, object.annotations, path === '' ? status : undefined, metadata],
  ]);
}

class Touch {
  constructor(
    private readonly mesh: Mesh,
    private readonly scope: TouchScope,
  ) {}

  public by(object: MeshObject): void {
    const { scope } = this;
    if (isWorkload(object)) {
      this.byWorkload(object);
      return;
    }
    switch (object.id) {
      case 'networking.istio.io/VirtualService':
        this.byVirtualService(object as VirtualService);
        break;
      case 'networking.istio.io/DestinationRule': {
        const { host = '' } = (object as MeshObject<'networking.istio.io/DestinationRule'>).spec;
        scope.addHosts([this.full(host, object)]);
        break;
      }
      case 'core/Service':
      case 'networking.istio.io/ServiceEntry':
        registry(this.mesh)
          .in(object.namespace)
          .filter((service) => service.object.id === object.id && service.object.name === object.name)
          .forEach((service) => this.byService(service));
        scope.addHosts(namesOf(object, this.mesh));
        break;
      case 'networking.istio.io/WorkloadEntry':
      case 'networking.istio.io/WorkloadGroup':
        this.addHostsOf(object.namespace);
        break;
      case 'networking.istio.io/Sidecar':
        this.byNamespace(object.namespace);
        break;
      case 'networking.istio.io/EnvoyFilter':
      case 'extensions.istio.io/WasmPlugin':
      case 'extensions.istio.io/TrafficExtension':
        this.byNamespace(object.namespace);
        this.addGateways(object.namespace, {});
        break;
      case 'networking.istio.io/Gateway':
        proxiesOfGateway(this.mesh, object as MeshObject<'networking.istio.io/Gateway'>).forEach((each) =>
          this.byGateway(each),
        );
        break;
      case 'security.istio.io/AuthorizationPolicy':
      case 'security.istio.io/RequestAuthentication':
      case 'security.istio.io/PeerAuthentication':
        this.byPolicy(object as Policy);
        break;
      case 'core/Namespace':
        this.byHome(object.name);
        break;
      default:
        if (UNBOUNDED.test(object.id)) {
          scope.everything();
        }
    }
  }

  private byVirtualService(object: VirtualService): void {
    const { mesh, scope } = this;
    const hosts = hostsOf(object, mesh);
    scope.addHosts(hosts);
    scope.addHosts(
      destinationsOf(object).flatMap(({ destination: { host = '' } }) => (host === '' ? [] : this.full(host, object))),
    );
    if (hosts.length === 0) {
      // Whoever delegates to it has the hosts.
      const roots = mesh
        .all('networking.istio.io/VirtualService')
        .filter((each) => (each.spec.http ?? []).some(({ delegate }) => delegate?.name === object.name));
      scope.addHosts(roots.flatMap((each) => hostsOf(each, mesh)));
    }
    const connections = [...tlsRulesOf(object), ...tcpRulesOf(object)];
    if (connections.length > 0) {
      scope.addHosts(
        (object.spec.tls ?? []).flatMap(({ match = [] }) => match.flatMap(({ sniHosts = [] }) => sniHosts)),
      );
      hosts
        .flatMap((host) => registry(mesh).overlapping(host))
        .forEach(({ ports }) => ports.forEach(({ number }) => scope.addPort(number)));
    }
  }

  private byService(service: RegistryService): void {
    const { mesh, scope } = this;
    const { host, namespace, selector, ports, addresses, aliasFor, external } = service;
    const all = registry(mesh);
    scope.addHosts([host, ...(aliasFor === undefined ? [] : [aliasFor])]);
    scope.addHosts(all.all.filter((each) => each.aliasFor === host).map((each) => each.host));
    if (addresses.length > 0) {
      const own = new Set(addresses);
      scope.addHosts(
        all.all.filter((each) => each.addresses.some((address) => own.has(address))).map((each) => each.host),
      );
    }
    ports.forEach(({ number }) => {
      if (!isSettled(mesh, number, service)) {
        scope.addPort(number);
      }
    });
    if (selector !== undefined && (external || Object.keys(selector).length > 0)) {
      pods(mesh)
        .select(selector, namespace)
        .forEach((each) => this.addHostsBehind(each));
      proxies(mesh)
        .gateways.filter((each) => each.namespace === namespace && selects(selector, each.labels))
        .forEach((each) => this.byGateway(each));
    }
    const isOfWaypoint = proxies(mesh).waypoints.some(
      (each) => each.namespace === namespace && selector !== undefined && selects(selector, each.labels),
    );
    if (isOfWaypoint || hasAddressedGateways(mesh)) {
      scope.everything();
    }
  }

  private byWorkload(object: MeshObject): void {
    const { mesh, scope } = this;
    const workload = mesh.workloads.find((each) => each.object.id === object.id && each.object.key === object.key);
    const made = workload ?? workloadOf(object as Parameters<typeof workloadOf>[0]);
    if (made === undefined || gatewayWorkloads(mesh).has(workload)) {
      scope.everything();
      return;
    }
    scope.addCaller(made);
    this.addHostsBehind(made);
    const own = workloadOf(object as Parameters<typeof workloadOf>[0]);
    if (own !== undefined) {
      this.addHostsBehind(own);
    }
    scope.addHosts([`${object.name}.${object.namespace}.svc.${mesh.context.clusterDomain}`]);
  }

  private byPolicy(policy: Policy): void {
    const { mesh, scope } = this;
    const { namespace, spec } = policy;
    const isRoot = namespace === mesh.context.rootNamespace;
    const labels = spec.selector?.matchLabels ?? {};
    const isForAll = Object.keys(labels).length === 0;
    const targets = [spec.targetRef, ...(spec.targetRefs ?? [])].filter((each) => each !== undefined);
    if ((isRoot && (isForAll || hasEntries(mesh))) || proxies(mesh).waypoints.length > 0) {
      scope.everything();
      return;
    }
    this.addGateways(isRoot ? undefined : namespace, targets.length > 0 ? {} : labels);
    if (targets.length > 0) {
      return;
    }
    if (isForAll || hasEntries(mesh)) {
      this.addHostsOf(namespace);
      return;
    }
    pods(mesh)
      .select(labels, isRoot ? undefined : namespace)
      .forEach((each) => this.addHostsBehind(each));
  }

  /** A namespace says who has a sidecar, and which waypoint its services have. */
  private byHome(namespace: string): void {
    const { mesh, scope } = this;
    if (
      mesh.all('gateway.networking.k8s.io/Gateway').length > 0 ||
      'serviceEntryVisibility' in mesh.context.meshConfig
    ) {
      scope.everything();
      return;
    }
    this.byNamespace(namespace);
    this.addGateways(namespace, {});
  }

  private byNamespace(namespace: string): void {
    const { mesh, scope } = this;
    if (namespace === mesh.context.rootNamespace) {
      scope.everything();
      return;
    }
    scope.addCallersOf(namespace);
    this.addHostsOf(namespace);
  }

  private addHostsOf(namespace: string): void {
    this.scope.addHosts(
      registry(this.mesh)
        .in(namespace)
        .map(({ host }) => host),
    );
  }

  private addHostsBehind(workload: Workload): void {
    this.scope.addHosts(servicesOfPods(this.mesh, workload).map(({ host }) => host));
  }

  private addGateways(namespace: string | undefined, labels: Labels): void {
    proxies(this.mesh)
      .gateways.filter((each) => namespace === undefined || each.namespace === namespace)
      .filter((each) => selects(labels, each.labels))
      .forEach((each) => this.byGateway(each));
  }

  /** Sidecars send to gateways, too. */
  private byGateway(gateway: Proxy): void {
    const { mesh, scope } = this;
    scope.addGateway(gateway);
    const { namespace, name } = gateway;
    scope.addHosts([
      `${name}.${namespace}.svc.${mesh.context.clusterDomain}`,
      ...servicesOfPods(mesh, gateway).map(({ host }) => host),
    ]);
  }

  private full(host: string, { namespace }: MeshObject): string {
    return isWildcard(host) ? host : fullHost(host, namespace, this.mesh.context.clusterDomain);
  }
}

/** The hosts of a Service or ServiceEntry, whichever of the meshes has it. */
function namesOf(object: MeshObject, { context }: Mesh): readonly string[] {
  return object.id === 'core/Service'
    ? [`${object.name}.${object.namespace}.svc.${context.clusterDomain}`]
    : ((object as MeshObject<'networking.istio.io/ServiceEntry'>).spec.hosts ?? []);
}

/**
 * Whether a port has a listener for requests, whatever one of its services does. What is no request goes by address, and all services of the
 * port share that listener; virtual hosts of requests they do not share.
 */
function isSettled(mesh: Mesh, number: number, service: RegistryService): boolean {
  const all = mesh.derive(servicesByPort).get(String(number)) ?? [];
  return (
    mesh.all('networking.istio.io/Sidecar').length === 0 &&
    all.every(({ ports }) => ports.every((each) => each.number !== number || isHttp(each.protocol))) &&
    all.some(({ object, visibility }) => object.key !== service.object.key && visibility.everybody)
  );
}

function servicesByPort(mesh: Mesh): ReadonlyMap<string, readonly RegistryService[]> {
  const found = new Map<string, RegistryService[]>();
  for (const service of registry(mesh).all) {
    service.ports.forEach(({ number }) => push(found, String(number), service));
  }
  return found;
}

/** Whether policies may be attached to what is no pod of the manifests. */
function hasEntries(mesh: Mesh): boolean {
  return (
    mesh.all('networking.istio.io/WorkloadEntry').length > 0 ||
    mesh.all('networking.istio.io/ServiceEntry').some(({ spec: { endpoints = [] } }) => endpoints.length > 0)
  );
}

/** Whether Services decide which pods are a gateway of the Gateway API. */
function hasAddressedGateways(mesh: Mesh): boolean {
  return mesh
    .all('gateway.networking.k8s.io/Gateway')
    .some(({ spec }) => ((spec as { readonly addresses?: readonly unknown[] }).addresses ?? []).length > 0);
}
