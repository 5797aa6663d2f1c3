import { Chart } from 'cdk8s';
import { GatewayDeployment, IngressedService, LoadBalancer, NlbScheme } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { MeshedNamespace } from '../meshed-namespace';
import { NginxWorkloads } from './workloads';

export class NginxChart extends Chart {
  constructor(scope: Construct, id: string = 'nginx') {
    super(scope, id, { namespace: 'web' });
    new MeshedNamespace(this, 'EdgeNamespace', 'edge');
    const door = new GatewayDeployment(this, 'Door', {
      namespace: 'edge',
      loadBalancer: LoadBalancer.awsNlb({ scheme: NlbScheme.INTERNET_FACING, proxyProtocol: true }),
      ports: [{ port: 80 }],
    });

    new MeshedNamespace(this, 'Namespace', 'web');
    const { nginx } = new NginxWorkloads(this, 'Workloads');

    new IngressedService(this, 'Nginx', { service: nginx, hosts: ['nginx.example.com'], workload: door.workload });
  }
}
