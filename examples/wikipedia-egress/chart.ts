import { Chart } from 'cdk8s';
import { Construct } from 'constructs';

/** Lives where the installed egress gateway lives; the clients are in namespace `default`. */
export class WikipediaEgressChart extends Chart {
  constructor(scope: Construct, id: string = 'wikipedia-egress') {
    super(scope, id, { namespace: 'istio-system' });
  }
}
