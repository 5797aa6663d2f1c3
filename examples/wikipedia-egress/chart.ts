import { Chart } from 'cdk8s';
import { EgressSniPassthrough, EgressStrategy, GatewayWorkload } from 'cdk8s-istio';
import type { Construct } from 'constructs';

/** Lives where the installed egress gateway lives; the clients are in namespace `default`. */
export class WikipediaEgressChart extends Chart {
  constructor(scope: Construct, id: string = 'wikipedia-egress') {
    super(scope, id, { namespace: 'istio-system' });

    new EgressSniPassthrough(this, 'Wikipedia', {
      hosts: ['*.wikipedia.org'],
      strategy: EgressStrategy.commonServer('www.wikipedia.org'),
      workload: GatewayWorkload.istioEgress(),
      clients: ['default'],
    });
  }
}
