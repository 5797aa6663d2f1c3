import { istioctlGateway } from '../istio/installed-gateways';
import { PROXY_CONTAINER } from '../istio/injection';
import { isInMesh } from './injection';
import { LabelIndex } from './label-index';
import type { Gateway } from './gateways';
import type { GatewayApiGateway } from './managed-gateways';
import { GATEWAY_NAME, hostsOfGateway, managedGateway } from './managed-gateways';
import { pods } from './pods';
import type { Mesh } from './reading/mesh';
import { takesRoutes } from './route-parents';
import type { Workload } from './workload';
import { selects } from './workload';

type Labels = Readonly<Record<string, string>>;

/** Pods, all alike, that ask istiod for configuration (pilot/pkg/model/context.go: Proxy). */
export interface Proxy {
  readonly kind: 'sidecar' | 'gateway' | 'waypoint';
  readonly namespace: string;
  readonly labels: Labels;
  /** That of the object that makes the pods; empty for an imagined client. */
  readonly name: string;
  /** Of the pods, where the manifests show them. */
  readonly annotations?: Labels;
  /** What makes the pods, where the manifests show it. */
  readonly workload?: Workload;
}

export interface Proxies {
  readonly sidecars: readonly Proxy[];
  readonly gateways: readonly Proxy[];
  readonly waypoints: readonly Proxy[];
}

/** All that istiod configures, as far as it is known. */
export function proxies(mesh: Mesh): Proxies {
  return mesh.derive(allProxies);
}

/** What makes the pods of gateways and waypoints, as far as the manifests show it. */
export function gatewayWorkloads(mesh: Mesh): ReadonlySet<Workload | undefined> {
  return mesh.derive(workloadsOfGateways);
}

function workloadsOfGateways(mesh: Mesh): ReadonlySet<Workload | undefined> {
  const { gateways, waypoints } = proxies(mesh);
  return new Set([...gateways, ...waypoints].map(({ workload }) => workload));
}

/** An imagined client in a namespace, to ask what it would see. */
export function sidecarOf(namespace: string, labels: Labels = {}): Proxy {
  return { kind: 'sidecar', namespace, labels, name: '' };
}

/**
 * The proxies that a Gateway configures: those of all namespaces whose pods its selector takes; without a selector all gateways
 * (pilot/pkg/model/push_context.go: mergeGateways).
 */
export function proxiesOfGateway(mesh: Mesh, { spec: { selector = {} } }: Gateway): readonly Proxy[] {
  return mesh.derive(gatewayIndex).select(selector);
}

/** The namespaces in which the pods of a Gateway run; none where nothing is known of them. */
export function namespacesOfGateway(mesh: Mesh, gateway: Gateway): readonly string[] {
  return [...new Set(proxiesOfGateway(mesh, gateway).map(({ namespace }) => namespace))];
}

const TEMPLATES = 'inject.istio.io/templates';
/** What istioctl installs in the root namespace, unless it is told otherwise. */
const INSTALLED = (['ingressgateway', 'egressgateway'] as const).map(istioctlGateway);

function allProxies(mesh: Mesh): Proxies {
  const selected = new Set<Workload>();
  const unknown: Labels[] = [];
  for (const { spec } of mesh.all('networking.istio.io/Gateway')) {
    const found = hasKeys(spec.selector) ? pods(mesh).select(spec.selector) : [];
    found.forEach((workload) => selected.add(workload));
    if (found.length === 0 && hasKeys(spec.selector)) {
      unknown.push(spec.selector);
    }
  }
  for (const gateway of mesh.all('gateway.networking.k8s.io/Gateway')) {
    for (const { selector, namespace } of podsByHost(mesh, gateway)) {
      const found = pods(mesh).select(selector, namespace);
      found.forEach((workload) => selected.add(workload));
      if (found.length === 0) {
        unknown.push(selector);
      }
    }
  }
  const isGateway = (workload: Workload): boolean => selected.has(workload) || isRouter(workload);
  const made = mesh.all('gateway.networking.k8s.io/Gateway').flatMap((gateway): readonly Proxy[] => {
    const managed = managedGateway(gateway, mesh);
    if (managed === undefined) {
      return [];
    }
    const { kind, labels, annotations, name } = managed;
    const { namespace } = gateway;
    const found = kind === 'waypoint' ? ofWaypoint(mesh, namespace, gateway.name) : undefined;
    return [found === undefined ? { kind, namespace, labels, annotations, name } : ofWorkload(kind, found)];
  });
  const ofWaypoints = new Set(made.filter(({ kind }) => kind === 'waypoint').map(({ workload }) => workload));
  return {
    get sidecars() {
      return mesh.derive(sidecars);
    },
    gateways: [
      ...mesh.workloads
        .filter((workload) => isGateway(workload) && !ofWaypoints.has(workload))
        .map((workload) => ofWorkload('gateway', workload)),
      ...made.filter(({ kind }) => kind === 'gateway'),
      ...installed(mesh, unknown),
    ],
    waypoints: made.filter(({ kind }) => kind === 'waypoint'),
  };
}

