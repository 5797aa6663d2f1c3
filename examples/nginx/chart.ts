import { Chart } from 'cdk8s';
import { IngressedService } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { MeshedNamespace } from '../meshed-namespace';
import { NginxWorkloads } from './workloads';

export class NginxChart extends Chart {
  constructor(scope: Construct, id: string = 'nginx') {
    super(scope, id, { namespace: 'web' });
    new MeshedNamespace(this, 'Namespace', 'web');
    const { nginx } = new NginxWorkloads(this, 'Workloads');

    new IngressedService(this, 'Nginx', { service: nginx, hosts: ['nginx.example.com'] });
  }
}
