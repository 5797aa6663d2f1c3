import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { ALB } from '../../istio/load-balancer';
import type { GatewayWorkload } from '../../networking/gateway-workload';
import { GatewayDeployment } from '../gateway-deployment';

/**
 * Reports pods that do not believe what the load balancer tells of the client, or believe others as well: without trust the gateway tells
 * applications that clients spoke plain HTTP, and that the load balancer is the client.
 *
 * @param enough how the user writes a Service without a load balancer that the targets can use
 */
export function checkTrust(workload: GatewayWorkload, enough: string, problems: Problems): void {
  const maker = workload._deployment;
  if (!(maker instanceof GatewayDeployment)) {
    return;
  }
  const { path } = maker.node;
  if (maker._trustedProxies === 0) {
    problems.add(
      '',
      `the pods of ${path} (GatewayDeployment) trust no proxy: applications would read "x-forwarded-proto: http", and policies would take the load balancer for the client. Write trustedProxies: 1 there.`,
    );
  }
  if (workload._installed.serviceType === 'LoadBalancer') {
    problems.add(
      '',
      `${path} (GatewayDeployment) has a load balancer of its own: its clients come past this one, and the gateway would believe the address and protocol that they tell in x-forwarded-for and x-forwarded-proto. Write loadBalancer: ${enough} there.`,
    );
  }
}

/** What is said in the Ingress of pods that are made elsewhere. */
export function trustNotes({ _deployment }: GatewayWorkload): Record<string, string> {
  return _deployment === undefined
    ? {
        'cdk8s-istio/trusted-proxies':
          'the gateway must trust one proxy (gatewayTopology.numTrustedProxies: 1 in its proxy configuration), or applications see x-forwarded-proto: http, and policies the address of the load balancer',
      }
    : {};
}

const ATTRIBUTES = `${ALB}load-balancer-attributes`;

/** Reports annotations by which the load balancer would no longer add the address that it sees to x-forwarded-for. */
export function checkForwardedFor(annotations: Record<string, string>, problems: Problems): void {
  const attributes: unknown = annotations[ATTRIBUTES];
  const setting = /routing\.http\.xff_header_processing\.mode=(\w+)/.exec(
    typeof attributes === 'string' ? attributes : '',
  );
  if (setting !== null && setting[1] !== 'append') {
    problems.add(
      ATTRIBUTES,
      `${show(setting[0])} leaves out the address that the load balancer sees, so the gateway can't know the client, or believes what clients tell. Omit it: "append" is the default.`,
    );
  }
}
