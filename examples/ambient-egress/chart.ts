import { Chart } from 'cdk8s';
import { EgressSniPassthrough, EgressStrategy, Injection, MeshNamespace, Source, Waypoint } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { addWebServer } from '../web-server';

export class AmbientEgressChart extends Chart {
  constructor(scope: Construct, id: string = 'ambient-egress') {
    super(scope, id, { namespace: 'billing' });
    const egress = new MeshNamespace(this, 'EgressNamespace', {
      name: 'istio-egress',
      injection: Injection.ambient({ waypoint: Waypoint.own() }),
    });

    const billing = new MeshNamespace(this, 'Namespace', { injection: Injection.ambient() });
    const invoices = addWebServer(this, 'invoices');
    addWebServer(this, 'reports');

    new EgressSniPassthrough(this, 'Payments', {
      hosts: ['api.stripe.com', 'files.stripe.com'],
      strategy: EgressStrategy.waypoint(egress, { allowedCallers: [Source.workload(invoices)] }),
      clients: [billing],
    });
  }
}
