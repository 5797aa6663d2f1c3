import { Chart } from 'cdk8s';
import { CanaryRelease, IngressedService } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { MeshedNamespace } from '../meshed-namespace';
import { OnlineBoutiqueWorkloads } from './workloads';

export class OnlineBoutiqueChart extends Chart {
  constructor(scope: Construct, id: string = 'online-boutique') {
    super(scope, id, { namespace: 'hipster-app' });
    new MeshedNamespace(this, 'Namespace', 'hipster-app');
    const { frontend, frontend10, frontend11 } = new OnlineBoutiqueWorkloads(this, 'Workloads');

    const release = new CanaryRelease(this, 'FrontendRelease', {
      service: frontend,
      stable: frontend10,
      canary: frontend11,
      split: 20,
      mesh: false,
    });
    new IngressedService(this, 'Frontend', { service: release, hosts: ['jeonj.io'] });
  }
}
