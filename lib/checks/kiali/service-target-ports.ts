import type { ServicePortSpec } from '../../mesh/reading/kubernetes-kinds';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { PodIndex } from '../../mesh/pod-index';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { byName } from './shared/lists';
import { checkedObjects } from './shared/namespaces';
import { isGateway, isWaypoint } from './shared/workloads';

/** Ports of Services that no container of the Deployment has. */
export const serviceTargetPorts: Check = {
  name: 'service-target-ports',
  mirrors: ['business/checkers/services/port_mapping'],
  codes: {
    KIA0701: {
      name: 'TargetPortNotExposed',
      severity: 'warning',
      source: 'kiali',
      summary: 'A Service has a targetPort that no container of its Deployment has.',
      explanation:
        'A targetPort given by name leads nowhere if no container has a port of that name: the Service has no endpoints ' +
        'for it, and requests get 503. Given by number it works if the server listens there although the manifest does ' +
        'not say so; mostly it is a port that was changed on one side only.',
      remedy: 'Write the same port in the container and in targetPort.',
      references: [VALIDATIONS, 'https://kubernetes.io/docs/concepts/services-networking/service/'],
    },
  },
  run(mesh, report) {
    const deployments = mesh.derive(deploymentIndex);
    for (const object of checkedObjects(mesh, 'core/Service')) {
      const { namespace, labels, spec } = object;
      const { selector = {} } = spec;
      const isBroken = object.misfits.some(({ path }) => path.startsWith('spec.ports'));
      const infra = isWaypoint({ labels }) || isGateway({ labels, annotations: {} });
      if (namespace === mesh.context.rootNamespace || infra || isBroken || Object.keys(selector).length === 0) {
        continue;
      }
      const [deployment] = deployments(selector, namespace);
      for (const [i, port] of deployment === undefined || hasBrokenPorts(deployment)
        ? []
        : (spec.ports ?? []).entries()) {
        if (port.port === undefined || isExposed(port, deployment)) {
          continue;
        }
        const target = targetOf(port);
        const known = containerPorts(deployment).map(({ name, containerPort }) =>
          name === undefined ? `${containerPort}` : `${containerPort} (${name})`,
        );
        report({
          code: 'KIA0701',
          object,
          path: port.targetPort === undefined ? `spec.ports[${i}].port` : `spec.ports[${i}].targetPort`,
          related: [{ object: deployment }],
          message: `Port ${port.port} leads to port ${target} of the pods, which no container of Deployment ${deployment.name} has. ${typeof target === 'string' ? 'A port name that no container has does not resolve: connections are refused.' : 'Connections are refused unless the server listens there anyway.'}`,
          fix:
            known.length === 0
              ? `Add a port with ${typeof target === 'string' ? 'name' : 'containerPort'}: ${target} to a container of the Deployment.`
              : `Write the targetPort that the server listens on; the containers have ${known.join(', ')}.`,
        });
      }
    }
  },
};

type Deployment = MeshObject<'apps/Deployment'>;

/** Deployments by their own labels, those of the manifest and not of the pods. */
function deploymentIndex(mesh: Mesh): (labels: Readonly<Record<string, string>>, namespace: string) => Deployment[] {
  const all = byName(mesh.all('apps/Deployment'));
  const index = new PodIndex(
    all.map(({ namespace, labels }, order) => ({ namespace, labels, inMesh: true, ambient: false, order })),
  );
  return (labels, namespace) =>
    (index.select(labels, namespace) as unknown as readonly { order: number }[]).map(({ order }) => all[order]);
}

function hasBrokenPorts({ misfits }: Deployment): boolean {
  return misfits.some(({ path }) => path.includes('.ports'));
}

/** Those with a number, without which the API server takes none. */
function containerPorts({ spec }: Deployment): readonly { readonly name?: string; readonly containerPort?: number }[] {
  return (spec.template?.spec?.containers ?? [])
    .flatMap(({ ports = [] }) => ports)
    .filter(({ containerPort }) => containerPort !== undefined);
}

function targetOf({ port = 0, targetPort }: ServicePortSpec): string | number {
  return targetPort === undefined || targetPort === 0 || targetPort === '' ? port : targetPort;
}

function isExposed(port: ServicePortSpec, deployment: Deployment): boolean {
  const target = targetOf(port);
  return containerPorts(deployment).some(
    ({ name, containerPort }) => (typeof target === 'string' ? name : containerPort) === target,
  );
}
