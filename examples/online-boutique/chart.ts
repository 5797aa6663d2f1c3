import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { MeshedNamespace } from '../meshed-namespace';
import { OnlineBoutiqueWorkloads } from './workloads';

export class OnlineBoutiqueChart extends Chart {
  constructor(scope: Construct, id: string = 'online-boutique') {
    super(scope, id, { namespace: 'hipster-app' });
    new MeshedNamespace(this, 'Namespace', 'hipster-app');
    new OnlineBoutiqueWorkloads(this, 'Workloads');
  }
}
