import type { Gateway } from '../../../mesh/gateways';
import type { ServicePortSpec } from '../../../mesh/reading/kubernetes-kinds';
import type { Mesh } from '../../../mesh/reading/mesh';
import { selects } from '../../../mesh/workload';
import { gatewayPods } from '../gateways';
import type { Front } from './front';

/**
 * Whether requests of a load balancer reach the servers of a port. Ports of servers are those of the Service, and ports with the same
 * targetPort share a listener (`pilot/pkg/model/gateway.go: resolvePorts`).
 */
export function reaches(mesh: Mesh, { service, ports }: Front, gateway: Gateway, number: number | undefined): boolean {
  const object = mesh.find('core/Service', service.namespace, service.name);
  const known = object?.spec.ports;
  if (known === undefined || number === undefined) {
    return (
      ports?.some((port) => port === number || Number(port) === number || USUAL_PORTS.get(port) === number) ?? true
    );
  }
  const target = ({ port, targetPort }: ServicePortSpec): unknown => numberOf(mesh, gateway, targetPort) ?? port;
  const own = object?.labels[AS_WRITTEN] === undefined ? known.find(({ port }) => port === number) : undefined;
  const listener = own === undefined ? number : target(own);
  return known
    .filter(({ port, name = '' }) => ports?.some((each) => each === name || Number(each) === port) ?? true)
    .some((each) => target(each) === listener);
}

/** With this label on the Service, servers listen on their ports as written. */
const AS_WRITTEN = 'experimental.istio.io/disable-gateway-port-translation';

/** Ports of the gateways that `istioctl install` and Helm create. */
const USUAL_PORTS: ReadonlyMap<number | string, number> = new Map([
  ['http2', 80],
  ['https', 443],
]);

/** A targetPort as a number, if the pods of the gateway have one by its name. */
function numberOf(mesh: Mesh, gateway: Gateway, port: number | string | undefined): number | string | undefined {
  return typeof port !== 'string'
    ? port
    : (gatewayPods(mesh, gateway)
        .flatMap(({ containers }) => containers.flatMap(({ ports = [] }) => ports))
        .find(({ name }) => name === port)?.containerPort ?? port);
}

/** Whether a Service is in front of the pods of a gateway. One that is not among the manifests is known by its usual name. */
export function leadsTo(mesh: Mesh, { namespace, name }: Front['service'], gateway: Gateway): boolean {
  const selector = gateway.spec.selector ?? {};
  const service = mesh.find('core/Service', namespace, name)?.spec.selector;
  if (service === undefined) {
    return selector.istio !== undefined && `istio-${selector.istio}` === name;
  }
  const pods = mesh.workloads.filter((pod) => pod.namespace === namespace && selects(service, pod.labels));
  return pods.length > 0
    ? pods.some(({ labels }) => selects(selector, labels))
    : Object.entries(selector).some(([key, value]) => service[key] === value);
}
