import type { MeshContext } from '../../lib/mesh/reading/mesh-context';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';

/** Manifests, and the mesh that they are for. */
export interface Case {
  readonly manifests: readonly Manifest[];
  readonly context?: Partial<
    Pick<MeshContext, 'meshConfig' | 'rootNamespace' | 'trustDomain' | 'trustDomainAliases' | 'include'>
  >;
}

/** A manifest of Istio, Kubernetes or the Gateway API by its kind. */
export function object(kind: keyof typeof VERSIONS, key: string, spec?: object, metadata: object = {}): Manifest {
  const [namespace, name] = key.includes('/') ? key.split('/') : [undefined, key];
  return {
    apiVersion: VERSIONS[kind],
    kind: kind.replace('K8s', ''),
    metadata: { name, namespace, ...metadata },
    spec,
  };
}

const VERSIONS = {
  Namespace: 'v1',
  Service: 'v1',
  Deployment: 'apps/v1',
  VirtualService: 'networking.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  ServiceEntry: 'networking.istio.io/v1',
  Gateway: 'networking.istio.io/v1',
  Sidecar: 'networking.istio.io/v1',
  WorkloadGroup: 'networking.istio.io/v1',
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  WasmPlugin: 'extensions.istio.io/v1alpha1',
  K8sGateway: 'gateway.networking.k8s.io/v1',
  GatewayClass: 'gateway.networking.k8s.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  GRPCRoute: 'gateway.networking.k8s.io/v1',
  ReferenceGrant: 'gateway.networking.k8s.io/v1beta1',
} as const;

export type CaseKind = keyof typeof VERSIONS;

export function namespace(name: string, labels: Record<string, string> = { 'istio-injection': 'enabled' }): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

export function service(key: string, spec: object = {}, metadata: object = {}): Manifest {
  const name = key.split('/')[1];
  return object('Service', key, { selector: { app: name }, ports: [{ name: 'http', port: 80 }], ...spec }, metadata);
}

/** A Deployment with the labels of its pods. */
export function deployment(key: string, labels: Record<string, string>, spec: object = {}): Manifest {
  const containers = [{ name: 'server', image: 'server', ports: [{ name: 'http', containerPort: 80 }] }];
  const template = { metadata: { labels }, spec: { containers, ...spec } };
  return object('Deployment', key, { selector: { matchLabels: labels }, template }, { labels });
}
