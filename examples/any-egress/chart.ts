import { Chart } from 'cdk8s';
import { EgressSniPassthrough, EgressStrategy, GatewayWorkload, HopSecurity } from 'cdk8s-istio';
import type { Construct } from 'constructs';

/** Lives where the installed egress gateway lives; the clients are in namespace `default`. */
export class AnyEgressChart extends Chart {
  constructor(scope: Construct, id: string = 'any-egress') {
    super(scope, id, { namespace: 'istio-system' });

    new EgressSniPassthrough(this, 'AnyEgress', {
      hosts: ['*.wikipedia.org', '*.wikimedia.org'],
      strategy: EgressStrategy.sniForward(),
      hopSecurity: HopSecurity.istioMutual(),
      workload: GatewayWorkload.istioEgress(),
      clients: ['default'],
    });
  }
}
