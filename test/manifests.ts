/*
 * Manifests in short, for all tests: a builder for any kind, and one for each kind that tests write often.
 * An object is named by its key, `namespace/name`.
 */
import type { Manifest } from '../lib/mesh/reading/mesh-object';

type Labels = Readonly<Record<string, string>>;

const VERSIONS: Readonly<Record<string, string>> = {
  ConfigMap: 'v1',
  Namespace: 'v1',
  Node: 'v1',
  Pod: 'v1',
  Secret: 'v1',
  Service: 'v1',
  DaemonSet: 'apps/v1',
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  CronJob: 'batch/v1',
  Job: 'batch/v1',
  Ingress: 'networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  GatewayClass: 'gateway.networking.k8s.io/v1',
  GRPCRoute: 'gateway.networking.k8s.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  ReferenceGrant: 'gateway.networking.k8s.io/v1beta1',
  DestinationRule: 'networking.istio.io/v1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
  Gateway: 'networking.istio.io/v1',
  ProxyConfig: 'networking.istio.io/v1beta1',
  ServiceEntry: 'networking.istio.io/v1',
  Sidecar: 'networking.istio.io/v1',
  VirtualService: 'networking.istio.io/v1',
  WorkloadEntry: 'networking.istio.io/v1',
  WorkloadGroup: 'networking.istio.io/v1',
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  TrafficExtension: 'extensions.istio.io/v1alpha1',
  WasmPlugin: 'extensions.istio.io/v1alpha1',
  Canary: 'flagger.app/v1beta1',
  Certificate: 'cert-manager.io/v1',
  Rollout: 'argoproj.io/v1alpha1',
};

/**
 * A manifest of any kind: `manifest('Service', 'shop/reviews', spec)`. A kind that is not in the list above, or is of another
 * version, has its version before it: `gateway.networking.k8s.io/v1/Gateway`.
 */
export function manifest(kind: string, key: string, spec?: unknown, metadata: object = {}): Manifest {
  const [kindName, ...version] = kind.split('/').reverse();
  const apiVersion = version.length > 0 ? version.reverse().join('/') : VERSIONS[kind];
  if (apiVersion === undefined) {
    throw new Error(
      `The version of ${kind} is not in test/manifests.ts. Add it there, or write "group/version/${kind}".`,
    );
  }
  const [name, namespace] = key.split('/').reverse();
  return {
    apiVersion,
    kind: kindName,
    metadata: { name, ...(namespace !== undefined && { namespace }), ...metadata },
    ...(spec !== undefined && { spec }),
  };
}

const ofKind =
  (kind: string) =>
  (key: string, spec: object = {}, metadata: object = {}): Manifest =>
    manifest(kind, key, spec, metadata);

export const virtualService = ofKind('VirtualService');
export const destinationRule = ofKind('DestinationRule');
export const serviceEntry = ofKind('ServiceEntry');
export const sidecar = ofKind('Sidecar');
export const workloadEntry = ofKind('WorkloadEntry');
export const authorizationPolicy = ofKind('AuthorizationPolicy');
export const peerAuthentication = ofKind('PeerAuthentication');
export const requestAuthentication = ofKind('RequestAuthentication');
/** A Gateway of the Gateway API. */
export const apiGateway = ofKind('gateway.networking.k8s.io/v1/Gateway');

export function namespace(name: string, labels: Labels = {}, annotations: Labels = {}): Manifest {
  return manifest('Namespace', name, undefined, { labels, annotations });
}

export const INJECTED: Labels = { 'istio-injection': 'enabled' };

/** The namespace `shop`, with injection. */
export const SHOP = namespace('shop', INJECTED);

/**
 * A Service for the pods with the label `app` of its name. A number among its ports is a port for HTTP, as the API server stores it.
 */
