import { isObject } from '../../core/is-object';
import { NLB, proxyProtocolAnnotation } from '../../istio/load-balancer';
import type { GatewayApiGateway } from '../../mesh/managed-gateways';
import { managedGateway } from '../../mesh/managed-gateways';
import type { Proxy } from '../../mesh/proxies';
import { proxies } from '../../mesh/proxies';
import { groupBy } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Workload } from '../../mesh/workload';
import { selects } from '../../mesh/workload';
import type { Check, Reporter } from '../check';

type Service = MeshObject<'core/Service'>;

/** Load balancers and gateways of which only one speaks the PROXY protocol. */
export const proxyProtocol: Check = {
  name: 'proxy-protocol',
  mirrors: ['pilot/pkg/networking/core/listener_builder.go: buildGatewayListener (gatewayTopology.proxyProtocol)'],
  codes: {
    CDI0153: {
      name: 'ProxyProtocolNotExpected',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A load balancer sends the PROXY protocol to a gateway that does not expect it.',
      explanation:
        'With the PROXY protocol a load balancer begins each connection with a line or a binary header that names the client. A gateway reads it only if `gatewayTopology.proxyProtocol` is set in the annotation `proxy.istio.io/config` of its pods, or for the whole mesh in `meshConfig.defaultConfig`. Otherwise it takes the header for the beginning of a request or of a TLS handshake: plain HTTP gets 400, and TLS connections are closed. In an open world the finding is only a warning, because the settings of the mesh may not be known.',
      remedy:
        'Set gatewayTopology.proxyProtocol for the pods of the gateway, or remove the annotation of the load balancer.',
      references: [
        'https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/#proxy-protocol',
        'https://github.com/istio/istio/issues/39868',
      ],
    },
    CDI0154: {
      name: 'ProxyProtocolNotSent',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A gateway expects the PROXY protocol, and its load balancer does not send it.',
      explanation:
        'With `gatewayTopology.proxyProtocol` the gateway closes every connection that does not begin with a PROXY header. A load balancer sends it only if an annotation of its Service asks for it. In an open world the finding is only a warning for a Service without annotations of its cloud, because the load balancer may be configured elsewhere.',
      remedy: 'Add the annotation of the load balancer, or remove gatewayTopology.proxyProtocol.',
      references: [
        'https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/#proxy-protocol',
        'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/#proxy-protocol-v2',
      ],
    },
  },
  run(mesh, report) {
    mesh.all('gateway.networking.k8s.io/Gateway').forEach((gateway) => ofGatewayApi(mesh, gateway, report));
    const services = groupBy(mesh.all('core/Service'), ({ namespace }) => namespace);
    for (const gateway of proxies(mesh).gateways) {
      const fronts = (services.get(gateway.namespace) ?? []).filter(
        ({ spec: { selector = {}, type } }) =>
          type === 'LoadBalancer' && Object.keys(selector).length > 0 && selects(selector, gateway.labels),
      );
      const sender = fronts.find(({ annotations }) => proxyProtocolAnnotation(annotations) !== undefined);
      if (sender !== undefined) {
        unexpected(mesh, sender, gateway, report);
      } else if (fronts.length > 0 && gateway.workload !== undefined && isToldItself(gateway.workload)) {
        unsent(fronts[0], gateway.workload, report);
      }
    }
  },
};

const CONFIG = 'proxy.istio.io/config';
const TOLD = `annotation ${CONFIG}: '{"gatewayTopology":{"proxyProtocol":{}}}' in its pod template`;

function unexpected(mesh: Mesh, sender: Service, { workload, namespace, labels }: Proxy, report: Reporter): void {
  const annotation = proxyProtocolAnnotation(sender.annotations)!;
  const path = `metadata.annotations.${annotation}`;
  if (workload === undefined) {
    if (!isToldByMesh(mesh)) {
      report({
        code: 'CDI0153',
        object: sender,
        path,
        note: true,
        message:
          'The load balancer sends the PROXY protocol, and the pods of the gateway, which are not among the manifests, must expect it. Otherwise plain HTTP gets 400, and TLS connections are closed.',
        fix: `Make sure that the gateway has the ${TOLD}, or set meshConfig.defaultConfig.gatewayTopology.proxyProtocol in the settings.`,
      });
    }
    return;
  }
  if (!isToldItself(workload) && !isToldByMesh(mesh) && !isPatched(mesh, namespace, labels)) {
    report({
      code: 'CDI0153',
      object: sender,
      path,
      related: [{ object: workload.object }],
      message: `The load balancer sends the PROXY protocol to ${workload.object.kind} ${workload.name}, which does not expect it: the gateway answers plain HTTP with 400, and closes TLS connections.`,
      fix: `Give ${workload.object.kind} ${workload.name} the ${TOLD}; or remove the annotation ${annotation}.`,
      absence: mesh.context.meshConfig.defaultConfig === undefined,
    });
  }
}

/** istiod gives the same annotations to the Service and to the pods of a Gateway. */
function ofGatewayApi(mesh: Mesh, object: GatewayApiGateway, report: Reporter): void {
  const managed = managedGateway(object, mesh);
  const annotation = managed && proxyProtocolAnnotation(managed.annotations);
  if (
    managed?.kind === 'gateway' &&
    annotation !== undefined &&
    !isToldItself(managed) &&
    !isToldByMesh(mesh) &&
    !isPatched(mesh, object.namespace, managed.labels)
  ) {
    report({
      code: 'CDI0153',
      object,
      path: `${managed.annotationsPath}.${annotation}`,
      message: `The load balancer of Service ${managed.name} sends the PROXY protocol, and the pods of this Gateway do not expect it: they answer plain HTTP with 400, and close TLS connections.`,
      fix: `Add the annotation ${CONFIG}: '{"gatewayTopology":{"proxyProtocol":{}}}' beside it, which istiod copies to the pods; or remove ${annotation}.`,
      absence: mesh.context.meshConfig.defaultConfig === undefined,
    });
  }
}

function unsent(service: Service, workload: Workload, report: Reporter): void {
  const isAws = Object.keys(service.annotations).some((key) => key.startsWith(NLB));
  report({
    code: 'CDI0154',
    object: workload.object,
    path: `${workload.path}.metadata.annotations.${CONFIG}`,
    related: [{ object: service }],
    message: `The gateway expects the PROXY protocol, and no annotation of Service ${service.name} makes its load balancer send it: the gateway closes every connection.`,
    fix: `Add the annotation to Service ${service.name}${isAws ? `: ${NLB}proxy-protocol: "*"` : ' that your cloud has for it'}; or remove gatewayTopology.proxyProtocol from ${CONFIG}.`,
    absence: !isAws,
  });
}

function isToldItself({ annotations }: Pick<Workload, 'annotations'>): boolean {
  return /proxyProtocol/.test(annotations[CONFIG] ?? '');
}

function isToldByMesh({ context: { meshConfig } }: Mesh): boolean {
  const topology = isObject(meshConfig.defaultConfig) ? meshConfig.defaultConfig.gatewayTopology : undefined;
  return isObject(topology) && topology.proxyProtocol !== undefined;
}

/** Whether an EnvoyFilter adds the filter that reads the header. */
function isPatched(mesh: Mesh, namespace: string, labels: Readonly<Record<string, string>>): boolean {
  return mesh
    .all('networking.istio.io/EnvoyFilter')
    .some(
      (filter) =>
        [namespace, mesh.context.rootNamespace].includes(filter.namespace) &&
        selects(filter.spec.workloadSelector?.labels, labels) &&
        JSON.stringify(filter.spec.configPatches ?? []).includes('proxy_protocol'),
    );
}
