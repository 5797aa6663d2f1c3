import { Chart } from 'cdk8s';
import { Construct } from 'constructs';

/** Lives where the installed egress gateway lives; the clients are in namespace `default`. */
export class AnyEgressChart extends Chart {
  constructor(scope: Construct, id: string = 'any-egress') {
    super(scope, id, { namespace: 'istio-system' });
  }
}
