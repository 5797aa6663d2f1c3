import { isObject } from '../../core/is-object';
import { NLB, proxyProtocolAnnotation } from '../../istio/load-balancer';
import type { ManagedService } from '../../mesh/managed-gateways';
import { managedServices } from '../../mesh/managed-gateways';
import type { Proxy } from '../../mesh/proxies';
import { proxies } from '../../mesh/proxies';
import { groupBy, push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Workload } from '../../mesh/workload';
import { selects } from '../../mesh/workload';
import type { Check, Reporter } from '../check';
import type { Ingress } from './load-balancer-fronts/front';
import { backends, isAlb } from './load-balancer-fronts/front';

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
    const services = groupBy(mesh.all('core/Service'), ({ namespace }) => namespace);
    const albs = mesh.derive(albsByService);
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
      } else if (fronts.length === 0 && gateway.workload !== undefined && isToldItself(gateway.workload)) {
        const own = (services.get(gateway.namespace) ?? []).filter(
          ({ spec: { selector = {} } }) => Object.keys(selector).length > 0 && selects(selector, gateway.labels),
        );
        const alb = own.flatMap(({ name }) => albs.get(`${gateway.namespace}/${name}`) ?? [])[0];
        if (alb !== undefined) {
          behindAlb(gateway.workload, alb, report);
        }
      }
    }
    for (const managed of mesh.derive(managedServices).values()) {
      ofManaged(mesh, managed, report);
    }
  },
};

/** The Ingresses of ALBs, by namespace and name of the Services that they send to. */
function albsByService(mesh: Mesh): ReadonlyMap<string, readonly Ingress[]> {
  const found = new Map<string, Ingress[]>();
  for (const object of [...mesh.all('networking.k8s.io/Ingress'), ...mesh.all('extensions/Ingress')].filter(isAlb)) {
    backends(object).forEach(({ name }) => push(found, `${object.namespace}/${name}`, object));
  }
  return found;
}

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

/** Pods and Service of a Gateway of the Gateway API have the same annotations. */
function ofManaged(
  mesh: Mesh,
  { gateway, name, labels, annotations, annotationsPath }: ManagedService,
  report: Reporter,
): void {
  const annotation = proxyProtocolAnnotation(annotations);
  const isTold = isToldBy(annotations) || isToldByMesh(mesh) || isPatched(mesh, gateway.namespace, labels);
  if (annotation !== undefined && !isTold) {
    report({
      code: 'CDI0153',
      object: gateway,
      path: `${annotationsPath}.${annotation}`,
      message: `Istio gives Service ${name} this annotation, by which its load balancer sends the PROXY protocol to the gateway, which does not expect it: it answers plain HTTP with 400, and closes TLS connections.`,
      fix: `Write the annotation ${CONFIG}: '{"gatewayTopology":{"proxyProtocol":{}}}' beside it; or remove the annotation ${annotation}.`,
      absence: mesh.context.meshConfig.defaultConfig === undefined,
    });
  } else if (
    annotation === undefined &&
    isToldBy(annotations) &&
    (gateway.annotations[SERVICE_TYPE] ?? BALANCED) === BALANCED
  ) {
    report({
      code: 'CDI0154',
      object: gateway,
      path: `${annotationsPath}.${CONFIG}`,
      message: `The gateway expects the PROXY protocol, and no annotation here makes the load balancer of Service ${name} send it: the gateway closes every connection.`,
      fix: `Write the annotation of your cloud for it beside this one, on AWS ${NLB}proxy-protocol: "*"; or remove gatewayTopology.proxyProtocol from ${CONFIG}.`,
      absence: true,
    });
  }
}

/** The annotation of a Gateway with the type of its Service, and what it is without one. */
const [SERVICE_TYPE, BALANCED] = ['networking.istio.io/service-type', 'LoadBalancer'];

/** An ALB has no such protocol. */
function behindAlb(workload: Workload, ingress: Ingress, report: Reporter): void {
  report({
    code: 'CDI0154',
    object: workload.object,
    path: `${workload.path}.metadata.annotations.${CONFIG}`,
    related: [{ object: ingress }],
    message: `The gateway expects the PROXY protocol, and the ALB of Ingress ${ingress.key} never sends it: the gateway closes every connection, and clients get 502.`,
    fix: `Replace proxyProtocol in ${CONFIG} by numTrustedProxies: 1, so that the gateway takes the address of the client from X-Forwarded-For.`,
  });
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

function isToldItself({ annotations }: Workload): boolean {
  return isToldBy(annotations);
}

function isToldBy(annotations: Readonly<Record<string, string>>): boolean {
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
