import { expectList, needObject, needPort } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { STATUS_PORT } from '../../istio/load-balancer';
import type { GatewayPort } from '../../networking/gateway-workload';
import type { ExposedServiceOptions } from './load-balancer-options';
import { writeAnnotations, writePolicy } from './load-balancer-options';
import type { LoadBalancerPreset, ServiceShape } from './load-balancer-preset';

/** Which port of the nodes leads to a port of the Service. */
export interface ServiceNodePort {
  /** Port number of the Service; 15021 is the one of the health check. */
  readonly port: number;

  /** Port number of the nodes, mostly 30000 to 32767. Kubernetes field `ports[].nodePort`. */
  readonly nodePort: number;
}

/** Ports of the nodes, for a load balancer that somebody else sets up. */
export interface NodePortOptions extends ExposedServiceOptions {
  /**
   * The port of the nodes for each port of the Service.
   *
   * Rejects one that the Service does not have.
   *
   * @default - Kubernetes chooses them
   */
  readonly ports?: ServiceNodePort[];
}

export class NodePort implements LoadBalancerPreset {
  public readonly label = 'LoadBalancer.nodePort';

  constructor(private readonly given: NodePortOptions) {}

  public write(ports: readonly GatewayPort[], problems: Problems): ServiceShape {
    const options =
      needObject(this.given, 'NodePortOptions', problems, '', '{ ports: [{ port: 80, nodePort: 30080 }] }') ?? {};
    const known = [STATUS_PORT, ...ports.map(({ port }) => port)];
    const nodePorts = new Map<number, number>();
    expectList(options.ports, problems, 'ports', '[{ port: 80, nodePort: 30080 }]').forEach((each, i) => {
      const at = problems.in(`ports[${i}]`);
      const given = needObject(each, 'ServiceNodePort', at, '', '{ port: 80, nodePort: 30080 }');
      if (given === undefined) {
        return;
      }
      const { port, nodePort } = given;
      if (needPort(port, at, 'port') !== undefined && !known.includes(port)) {
        at.add('port', `${port} is not a port of the Service (${known.join(', ')}). Write one of them.`);
      } else if (nodePorts.has(port)) {
        at.add('port', `${port} is given twice. Omit one of them.`);
        return;
      }
      if (needPort(nodePort, at, 'nodePort') !== undefined && [...nodePorts.values()].includes(nodePort)) {
        at.add('nodePort', `${nodePort} leads to another port of the Service already. Write another.`);
      }
      nodePorts.set(port, nodePort);
    });
    return {
      type: 'NodePort',
      annotations: writeAnnotations(options.annotations, {}, problems),
      fields: { externalTrafficPolicy: writePolicy(options.externalTrafficPolicy, problems) },
      hasStatusPort: true,
      nodePorts,
    };
  }
}
