import { isObject } from '../core/is-object';
import { isGatewayNamespace, isInstalledGateway } from '../istio/installed-gateways';
import { WAYPOINT_CLASS } from '../istio/waypoint';
import type { Kind } from './reading/kind';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import { selects } from './workload';

type Labels = Readonly<Record<string, string>>;
type GatewayApiGateway = MeshObject<'gateway.networking.k8s.io/Gateway'>;

/** What makes pods that no manifest shows. */
export type UnseenPods =
  /** istiod, for a Gateway of the Gateway API. */
  | { readonly madeBy: 'istiod'; readonly gateway: GatewayApiGateway; readonly isWaypoint: boolean }
  /** Istio's own installation. */
  | { readonly madeBy: 'installation' }
  /** Something that installs what it does not show, or an operator; it is not known whether it makes these pods. */
  | { readonly madeBy: 'object'; readonly object: MeshObject };

/**
 * What makes pods with labels, where none of the manifests does; undefined where nothing is known that would.
 *
 * @param namespace of the pods; undefined for any
 */
export function unseenPods(mesh: Mesh, labels: Labels, namespace: string | undefined): UnseenPods | undefined {
  if (Object.keys(labels).length === 0) {
    return undefined;
  }
  const isThere = (other: string): boolean => namespace === undefined || namespace === other;
  const gateway = mesh
    .all('gateway.networking.k8s.io/Gateway')
    .find((each) => isThere(each.namespace) && isRunByIstiod(each, mesh) && selects(labels, gatewayLabels(each)));
  if (gateway !== undefined) {
    return { madeBy: 'istiod', gateway, isWaypoint: isWaypoint(gateway) };
  }
  if (isInstalledGateway(labels)) {
    return namespace === undefined || isGatewayNamespace(namespace, mesh.context.rootNamespace)
      ? { madeBy: 'installation' }
      : undefined;
  }
  const object =
    mesh.derive(operands).find((each) => isThere(each.namespace) && isNamedBy(each, labels)) ??
    mesh.derive(installers).find(({ namespaces }) => namespaces.length === 0 || namespaces.some(isThere))?.object;
  return object === undefined ? undefined : { madeBy: 'object', object };
}

function isWaypoint({ spec }: GatewayApiGateway): boolean {
  return spec.gatewayClassName === WAYPOINT_CLASS;
}

/** Whether istiod makes the pods: of its own classes, unless the Gateway names a Service that is there by its host name. */
function isRunByIstiod(
  { spec: { gatewayClassName = 'istio', addresses = [] } }: GatewayApiGateway,
  mesh: Mesh,
): boolean {
  const controller = mesh.find('gateway.networking.k8s.io/GatewayClass', '', gatewayClassName)?.spec.controllerName;
  const isOfIstio =
    controller === undefined ? /^istio(-|$)/.test(gatewayClassName) : controller.startsWith('istio.io/');
  return isOfIstio && !addresses.some(({ type }) => type === 'Hostname');
}

/** The labels of the pods that istiod makes: `manifests/charts/istio-control/istio-discovery/files/kube-gateway.yaml`. */
function gatewayLabels(gateway: GatewayApiGateway): Labels {
  const { name, labels, spec } = gateway;
  const { gatewayClassName = 'istio', infrastructure } = spec;
  return {
    'sidecar.istio.io/inject': 'false',
    'service.istio.io/canonical-name': isWaypoint(gateway) ? name : `${name}-${gatewayClassName}`,
    'service.istio.io/canonical-revision': 'latest',
    // Without spec.infrastructure istiod copies the labels of the Gateway.
    ...(infrastructure?.labels ?? labels),
    'gateway.networking.k8s.io/gateway-name': name,
    'gateway.networking.k8s.io/gateway-class-name': gatewayClassName,
    'gateway.istio.io/managed': isWaypoint(gateway) ? 'istio.io-mesh-controller' : 'istio.io-gateway-controller',
  };
}

/** Kinds whose operators run pods for each object, with its name in a label. */
const OPERANDS: ReadonlySet<string> = new Set([
  'acid.zalan.do/postgresql',
  'elasticsearch.k8s.elastic.co/Elasticsearch',
  'grafana.integreatly.org/Grafana',
  'jaegertracing.io/Jaeger',
  'k8s.keycloak.org/Keycloak',
  'kafka.strimzi.io/Kafka',
  'kafka.strimzi.io/KafkaConnect',
  'kibana.k8s.elastic.co/Kibana',
  'kubeflow.org/Notebook',
  'monitoring.coreos.com/Alertmanager',
  'monitoring.coreos.com/Prometheus',
  'opentelemetry.io/OpenTelemetryCollector',
  'postgresql.cnpg.io/Cluster',
  'rabbitmq.com/RabbitmqCluster',
  'ray.io/RayCluster',
  'serving.kserve.io/InferenceService',
  'sparkoperator.k8s.io/SparkApplication',
]);

function operands(mesh: Mesh): readonly MeshObject[] {
  return mesh.objects.filter(({ id }) => OPERANDS.has(id));
}

function isNamedBy({ name, namespace }: MeshObject, labels: Labels): boolean {
  return Object.values(labels).some((value) => value === name || value === `${namespace}.${name}`);
}

/** An object that has something installed which it only refers to. */
interface Installer {
  readonly object: MeshObject;
  /** Where; empty where it does not say. */
  readonly namespaces: readonly string[];
}

/** The kinds that install charts and folders, with the namespaces that they install them in. */
const INSTALLERS: readonly { readonly kind: Kind; readonly into: (object: MeshObject) => readonly unknown[] }[] = [
  {
    kind: 'helm.toolkit.fluxcd.io/HelmRelease',
    into: ({ spec, namespace }) => [at(spec, 'targetNamespace') ?? namespace],
  },
  { kind: 'helm.cattle.io/HelmChart', into: ({ spec, namespace }) => [at(spec, 'targetNamespace') ?? namespace] },
  { kind: 'helm.crossplane.io/Release', into: ({ spec }) => [at(spec, 'forProvider', 'namespace')] },
  { kind: 'argoproj.io/Application', into: ({ spec }) => [at(spec, 'destination', 'namespace')] },
  {
    kind: 'argoproj.io/ApplicationSet',
    into: ({ spec }) => [at(spec, 'template', 'spec', 'destination', 'namespace')],
  },
  {
    kind: 'install.istio.io/IstioOperator',
    into: ({ spec, namespace }) => [
      namespace,
      at(spec, 'namespace') ?? 'istio-system',
      ...['ingressGateways', 'egressGateways'].flatMap((component) =>
        list(at(spec, 'components', component)).map((each) => at(each, 'namespace')),
      ),
    ],
  },
];

function installers(mesh: Mesh): readonly Installer[] {
  return INSTALLERS.flatMap(({ kind, into }) =>
    mesh.all(kind).map((object): Installer => {
      const namespaces = into(object).filter((each): each is string => typeof each === 'string' && each !== '');
      // A template such as {{ .path.basename }} may be any namespace.
      return { object, namespaces: namespaces.some((each) => each.includes('{{')) ? [] : namespaces };
    }),
  );
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((within, key) => (isObject(within) ? within[key] : undefined), value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
