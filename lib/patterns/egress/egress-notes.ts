import type { EgressGateway } from './egress';

/** What whoever applies the objects should know, because nothing in them can make it so. */
export function notes(hosts: string[], gateway: EgressGateway | undefined): Record<string, string> {
  const site = hosts[0].replace(/^\*\./, '');
  const log =
    gateway === undefined
      ? 'kubectl logs CLIENT-POD -c istio-proxy'
      : `kubectl -n ${gateway.workload.namespace} logs --tail=100 -l ${Object.entries(gateway.workload.selector)
          .map(([key, value]) => `${key}=${value}`)
          .join(',')}`;
  return {
    'cdk8s-istio/verify': `${log} | grep ${site}`,
    'cdk8s-istio/not-a-firewall': 'pods can still leave directly; only a NetworkPolicy keeps them from it',
  };
}
