import type { ServicePortSpec } from '../../mesh/reading/kubernetes-kinds';
import { groupBy } from '../../mesh/reading/group-by';
import { analyzed } from './shared/analyzed';
import { deploymentInMesh } from '../../mesh/injection';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { selects, workloadOf } from '../../mesh/workload';
import type { Check, Reporter } from '../check';

type Service = MeshObject<'core/Service'>;

/** Services that take the ports of one Deployment in ways that contradict each other. */
export const serviceAssociations: Check = {
  codes: ['IST0116', 'IST0137'],
  run(mesh, report) {
    const services = mesh.derive(serviceSelectors);
    for (const object of analyzed(mesh, 'apps/Deployment')) {
      const workload = workloadOf(object);
      const waypoint = object.labels['gateway.istio.io/managed'] === 'istio.io-mesh-controller';
      if (workload !== undefined && !waypoint && deploymentInMesh(workload, mesh)) {
        const ports = services(object.namespace, workload.labels).flatMap((service) =>
          (service.spec.ports ?? []).map((port) => ({ service, port })),
        );
        if (ports.length > 1) {
          protocols(object, ports, report);
          targetPorts(object, ports, report);
        }
      }
    }
  },
};

interface Exposed {
  readonly service: Service;
  readonly port: ServicePortSpec;
}

/** The Services that select pods, found by one label of their selectors. */
function serviceSelectors(mesh: Mesh): (namespace: string, labels: Readonly<Record<string, string>>) => Service[] {
  const services = analyzed(mesh, 'core/Service');
  const byLabel = groupBy(
    services.map((service, order) => ({ service, order })),
    ({ service }) => {
      const [first] = Object.entries(service.spec.selector ?? {});
      return first === undefined ? '' : `${service.namespace} ${first.join('=')}`;
    },
  );
  return (namespace, labels) =>
    Object.entries(labels)
      .flatMap((label) => byLabel.get(`${namespace} ${label.join('=')}`) ?? [])
      .filter(({ service }) => selects(service.spec.selector, labels))
      .sort((a, b) => a.order - b.order)
      .map(({ service }) => service);
}

function protocols(object: MeshObject, exposed: readonly Exposed[], report: Reporter): void {
  for (const [number, ports] of groupBy(exposed, ({ port }) => String(port.port ?? 0))) {
    const byProtocol = groupBy(ports, ({ port: { protocol = '' } }) => (protocol === '' ? 'TCP' : protocol));
    if (byProtocol.size < 2) {
      continue;
    }
    const one = new Set(ports.map(({ service }) => service)).size === 1;
    const said = [...byProtocol].map(([protocol, of]) => `${protocol} in ${names(of)}`).join(', ');
    report({
      code: 'IST0116',
      object,
      path: 'metadata.name',
      severity: one ? 'info' : undefined,
      message:
        `Port ${number} of this Deployment's pods is ${said}. ` +
        'The proxy takes TCP only: what comes by another protocol goes past it, without mTLS, policies and telemetry.',
      fix: one
        ? 'Leave it when the server answers by both, as DNS does; callers that need policies must use TCP.'
        : `Give one of the Services another port, or write the same protocol in ${names(ports)}.`,
    });
  }
}

function targetPorts(object: MeshObject, exposed: readonly Exposed[], report: Reporter): void {
  for (const [target, ports] of groupBy(exposed, ({ port }) => targetOf(port))) {
    const byNumber = groupBy(ports, ({ port }) => String(port.port ?? 0));
    if (byNumber.size < 2) {
      continue;
    }
    const said = [...byNumber].map(([number, of]) => `port ${number} of ${names(of)}`).join(' and ');
    report({
      code: 'IST0137',
      object,
      path: 'metadata.name',
      message:
        `The pods' port ${target} is behind ${said}. A proxy builds one inbound listener for a pod's port, from one of them: ` +
        'protocol and policies of the others are not the ones in force.',
      fix: `Write the same port wherever targetPort is ${target}, or let the container listen on a port for each.`,
    });
  }
}

function targetOf({ targetPort, port }: ServicePortSpec): string {
  const text = String(targetPort ?? '');
  return text === '' || text === '0' ? String(port ?? 0) : text;
}

function names(exposed: readonly Exposed[]): string {
  return [...new Set(exposed.map(({ service }) => `Service ${service.name}`))].sort().join(', ');
}
