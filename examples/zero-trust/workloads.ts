import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { MeshedApp } from '../meshed-app';

/** Three web servers, each with an identity of its own. Their image has curl, so each of them can call the others. */
export class ZeroTrustWorkloads extends Construct {
  public readonly store: kplus.Deployment;
  public readonly orders: kplus.Deployment;
  public readonly reports: kplus.Deployment;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    [this.store, this.orders, this.reports] = ['store', 'orders', 'reports'].map((app) => this.add(app));
  }

  private add(app: string): kplus.Deployment {
    const server = new MeshedApp(this, app, {
      app,
      portName: 'http',
      port: 80,
      containerPort: 8080,
      health: { httpGet: '/' },
    });
    return server.addVersion('v1', {
      name: app,
      image: 'docker.io/nginxinc/nginx-unprivileged:1.29.5-alpine',
      cpu: { request: 50, limit: 200 },
      memory: { request: 32, limit: 128 },
      user: 101,
      scratch: ['/tmp'],
    });
  }
}
