import { serviceOfHost, fullHost } from '../istio/host';
import { DATAPLANE_MODE, INJECT, INJECTION } from '../istio/data-plane-labels';
import { PROXY_CONTAINER } from '../istio/injection';
import { MESH_GATEWAY } from '../istio/names';
import { compareText } from '../mesh/age';
import { endpointsOf } from '../mesh/endpoints';
import { podsOf } from '../mesh/pods';
import { gatewayWorkloads, proxiesOfGateway } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { Manifest } from '../mesh/reading/mesh-object';
import { MeshObject } from '../mesh/reading/mesh-object';
import type { RegistryService } from '../mesh/registry';
import { registry } from '../mesh/registry';
import { gatewayNames, hostsOf, rulesOf } from '../mesh/virtual-services';
import { selects } from '../mesh/workload';
import { withGatewayApi } from '../routing/gateway-api/with-gateway-api';

type Labels = Readonly<Record<string, string>>;

/** What neither side's manifests show, and what has to be there for their rules to do anything. */
export interface Supposed {
  /** The same for both sides. */
  readonly objects: readonly MeshObject[];
  /** Services whose pods no manifest shows, as `namespace/name`. */
  readonly servers: readonly string[];
  /** Services that have no pods, as others of their namespace have. */
  readonly missing: readonly string[];
  /** Services that no manifest shows. */
  readonly services: readonly string[];
  /** Gateways whose pods no manifest shows. */
  readonly gateways: readonly string[];
  /** Pods that call, where no manifest shows any; `namespace/*` is any pod with a sidecar there. */
  readonly callers: readonly string[];
}

const NOTHING: Supposed = { objects: [], servers: [], missing: [], services: [], gateways: [], callers: [] };

/** Pods that stand for any of a namespace. */
export const ANY_PODS = '*';

/**
 * Manifests of one repository often have the rules alone. What they lead to is taken for something that runs, and their clients for pods with a sidecar,
 * where a namespace has no pods on either side. Where it has some, those that are missing are missing, but for what rules lead to on both sides.
 */
export function supposed(meshes: readonly [before: Mesh, after: Mesh]): Supposed {
  if (meshes.some(({ context }) => context.world === 'closed')) {
    return NOTHING;
  }
  const maker = new Maker(meshes.map((mesh) => mesh.derive(withGatewayApi)));
  return maker.made();
}

class Maker {
  /** Namespaces with pods of their own that are no gateways. */
  private readonly homes: ReadonlySet<string>;
  private readonly objects = new Map<string, MeshObject>();
  /** By Service: the names of those that no DestinationRule tells. */
  private readonly subsets = new Map<string, Set<string>>();
  private readonly servers = new Set<string>();
  private readonly missing = new Set<string>();
  private readonly services = new Set<string>();
  private readonly gateways = new Set<string>();
  private readonly callers = new Set<string>();

  constructor(private readonly meshes: readonly Mesh[]) {
    this.homes = new Set(
      meshes.flatMap((mesh) => {
        const gateways = gatewayWorkloads(mesh);
        return mesh.workloads.filter((each) => !gateways.has(each)).map(({ namespace }) => namespace);
      }),
    );
  }

  public made(): Supposed {
    this.addSubsets();
    this.addServices();
    this.addServers();
    this.addGateways();
    if (this.homes.size === 0) {
      this.addCallers();
    }
    const names = (all: ReadonlySet<string>): readonly string[] => [...all].sort(compareText);
    return {
      objects: [...this.objects.values()],
      servers: names(this.servers),
      missing: names(this.missing),
      services: names(this.services),
      gateways: names(this.gateways),
      callers: names(this.callers),
    };
  }

