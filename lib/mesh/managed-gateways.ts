import { BUILT_IN_GATEWAY_CLASSES, GATEWAY_CONTROLLERS } from '../istio/gateway-classes';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';

export type GatewayApiGateway = MeshObject<'gateway.networking.k8s.io/Gateway'>;

/** The pods that istiod makes for a Gateway of the Gateway API. */
export interface ManagedGateway {
  readonly kind: 'gateway' | 'waypoint';
  /** Of their Deployment and Service, and of their service account unless an annotation says otherwise. */
  readonly name: string;
  readonly serviceAccount: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of their pods and of their Service, and where the Gateway has them. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly annotationsPath: string;
}

/** The labels of pods with the name of their Gateway, that of its class, and the controller that made them. */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
export const GATEWAY_CLASS_NAME = 'gateway.networking.k8s.io/gateway-class-name';
export const GATEWAY_MANAGED = 'gateway.istio.io/managed';

/**
 * What istiod runs for a Gateway; undefined where it runs nothing
 * (pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go: Reconcile, configureIstioGateway).
 */
export function managedGateway(gateway: GatewayApiGateway, mesh: Mesh): ManagedGateway | undefined {
  const controller = GATEWAY_CONTROLLERS.get(controllerOf(gateway, mesh) ?? '');
  if (controller?.pods === undefined || !isManaged(gateway)) {
    return undefined;
  }
  const { annotations, spec } = gateway;
  const own = spec.infrastructure?.annotations;
  const usual = controller.namedAlone ? gateway.name : `${gateway.name}-${spec.gatewayClassName}`;
  const name = annotations['gateway.istio.io/name-override'] ?? usual;
  return {
    kind: controller.pods,
    name,
    serviceAccount: annotations['gateway.istio.io/service-account'] ?? usual,
    labels: labelsOf(gateway, name, controller.label),
    // Without those of spec.infrastructure istiod copies the annotations of the Gateway.
    annotations: own ?? annotations,
    annotationsPath: own === undefined ? 'metadata.annotations' : 'spec.infrastructure.annotations',
  };
}

/** The Services whose pods a Gateway is for, by their hosts (pilot/pkg/config/kube/gateway/conversion.go: extractGatewayServices). */
export function hostsOfGateway(gateway: GatewayApiGateway, mesh: Mesh): readonly string[] {
  const end = `${gateway.namespace}.svc.${mesh.context.clusterDomain}`;
  const managed = managedGateway(gateway, mesh);
  return managed === undefined
    ? (gateway.spec.addresses ?? [])
        .filter(({ type = 'IPAddress' }) => type === 'Hostname')
        .map(({ value = '' }) => (value.includes('.') ? value : `${value}.${end}`))
    : [`${managed.name}.${end}`];
}

/** A Service that istiod makes for a Gateway. */
export interface ManagedService extends ManagedGateway {
  readonly gateway: GatewayApiGateway;
}

/** The Services that istiod makes for gateways of the Gateway API, by namespace and name: `mesh.derive(managedServices)`. */
export function managedServices(mesh: Mesh): ReadonlyMap<string, ManagedService> {
  return new Map(
    mesh.all('gateway.networking.k8s.io/Gateway').flatMap((gateway): [string, ManagedService][] => {
      const managed = managedGateway(gateway, mesh);
      return managed?.kind === 'gateway' ? [[`${gateway.namespace}/${managed.name}`, { ...managed, gateway }]] : [];
    }),
  );
}

/** The controller of a Gateway's class; undefined where the manifests do not show it (gatewayclass_collection.go: FetchGatewayClass). */
export function controllerOf({ spec }: GatewayApiGateway, mesh: Mesh): string | undefined {
  const name = spec.gatewayClassName;
  return (
    mesh.find('gateway.networking.k8s.io/GatewayClass', '', name)?.spec.controllerName ??
    BUILT_IN_GATEWAY_CLASSES.get(name)
  );
}

/** A Gateway with addresses refers to pods that exist already, except that a single IP address requests it (gateway_utils.go: IsManaged). */
function isManaged({ spec: { addresses = [] } }: GatewayApiGateway): boolean {
  const [first] = addresses;
  return first === undefined || (addresses.length === 1 && (first.type ?? 'IPAddress') === 'IPAddress');
}

/**
 * manifests/charts/istio-control/istio-discovery/files: kube-gateway.yaml, waypoint.yaml; deploymentcontroller.go: setLabelOverrides,
 * extractInfrastructureMetadata.
 */
function labelsOf({ name, labels, spec }: GatewayApiGateway, deployment: string, managed = ''): Record<string, string> {
  return {
    'sidecar.istio.io/inject': 'false',
    'istio.io/dataplane-mode': 'none',
    'service.istio.io/canonical-name': deployment,
    'service.istio.io/canonical-revision': 'latest',
    // Without spec.infrastructure istiod copies the labels of the Gateway.
    ...(spec.infrastructure?.labels ?? labels),
    [GATEWAY_NAME]: name,
    [GATEWAY_CLASS_NAME]: spec.gatewayClassName,
    [GATEWAY_MANAGED]: managed,
  };
}
