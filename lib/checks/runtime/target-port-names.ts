import { nearest } from '../../core/unknown-field';
import { PROXY_PORT_NAMES } from '../../istio/injection';
import { containerPort } from '../../mesh/endpoints';
import { isInMesh } from '../../mesh/injection';
import { podsOf } from '../../mesh/pods';
import type { Mesh } from '../../mesh/reading/mesh';
import type { RegistryPort, RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import type { Workload } from '../../mesh/workload';
import { list } from '../../schema/words';
import type { Check, Report } from '../check';

/** Ports of Services that lead to a port of pods by a name that their containers do not have. */
export const targetPortNames: Check = {
  name: 'target-port-names',
  mirrors: ['pilot/pkg/serviceregistry/kube/controller/util.go: FindPort'],
  codes: {
    CDI0309: {
      name: 'TargetPortNameUnknown',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A targetPort is the name of a container port that the selected pods do not have.',
      explanation:
        'A `targetPort` that is a name is looked up in each selected pod, among the names of the ports of its containers. A pod without such a port is no endpoint of the port of the Service. If no pod has it, the port has no endpoints: proxies answer 503 with the response flag UH, and clients without a proxy cannot connect. If only some pods lack it, they get no requests, which is a warning. A number in quotes is taken for a name, and the API server rejects it, because a name has a letter.',
      remedy: 'Give the container port this name, or write the name or number that the container port has.',
      references: ['https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports'],
      twin: 'KIA0701',
    },
  },
  run(mesh, report) {
    for (const service of registry(mesh).all) {
      const found = service.external || service.aliasFor !== undefined ? [] : steadyPods(mesh, service);
      for (const port of found.length === 0 ? [] : service.ports) {
        const told = problem(mesh, service, port, found);
        if (told !== undefined) {
          report(told);
        }
      }
    }
  },
};

/** The pods of a Service, without those of Jobs, which are often selected by accident and serve nothing. */
function steadyPods(mesh: Mesh, service: RegistryService): readonly Workload[] {
  return podsOf(mesh, service).filter(({ object }) => object.kind !== 'Job' && object.kind !== 'CronJob');
}

function problem(
  mesh: Mesh,
  { object, ports }: RegistryService,
  port: RegistryPort,
  selected: readonly Workload[],
): Report | undefined {
  const { targetPort } = port;
  if (typeof targetPort !== 'string') {
    return undefined;
  }
  const isThere = (workload: Workload): boolean =>
    containerPort(port, workload) !== undefined || (PROXY_PORT_NAMES.includes(targetPort) && isInMesh(workload, mesh));
  const without = selected.filter((workload) => !isThere(workload));
  if (without.length === 0) {
    return undefined;
  }
  const names = [...new Set(without.map(({ object: { kind }, name }) => `${kind} ${name}`))];
  const known = [...new Set(without.flatMap(portNames))];
  const [number] = numbers(without);
  const isNumber = /^\d+$/.test(targetPort);
  const isNowhere = without.length === selected.length;
  return {
    code: 'CDI0309',
    object,
    path: `spec.ports[${ports.indexOf(port)}].targetPort`,
    severity: isNowhere ? 'error' : 'warning',
    related: without.slice(0, SHOWN).map((workload) => ({ object: workload.object })),
    message: isNumber
      ? `"${targetPort}" is a string, which the API server takes for the name of a port and rejects: a name has at least one letter.`
      : `No container port of ${list(names.slice(0, SHOWN))} has the name ${targetPort}, so ${
          isNowhere
            ? `port ${port.number} of the Service has no endpoints: requests to it get 503.`
            : `these pods get no requests of port ${port.number} of the Service.`
        }`,
    fix: isNumber
      ? `Write targetPort: ${Number(targetPort)}, without quotes.`
      : known.length > 0
        ? `Write targetPort: ${nearest(targetPort, known) ?? known.join(' or ')}, or give the container port the name ${targetPort}.`
        : number === undefined
          ? `Add a port with name: ${targetPort} to the container, or write the number of the port in targetPort.`
          : `Add name: ${targetPort} to the container port, or write targetPort: ${number}.`,
  };
}

const SHOWN = 8;

function portNames({ containers }: Workload): string[] {
  return containers.flatMap(({ ports = [] }) => ports.flatMap(({ name }) => name ?? []));
}

function numbers(workloads: readonly Workload[]): number[] {
  return workloads.flatMap(({ containers }) =>
    containers.flatMap(({ ports = [] }) => ports.flatMap((each) => each.containerPort ?? [])),
  );
}