  /** Services of namespaces of which the manifests show none, where rules name them. */
  private addServices(): void {
    const known = new Set(
      this.meshes.flatMap((mesh) => [...mesh.all('core/Service').map(({ namespace }) => namespace), ...this.homes]),
    );
    const ports = new Map<string, Map<number, string>>();
    for (const { host, port, protocol, mesh } of this.meshes.flatMap((mesh) => mesh.derive(namedHosts))) {
      const service = serviceOfHost(host, mesh.context.clusterDomain);
      if (service === undefined || known.has(service.namespace) || this.isKnown(host)) {
        continue;
      }
      const key = `${service.namespace}/${service.name}`;
      const own = ports.get(key) ?? new Map<number, string>();
      ports.set(key, own);
      if (port !== undefined && !own.has(port)) {
        own.set(port, protocol);
      }
    }
    for (const [key, own] of ports) {
      const [namespace, name] = key.split('/');
      const all = own.size === 0 ? [[HTTP_PORT, 'http'] as const] : [...own];
      this.add('v1', 'Service', namespace, name, {
        selector: { app: name },
        ports: all.map(([port, protocol]) => ({ name: `${protocol}-${port}`, port, targetPort: port })),
      });
      this.services.add(key);
      this.addPods(namespace, name, { app: name }, this.subsetsOf(namespace, name));
    }
  }

  private isKnown(host: string): boolean {
    return this.meshes.some((mesh) => registry(mesh).withHost(host).length > 0);
  }

  /** The pods behind Services, with those of each subset apart. */
  private addServers(): void {
    const all = new Map<string, RegistryService[]>();
    this.meshes.forEach((mesh) =>
      registry(mesh).all.forEach((service) => {
        if (service.object.id === 'core/Service') {
          const key = service.object.key;
          all.set(key, [...(all.get(key) ?? []), service]);
        }
      }),
    );
    const used = this.meshes.map(
      (mesh) => new Set(namedHosts(mesh).flatMap(({ host, isDestination }) => (isDestination === true ? host : []))),
    );
    for (const [key, services] of all) {
      const { selector = {}, namespace, object, aliasFor, host } = services.at(-1)!;
      const isMeant = aliasFor === undefined && Object.keys(selector).length > 0 && !object.external;
      if (!isMeant || this.hasPods(services)) {
        continue;
      }
      // What rules lead to before the change runs somewhere, although others of its namespace are here.
      if (this.homes.has(namespace) && !used.every((hosts) => hosts.has(host))) {
        this.missing.add(key);
      } else {
        this.servers.add(key);
        const selectors = new Map(services.map((each) => [JSON.stringify(each.selector ?? {}), each.selector ?? {}]));
        [...selectors.values()].forEach((each) =>
          this.addPods(namespace, object.name, each, this.subsetsOf(namespace, object.name), containerPorts(services)),
        );
      }
    }
  }

  /** Subsets that rules name, of Services of which no manifest shows a DestinationRule. */
  private addSubsets(): void {
    for (const { host, subset, mesh } of this.meshes.flatMap((mesh) => mesh.derive(namedHosts))) {
      const service = serviceOfHost(host, mesh.context.clusterDomain);
      if (service === undefined || subset === undefined || this.homes.has(service.namespace)) {
        continue;
      }
      const key = `${service.namespace}/${service.name}`;
      if (this.meshes.every((each) => !each.derive(subsetLabels).has(key))) {
        this.subsets.set(key, new Set(this.subsets.get(key)).add(subset));
      }
    }
    for (const [key, names] of this.subsets) {
      const [namespace, name] = key.split('/');
      this.add('networking.istio.io/v1', 'DestinationRule', namespace, `${name} of elsewhere`, {
        host: name,
        subsets: [...names].map((each) => ({ name: each, labels: labelsOfSubset(each) })),
      });
    }
  }

  private hasPods(services: readonly RegistryService[]): boolean {
    return this.meshes.some((mesh) =>
      services.some(
        (service) =>
          podsOf(mesh, service).length > 0 ||
          service.ports.some(({ number }) => endpointsOf(mesh, service, number).length > 0),
      ),
    );
  }

  /** The labels of all subsets of a Service. */
  private subsetsOf(namespace: string, name: string): readonly Labels[] {
    const key = `${namespace}/${name}`;
    const all = [
      ...this.meshes.flatMap((mesh) => mesh.derive(subsetLabels).get(key) ?? []),
      ...[...(this.subsets.get(key) ?? [])].map(labelsOfSubset),
    ];
    const filled = all.filter((labels) => Object.keys(labels).length > 0);
    return [...new Map(filled.map((labels) => [JSON.stringify(labels), labels])).values()];
  }

  private addPods(
    namespace: string,
    name: string,
    selector: Labels,
    subsets: readonly Labels[],
    ports: readonly object[] = [],
  ): void {
    for (const labels of subsets.length === 0 ? [{}] : subsets) {
      const texts = Object.values(labels);
      this.addDeployment(namespace, [name, ...texts].join('-'), { ...selector, ...labels }, name, ports);
    }
  }

