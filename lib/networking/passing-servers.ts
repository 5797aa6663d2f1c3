import type { IConstruct } from 'constructs';
import { Node } from 'constructs';
import { isOfAnotherChart } from '../core/claims';
import type { IGateway } from './gateway-handle';
import type { GatewayWorkload } from './gateway-workload';

const PASSING = Symbol.for('cdk8s-istio.passingServers');

/** A server that takes connections that are no HTTP. */
export interface PassingServer {
  readonly gateway: IConstruct & IGateway;
  readonly port: number;
}

type Root = IConstruct & { [PASSING]?: Map<string, PassingServer[]> };

/** Notes a server that takes connections that are no HTTP, for those whose policies close the ports of its pods. */
export function notePassing(gateway: PassingServer['gateway'], workload: GatewayWorkload, port: number): void {
  const noted = ((Node.of(gateway).root as Root)[PASSING] ??= new Map<string, PassingServer[]>());
  const pods = podsOf(workload);
  const others = noted.get(pods);
  if (others === undefined) {
    noted.set(pods, [{ gateway, port }]);
  } else {
    others.push({ gateway, port });
  }
}

/** Those that `notePassing` noted for some pods, in the chart of a construct. */
export function passingServers(scope: IConstruct, workload: GatewayWorkload): PassingServer[] {
  const noted = (Node.of(scope).root as Root)[PASSING]?.get(podsOf(workload)) ?? [];
  // A Gateway that was rejected has made nothing.
  return noted.filter(({ gateway: { node } }) => node.children.length > 0 && !isOfAnotherChart(scope, node.path));
}

function podsOf({ namespace, selector }: GatewayWorkload): string {
  return JSON.stringify([namespace, ...Object.entries(selector).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
