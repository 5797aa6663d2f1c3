import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { MeshedApp } from '../meshed-app';

/** The API: a web server that stands for it, on port 9000 of its Service. */
export class AlbWorkloads extends Construct {
  public readonly api: kplus.Service;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const api = new MeshedApp(this, 'Api', {
      app: 'cb-test-api',
      portName: 'http',
      port: 9000,
      containerPort: 8080,
      health: { httpGet: '/' },
    });
    this.api = api.service;
    api.addVersion('v1', {
      name: 'cb-test-api',
      image: 'docker.io/nginxinc/nginx-unprivileged:1.29.5-alpine',
      replicas: 2,
      cpu: { request: 50, limit: 200 },
      memory: { request: 32, limit: 128 },
      user: 101,
      scratch: ['/tmp'],
    });
  }
}
