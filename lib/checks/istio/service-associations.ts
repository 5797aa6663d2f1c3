import type { ServicePortSpec } from '../../mesh/reading/kubernetes-kinds';
import { groupBy } from '../../mesh/reading/group-by';
import { analyzed } from './shared/analyzed';
import { deploymentInMesh } from '../../mesh/injection';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { SelectorIndex } from '../../mesh/selector-index';
import { workloadOf } from '../../mesh/workload';
import type { Check, RelatedPlace, Reporter } from '../check';

type Service = MeshObject<'core/Service'>;

/** Services that take the ports of one Deployment in ways that contradict each other. */
export const serviceAssociations: Check = {
  name: 'service-associations',
  mirrors: ['deployment.MultiServiceAnalyzer'],
  codes: {
    IST0116: {
      name: 'DeploymentAssociatedToMultipleServices',
      severity: 'warning',
      source: 'istio',
      summary: 'Services that select the same pods name one port with different transport protocols.',
      explanation:
        'A sidecar takes TCP only. What reaches the same pods by UDP or SCTP bypasses it: without mTLS, without ' +
        'AuthorizationPolicies, and without telemetry. When one Service says TCP and another UDP for the same ' +
        'port, one of the two is often a mistake, and the callers of that Service get no answer.',
      remedy: 'Write the same protocol in all Services of the pods, or use another port.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/',
        'https://istio.io/latest/docs/ops/deployment/application-requirements/',
      ],
    },
    IST0137: {
      name: 'DeploymentConflictingPorts',
      severity: 'warning',
      source: 'istio',
      summary: 'Services that select the same pods reach one of their ports by different Service ports.',
      explanation:
        'For a port that a container listens on, its proxy builds one inbound listener, and takes protocol and ' +
        'policies for it from one of the Service ports that lead there. What the other Service says of its port, ' +
        'its name and so its protocol, does not apply on the side of the server, and telemetry counts its ' +
        'requests for the first one.',
      remedy:
        'Use the same Service port wherever `targetPort` is the same, or let the container listen on a port for each.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0137/',
        'https://istio.io/latest/docs/ops/deployment/application-requirements/',
      ],
    },
  },
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

/** The Services that select pods, in the order of the manifests. */
function serviceSelectors(mesh: Mesh): (namespace: string, labels: Readonly<Record<string, string>>) => Service[] {
  const selecting = analyzed(mesh, 'core/Service')
    .map((service, order) => ({ service, order }))
    .filter(({ service }) => Object.keys(service.spec.selector ?? {}).length > 0);
  const index = new SelectorIndex(selecting, ({ service: { namespace, spec } }) => ({
    namespace,
    selector: spec.selector,
  }));
  return (namespace, labels) =>
    [...index.selecting(labels, namespace)].sort((a, b) => a.order - b.order).map(({ service }) => service);
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
      related: servicesOf(ports),
      message:
        `Port ${number} of this Deployment's pods is ${said}. ` +
        'The proxy takes TCP only: what comes by another protocol bypasses it, without mTLS, policies and telemetry.',
      fix: one
        ? 'If the server supports both, as DNS does, nothing needs to change; callers that need policies must use TCP.'
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
      related: servicesOf(ports),
      message: `The pods' port ${target} is behind ${said}. A proxy builds one inbound listener for a pod's port, from one of them: the protocol and policies of the others do not apply.`,
      fix: `Write the same port wherever targetPort is ${target}, or let the container listen on a port for each.`,
    });
  }
}

function targetOf({ targetPort, port }: ServicePortSpec): string {
  const text = String(targetPort ?? '');
  return text === '' || text === '0' ? String(port ?? 0) : text;
}

function servicesOf(exposed: readonly Exposed[]): RelatedPlace[] {
  return [...new Set(exposed.map(({ service }) => service))].map((object) => ({ object, path: 'spec.ports' }));
}

function names(exposed: readonly Exposed[]): string {
  return [...new Set(exposed.map(({ service }) => `Service ${service.name}`))].sort().join(', ');
}
