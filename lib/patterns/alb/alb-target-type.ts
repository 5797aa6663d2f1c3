import { needPort } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { INSTALLED_STATUS_PORT } from '../../istio/installed-gateways';
import { ALB, READY_PATH, STATUS_PORT } from '../../istio/load-balancer';
import { dnsLabelProblem } from '../../kubernetes/names';
import type { GatewayWorkload } from '../../networking/gateway-workload';
import { STATUS_PORT_NAME } from '../gateway/gateway-service';

/** Where an application load balancer of AWS sends requests. */
export enum AlbTargetType {
  /** To the addresses of the pods. The Service may be of any type. */
  IP = 'ip',
  /** To ports of the nodes. The Service must be of type NodePort or LoadBalancer. */
  INSTANCE = 'instance',
}

/**
 * The annotations by which the load balancer learns where the gateway is and whether it is well: at the status port, because the port that
 * serves answers 404 where no route is asked for.
 *
 * @param healthCheckPort as the user gave it: a node port, or the name of a port of the Service
 */
export function writeTargets(
  type: AlbTargetType,
  healthCheckPort: number | string | undefined,
  workload: GatewayWorkload | undefined,
  problems: Problems,
): Record<string, string> {
  const port =
    type === AlbTargetType.IP
      ? portOfPods(healthCheckPort, problems)
      : (healthCheckPort ?? (workload && portOfNodes(workload, problems)));
  if (type === AlbTargetType.INSTANCE) {
    checkNodes(healthCheckPort, workload, problems);
  }
  return {
    [`${ALB}target-type`]: type,
    [`${ALB}healthcheck-protocol`]: 'HTTP',
    [`${ALB}healthcheck-port`]: String(port),
    [`${ALB}healthcheck-path`]: READY_PATH,
  };
}

function portOfPods(given: number | string | undefined, problems: Problems): number {
  if (given !== undefined) {
    problems.add(
      'healthCheckPort',
      `is a port of nodes, and IP targets are pods, which answer at ${STATUS_PORT}. Omit it, or write targetType: AlbTargetType.INSTANCE.`,
    );
  }
  return STATUS_PORT;
}

/** The name of the status port in the Service, by which the controller looks up its node port. */
function portOfNodes({ service, _installed, _deployment }: GatewayWorkload, problems: Problems): string | undefined {
  const { hasStatusPort, serviceType } = _installed;
  if (hasStatusPort) {
    return _deployment === undefined ? INSTALLED_STATUS_PORT : STATUS_PORT_NAME;
  }
  if (serviceType !== 'ClusterIP') {
    problems.add(
      'healthCheckPort',
      `is needed with AlbTargetType.INSTANCE: it is not known which port of Service "${service}" leads to the status port of the pods (${STATUS_PORT}). Write its name, for example '${INSTALLED_STATUS_PORT}', or its node port.`,
    );
  }
  return undefined;
}

function checkNodes(
  given: number | string | undefined,
  workload: GatewayWorkload | undefined,
  problems: Problems,
): void {
  if (workload?._installed.serviceType === 'ClusterIP') {
    problems.add(
      'targetType',
      `AlbTargetType.INSTANCE sends to ports of the nodes, and Service "${workload.service}" is of type ClusterIP and has none. Write AlbTargetType.IP, or loadBalancer: LoadBalancer.nodePort() in ${workload._deployment?.node.path ?? 'the GatewayDeployment'}.`,
    );
  }
  if (given !== undefined) {
    checkPort(given, problems);
  }
}

function checkPort(given: number | string, problems: Problems): void {
  if (typeof given !== 'string') {
    needPort(given, problems, 'healthCheckPort');
  } else if (/^\d+$/.test(given)) {
    problems.add('healthCheckPort', `${show(given)} is a number in quotes. Write ${given} without quotes.`);
  } else if (given === 'traffic-port') {
    problems.add(
      'healthCheckPort',
      `"traffic-port" is the port that serves, where ${READY_PATH} is answered with 404. Write the one of the status port: '${INSTALLED_STATUS_PORT}'.`,
    );
  } else {
    const problem = dnsLabelProblem(given, 'the name of a port');
    if (problem !== undefined) {
      problems.add('healthCheckPort', problem);
    }
  }
}
