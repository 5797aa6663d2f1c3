import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { MeshedApp } from '../meshed-app';

/** Two replicas of an nginx that runs without root, and its Service on port 80. */
export class NginxWorkloads extends Construct {
  public readonly nginx: kplus.Service;
  public readonly nginxV1: kplus.Deployment;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const nginx = new MeshedApp(this, 'Nginx', {
      app: 'nginx',
      portName: 'http',
      port: 80,
      containerPort: 8080,
      health: { httpGet: '/' },
    });
    this.nginx = nginx.service;
    this.nginxV1 = nginx.addVersion('v1', {
      name: 'nginx',
      image: 'docker.io/nginxinc/nginx-unprivileged:1.29.5-alpine',
      replicas: 2,
      cpu: { request: 50, limit: 200 },
      memory: { request: 32, limit: 128 },
      user: 101,
      scratch: ['/tmp'],
    });
  }
}
