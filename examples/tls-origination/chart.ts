import { Chart } from 'cdk8s';
import { EgressTlsOrigination, GatewayWorkload } from 'cdk8s-istio';
import type { Construct } from 'constructs';

/** Lives where the installed egress gateway lives; the clients are in namespace `default`. */
export class TlsOriginationChart extends Chart {
  constructor(scope: Construct, id: string = 'tls-origination') {
    super(scope, id, { namespace: 'istio-system' });

    new EgressTlsOrigination(this, 'Github', {
      hosts: ['api.github.com'],
      workload: GatewayWorkload.istioEgress(),
      clients: ['default'],
    });
  }
}