  /** Gateways whose selector takes no pods, and that no installation has either. */
  private addGateways(): void {
    for (const mesh of this.meshes) {
      for (const gateway of mesh.all('networking.istio.io/Gateway')) {
        const { selector = {} } = gateway.spec;
        const isMade = [...this.objects.values()].some(
          ({ kind, labels }) => kind === 'Deployment' && selects(selector, labels),
        );
        const isKnown = this.meshes.some((each) => proxiesOfGateway(each, gateway).length > 0);
        if (Object.keys(selector).length > 0 && !isMade && !isKnown) {
          const name = selector.istio ?? selector.app ?? gateway.name;
          const home = this.homeOf(selector) ?? gateway.namespace;
          this.addDeployment(home, name, selector, name, [], true);
          this.gateways.add(`${home}/${name}`);
        }
      }
    }
  }

  /** Where policies for the pods of a gateway are. */
  private homeOf(selector: Labels): string | undefined {
    for (const mesh of this.meshes) {
      const policies = [
        ...mesh.all('security.istio.io/AuthorizationPolicy'),
        ...mesh.all('security.istio.io/RequestAuthentication'),
      ];
      for (const { namespace, spec } of policies) {
        const labels = spec.selector?.matchLabels ?? {};
        if (Object.keys(labels).length > 0 && selects(labels, selector) && namespace !== mesh.context.rootNamespace) {
          return namespace;
        }
      }
    }
    return undefined;
  }

  /** Any pod of the namespaces in which rules are, and those that matches and policies ask for. */
  private addCallers(): void {
    for (const mesh of this.meshes) {
      const { rootNamespace } = mesh.context;
      for (const kind of HOMES) {
        for (const { namespace, external } of mesh.all(kind)) {
          if (!external && namespace !== rootNamespace) {
            this.addCaller(namespace, ANY_PODS, {});
          }
        }
      }
      for (const object of mesh.all('networking.istio.io/VirtualService')) {
        if (!gatewayNames(object).includes(MESH_GATEWAY)) {
          continue;
        }
        this.addCaller(object.namespace, ANY_PODS, {});
        for (const { match } of rulesOf(object).flatMap(({ matches }) => matches)) {
          const { sourceLabels = {}, sourceNamespace } = match as {
            readonly sourceLabels?: Labels;
            readonly sourceNamespace?: string;
          };
          const labels = Object.entries(sourceLabels).map((each) => each.join('='));
          const name = labels.length === 0 ? ANY_PODS : `${ANY_PODS} with ${labels.join(', ')}`;
          this.addCaller(
            sourceNamespace === undefined || sourceNamespace === '' ? object.namespace : sourceNamespace,
            name,
            sourceLabels,
          );
        }
      }
      for (const { spec } of mesh.all('security.istio.io/AuthorizationPolicy')) {
        for (const { source = {} } of (spec.rules ?? []).flatMap(({ from = [] }) => from)) {
          const { principals = [], notPrincipals = [], namespaces = [], notNamespaces = [] } = source;
          [...principals, ...notPrincipals].forEach((principal) => {
            const [, namespace, account] = /(?:^|\/)ns\/([^*/]+)\/sa\/([^*/]+)$/.exec(principal) ?? [];
            if (namespace !== undefined) {
              this.addCaller(namespace, `${ANY_PODS} as ${account}`, {}, account);
            }
          });
          [...namespaces, ...notNamespaces]
            .filter((each) => !each.includes('*'))
            .forEach((namespace) => this.addCaller(namespace, ANY_PODS, {}));
        }
      }
    }
  }

  private addCaller(namespace: string, name: string, labels: Labels, account?: string): void {
    this.callers.add(`${namespace}/${name}`);
    this.addDeployment(namespace, name, labels, account ?? 'default', []);
  }

