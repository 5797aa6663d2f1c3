import { ApiObject } from 'cdk8s';
import type { GatewayWorkload, MeshNamespace } from 'cdk8s-istio';
import { Construct } from 'constructs';

export interface EgressNetworkPoliciesProps {
  readonly gateway: GatewayWorkload;
  /** The namespace whose pods may use it, and nothing else outside. */
  readonly clients: MeshNamespace;
}

/**
 * Nothing leaves the cluster but through the gateway. Sidecars decide where well-behaved connections go; these policies are enforced by the network of
 * the cluster, for every process of a pod.
 */
export class EgressNetworkPolicies extends Construct {
  constructor(scope: Construct, id: string, { gateway, clients }: EgressNetworkPoliciesProps) {
    super(scope, id);
    const atGateway = peer(gateway.namespace, gateway.selector);
    const ports = gateway.ports.map(({ port, targetPort = port }) => tcp(targetPort));

    this.allowEgress('only-through-the-gateway', clients.name, {}, [
      { to: [{ podSelector: {} }] },
      { to: [atGateway], ports },
      ...NEEDED,
    ]);
    this.allowEgress('nothing-goes-out', gateway.namespace, {}, NEEDED);
    // The rules of all policies for a pod add up.
    this.allowEgress('the-gateway-goes-out', gateway.namespace, gateway.selector, [{ ports: [tcp(443)] }]);
    this.add('only-clients-use-the-gateway', gateway.namespace, {
      podSelector: { matchLabels: gateway.selector },
      policyTypes: ['Ingress'],
      ingress: [{ from: [peer(clients.name)], ports }],
    });
  }

  private allowEgress(name: string, namespace: string, labels: Record<string, string>, egress: object[]): void {
    const podSelector = Object.keys(labels).length === 0 ? {} : { matchLabels: labels };
    this.add(name, namespace, { podSelector, policyTypes: ['Egress'], egress });
  }

  private add(name: string, namespace: string, spec: object): void {
    new ApiObject(this, name, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace },
      spec,
    });
  }
}

/** What every pod of the mesh needs: names, and the certificate and configuration of its proxy. */
const NEEDED = [
  { to: [peer('kube-system', { 'k8s-app': 'kube-dns' })], ports: [{ protocol: 'UDP', port: 53 }, tcp(53)] },
  { to: [peer('istio-system', { app: 'istiod' })], ports: [tcp(15012)] },
];

function tcp(port: number): object {
  return { protocol: 'TCP', port };
}

/** Pods of a namespace: those with labels, or all of them. */
function peer(namespace: string, labels?: Record<string, string>): object {
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
  return { namespaceSelector, ...(labels && { podSelector: { matchLabels: labels } }) };
}
