import { Chart } from 'cdk8s';
import { Condition, Dashboard, DashboardExposure, IngressTls, Login } from 'cdk8s-istio';
import type { Construct } from 'constructs';

/** Lives where the sample addons and the installed ingress gateway live. */
export class DashboardsChart extends Chart {
  constructor(scope: Construct, id: string = 'dashboards') {
    super(scope, id, { namespace: 'istio-system' });

    const issuer = 'https://login.test01-jeonj.io/realms/mesh';
    new DashboardExposure(this, 'Addons', {
      dashboards: [Dashboard.kiali(), Dashboard.jaeger()],
      host: 'dashboard.test01-jeonj.io',
      tls: IngressTls.credential('dashboard-test01-jeonj-io'),
      login: Login.jwt({
        issuer,
        jwksUri: `${issuer}/protocol/openid-connect/certs`,
        claims: [Condition.claim('groups', ['mesh-operators'])],
      }),
    });
  }
}
