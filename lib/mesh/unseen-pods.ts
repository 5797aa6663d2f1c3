import { isGatewayNamespace, isInstalledGateway } from '../istio/installed-gateways';
import type { GatewayApiGateway } from './managed-gateways';
import { GATEWAY_CLASS_NAME, GATEWAY_NAME, managedGateway } from './managed-gateways';
import { at, list } from './reading/free-spec';
import type { Kind } from './reading/kind';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import { isOfIstio } from './route-parents';
import { selects } from './workload';

type Labels = Readonly<Record<string, string>>;

/** What creates pods that no manifest shows. */
export type UnseenPods =
  /** istiod, for a Gateway of the Gateway API. */
  | { readonly madeBy: 'istiod'; readonly gateway: GatewayApiGateway; readonly isWaypoint: boolean }
  /** A controller for a Gateway of the Gateway API whose class the manifests do not declare as one of istiod. */
  | { readonly madeBy: 'controller'; readonly gateway: GatewayApiGateway }
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
  for (const gateway of mesh.all('gateway.networking.k8s.io/Gateway')) {
    const managed = isThere(gateway.namespace) ? managedGateway(gateway, mesh) : undefined;
    if (managed !== undefined && selects(labels, managed.labels)) {
      return { madeBy: 'istiod', gateway, isWaypoint: managed.kind === 'waypoint' };
    }
  }
  const gateway = ofSomeController(mesh, labels, isThere);
  if (gateway !== undefined) {
    return { madeBy: 'controller', gateway };
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

/**
 * The Gateway whose pods have labels, where it is not known whose controller its class names. It may be istiod under another name
 * (PILOT_GATEWAY_API_CONTROLLER_NAME), and all controllers put these labels on pods (GEP-1762).
 */
function ofSomeController(
  mesh: Mesh,
  labels: Labels,
  isThere: (namespace: string) => boolean,
): GatewayApiGateway | undefined {
  return mesh.all('gateway.networking.k8s.io/Gateway').find((gateway) => {
    const { name, namespace, spec } = gateway;
    const given: Labels = { [GATEWAY_NAME]: name, [GATEWAY_CLASS_NAME]: spec.gatewayClassName };
    return isThere(namespace) && !isOfIstio(mesh, gateway) && selects(labels, given);
  });
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

/** An object that installs something which it only refers to. */
interface Installer {
  readonly object: MeshObject;
  /** The namespaces; empty where it gives none. */
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