  private addDeployment(
    namespace: string,
    name: string,
    labels: Labels,
    account: string,
    ports: readonly object[],
    isGateway: boolean = false,
  ): void {
    const container = isGateway ? { name: PROXY_CONTAINER, image: 'auto' } : { name: 'app', image: 'app', ports };
    const ofMesh = !isGateway && !this.isToldOf(namespace) ? { [INJECT]: 'true' } : {};
    this.add(
      'apps/v1',
      'Deployment',
      namespace,
      name,
      {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels: { ...labels, ...ofMesh } },
          spec: { serviceAccountName: account, containers: [container] },
        },
      },
      labels,
    );
  }

  /** Whether the labels of a namespace say how its pods are in the mesh, or that they are not. */
  private isToldOf(namespace: string): boolean {
    return this.meshes.some((mesh) => {
      const labels = mesh.find('core/Namespace', '', namespace)?.labels ?? {};
      return labels[DATAPLANE_MODE] !== undefined || labels[INJECTION] === 'disabled';
    });
  }

  private add(
    apiVersion: string,
    kind: string,
    namespace: string,
    name: string,
    spec: object,
    labels: Labels = {},
  ): void {
    const manifest: Manifest = { apiVersion, kind, metadata: { name, namespace, labels }, spec };
    const key = `${kind} ${namespace}/${name}`;
    // A Deployment of a name that is taken is another one.
    const object = new MeshObject(manifest, true, this.objects.size);
    const isTaken = this.meshes.some((mesh) => mesh.find(object.id, namespace, name) !== undefined);
    if (!isTaken && !this.objects.has(key)) {
      this.objects.set(key, object);
    }
  }
}

/** Kinds that decide something for the pods of their namespace. */
const HOMES = [
  'core/Service',
  'networking.istio.io/DestinationRule',
  'networking.istio.io/ServiceEntry',
  'networking.istio.io/Sidecar',
] as const;

/** Where rules are asked that name no port. */
const HTTP_PORT = 80;

/** Ports that Services call by name. */
function containerPorts(services: readonly RegistryService[]): readonly object[] {
  const names = new Map(
    services
      .flatMap(({ ports }) => ports)
      .flatMap(({ number, targetPort }) => (typeof targetPort === 'string' ? [[targetPort, number] as const] : [])),
  );
  return [...names].map(([name, containerPort]) => ({ name, containerPort }));
}

/** By Service. */
function subsetLabels(mesh: Mesh): ReadonlyMap<string, readonly Labels[]> {
  const found = new Map<string, Labels[]>();
  const { clusterDomain } = mesh.context;
  for (const { spec, namespace: home } of mesh.all('networking.istio.io/DestinationRule')) {
    const { host = '', subsets = [] } = spec;
    const service = serviceOfHost(fullHost(host, home, clusterDomain), clusterDomain);
    if (service !== undefined) {
      const key = `${service.namespace}/${service.name}`;
      found.set(key, [...(found.get(key) ?? []), ...subsets.map(({ labels = {} }) => labels)]);
    }
  }
  return found;
}

/** As most call their versions. */
function labelsOfSubset(name: string): Labels {
  return { version: name };
}

interface NamedHost {
  readonly mesh: Mesh;
  readonly host: string;
  readonly subset?: string;
  /** Whether it is where a VirtualService sends requests. */
  readonly isDestination?: boolean;
  readonly port?: number;
  readonly protocol: string;
}

/** Hosts that rules lead to, or are for, in full. */
function namedHosts(mesh: Mesh): readonly NamedHost[] {
  const { clusterDomain } = mesh.context;
  const ofRules = mesh.all('networking.istio.io/VirtualService').flatMap((object) => {
    const all = rulesOf(object);
    const own = gatewayNames(object).includes(MESH_GATEWAY)
      ? hostsOf(object, mesh).flatMap((host): NamedHost[] =>
          all.flatMap(({ kind, matches }): NamedHost[] => [
            { mesh, host, protocol: kind },
            ...matches.map(({ match }) => ({ mesh, host, port: match.port, protocol: kind })),
          ]),
        )
      : [];
    const led = all.flatMap(({ kind, destinations, mirrors }) =>
      [...destinations, ...mirrors].map(({ destination: { host = '', port, subset } }): NamedHost => ({
        mesh,
        host: fullHost(host, object.namespace, clusterDomain),
        subset,
        isDestination: true,
        port: port?.number,
        protocol: kind,
      })),
    );
    return [...own, ...led];
  });
  const ofSettings = mesh
    .all('networking.istio.io/DestinationRule')
    .map(({ spec: { host = '' }, namespace }): NamedHost => ({
      mesh,
      host: fullHost(host, namespace, clusterDomain),
      protocol: 'http',
    }));
  return [...ofRules, ...ofSettings];
}