function sidecars(mesh: Mesh): readonly Proxy[] {
  const gateways = gatewayWorkloads(mesh);
  return mesh.workloads
    .filter((workload) => !gateways.has(workload) && isInMesh(workload, mesh))
    .map((workload) => ofWorkload('sidecar', workload));
}

interface SelectedPods {
  readonly namespace: string;
  readonly selector: Labels;
}

/** The pods behind the Services that a Gateway of the Gateway API names as its addresses. */
function podsByHost(mesh: Mesh, gateway: GatewayApiGateway): readonly SelectedPods[] {
  if (managedGateway(gateway, mesh) !== undefined || !takesRoutes(mesh, gateway)) {
    return [];
  }
  return hostsOfGateway(gateway, mesh).flatMap((host): readonly SelectedPods[] => {
    const [name, namespace = ''] = host.replace(`.svc.${mesh.context.clusterDomain}`, '').split('.');
    const service = mesh.find('core/Service', namespace, name);
    const installed = INSTALLED.find((each) => each.name === name && namespace === mesh.context.rootNamespace);
    const selector = service?.spec.selector ?? installed?.podLabels;
    return selector === undefined || !hasKeys(selector) ? [] : [{ namespace, selector }];
  });
}

/** The gateways of an installation that Gateways ask for and the manifests do not show. */
function installed({ context }: Mesh, unknown: readonly Labels[]): Proxy[] {
  return INSTALLED.flatMap(({ name, podLabels }) => {
    const asked = unknown.filter((selector) => selector.istio === podLabels.istio || selects(selector, podLabels));
    return asked.length === 0
      ? []
      : {
          kind: 'gateway' as const,
          namespace: context.rootNamespace,
          labels: Object.assign({}, ...asked, podLabels) as Labels,
          name,
        };
  });
}

/** The pods of a waypoint, where the manifests show them. */
function ofWaypoint(mesh: Mesh, namespace: string, name: string): Workload | undefined {
  return mesh.workloads.find((each) => each.namespace === namespace && each.labels[GATEWAY_NAME] === name);
}

/** Whether the proxy of pods is started as a gateway (`proxy router`). One without an application beside it can be nothing else. */
function isRouter({ containers, annotations }: Workload): boolean {
  const { args = [] } = containers.find(({ name }) => name === PROXY_CONTAINER) ?? {};
  const templates = (annotations[TEMPLATES] ?? '').split(',').map((each) => each.trim());
  const isAlone = containers.length === 1 && containers[0].name === PROXY_CONTAINER && !args.includes('sidecar');
  return args.includes('router') || templates.includes('gateway') || isAlone;
}

function ofWorkload(kind: Proxy['kind'], workload: Workload): Proxy {
  const { namespace, labels, annotations, name } = workload;
  return { kind, namespace, labels, annotations, name, workload };
}

function hasKeys(labels: Labels | undefined): labels is Labels {
  return labels !== undefined && Object.keys(labels).length > 0;
}

function gatewayIndex(mesh: Mesh): LabelIndex<Proxy> {
  return new LabelIndex(proxies(mesh).gateways);
}
