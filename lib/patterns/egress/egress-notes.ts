import type { GatewayWorkload } from '../../networking/gateway-workload';

/** The command that shows the access log of a client's sidecar. */
export const SIDECAR_LOG = 'kubectl logs CLIENT-POD -c istio-proxy';

/** The command that shows the access log of a gateway. */
export function gatewayLog({ namespace, selector }: GatewayWorkload): string {
  const labels = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  return `kubectl -n ${namespace} logs --tail=100 -l ${labels.join(',')}`;
}

/**
 * What whoever applies the objects should know, because nothing in them can make it so.
 *
 * @param log the command that shows the access log where connections leave
 */
export function notes(hosts: string[], log: string): Record<string, string> {
  const site = hosts[0].replace(/^\*\./, '');
  return {
    'cdk8s-istio/verify': `${log} | grep ${site}`,
    'cdk8s-istio/not-a-firewall': 'pods can still leave directly; only a NetworkPolicy keeps them from it',
  };
}
