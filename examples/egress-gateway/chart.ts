import { Chart } from 'cdk8s';
import {
  EgressHost,
  EgressSniPassthrough,
  GatewayDeployment,
  GatewayDirection,
  Injection,
  MeshNamespace,
  OutboundTrafficPolicy,
} from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { addWebServer } from '../web-server';
import { EgressNetworkPolicies } from './network-policies';

export class EgressGatewayChart extends Chart {
  constructor(scope: Construct, id: string = 'egress-gateway') {
    super(scope, id, { namespace: 'billing' });
    const egress = new MeshNamespace(this, 'EgressNamespace', {
      name: 'istio-egress',
      injection: Injection.sidecar(),
    });
    const exit = new GatewayDeployment(this, 'Exit', {
      namespace: egress.name,
      direction: GatewayDirection.EGRESS,
      ports: [{ port: 443 }],
    });

    const billing = new MeshNamespace(this, 'Namespace', {
      injection: Injection.sidecar(),
      egress: [EgressHost.sameNamespace(), EgressHost.namespace(egress)],
      outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly(),
    });
    addWebServer(this, 'invoices');

    new EgressSniPassthrough(this, 'Payments', {
      hosts: ['api.stripe.com', 'files.stripe.com'],
      workload: exit.workload,
      clients: [billing],
    });
    new EgressNetworkPolicies(this, 'NetworkPolicies', { gateway: exit.workload, clients: billing });
  }
}