export function service(
  key: string,
  ports: readonly (number | object)[] = [80],
  more: object = {},
  metadata: object = {},
): Manifest {
  const written = ports.map((port) =>
    typeof port === 'number' ? { name: `http-${port}`, port, targetPort: port, protocol: 'TCP' } : port,
  );
  return manifest('Service', key, { selector: { app: nameIn(key) }, ports: written, ...more }, metadata);
}

/** Makes a Service one that selects no pods. */
export const NO_SELECTOR = { selector: undefined };

/** The template of pods. */
export interface Pods {
  /** @default - `app` with the name of the workload */
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly spec?: object;
}

const CONTAINERS = [{ name: 'app', image: 'registry.example.com/app:1' }];

/** A Deployment, or another kind with a template of pods. */
export function workload(key: string, pods: Pods = {}, metadata: object = {}, kind: string = 'Deployment'): Manifest {
  const { labels = { app: nameIn(key) }, annotations, spec } = pods;
  const template = { metadata: { labels, annotations }, spec: { containers: CONTAINERS, ...spec } };
  return manifest(kind, key, kind === 'CronJob' ? { jobTemplate: { spec: { template } } } : { template }, metadata);
}

/** A Deployment by the labels and the spec of its pods. */
export function deployment(key: string, labels: Labels, spec: object = {}): Manifest {
  return workload(key, { labels, spec });
}

/** The Service `reviews` with its pods, in the namespace `shop`. */
export const SHOP_REVIEWS: readonly Manifest[] = [
  SHOP,
  service('shop/reviews'),
  deployment('shop/reviews', { app: 'reviews' }),
];

export function pod(key: string, spec: object = {}, metadata: object = {}): Manifest {
  return manifest('Pod', key, { containers: CONTAINERS, ...spec }, { labels: { app: nameIn(key) }, ...metadata });
}

/** The labels of the pods of the ingress gateway that istioctl and Helm install. */
export const INGRESS: Labels = { istio: 'ingressgateway' };

/** The pods of an ingress gateway, which its Service selects by `app: gw`. */
export function ingressPods(namespace: string): Manifest {
  return deployment(`${namespace}/istio-ingressgateway`, { app: 'gw', ...INGRESS });
}

/** A Gateway of the ingress gateway. */
export function gateway(key: string, ...servers: object[]): Manifest {
  return manifest('Gateway', key, { selector: INGRESS, servers });
}

/** A server of a Gateway. */
export interface Server {
  readonly port: { readonly number: number; readonly name: string; readonly protocol: string };
  readonly hosts: readonly string[];
  readonly tls?: object;
}

export function server(number: number, protocol: string, hosts: readonly string[], tls?: object): Server {
  return { port: { number, name: `${protocol.toLowerCase()}-${number}`, protocol }, hosts, ...(tls && { tls }) };
}

/** Servers of one Gateway, which have to have different names. */
export function named(servers: readonly Server[]): Server[] {
  return servers.map((each, i) => ({ ...each, port: { ...each.port, name: `port-${i}` } }));
}

/** A route that sends everything to destinations: `to('reviews', ['reviews', 'v1', 80])`. */
export function to(...destinations: (string | [host: string, subset: string | undefined, weight: number])[]): object {
  return {
    route: destinations.map((each) =>
      typeof each === 'string'
        ? { destination: { host: each } }
        : { destination: { host: each[0], subset: each[1] }, weight: each[2] },
    ),
  };
}

/** Subsets of a DestinationRule, each by the label `version` with its name. */
export function subsets(...names: string[]): object {
  return { subsets: names.map((name) => ({ name, labels: { version: name } })) };
}

/** A ServiceEntry for hosts, with ports for HTTP. */
export function external(
  key: string,
  hosts: readonly string[],
  more: object = {},
  ports: readonly number[] = [80],
): Manifest {
  return serviceEntry(key, {
    hosts,
    resolution: 'DNS',
    ports: ports.map((number) => ({ number, name: `http-${number}`, protocol: 'HTTP' })),
    ...more,
  });
}

function nameIn(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
