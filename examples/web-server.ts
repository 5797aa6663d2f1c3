import type * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { MeshedApp } from './meshed-app';

/** A web server with an identity of its own, and its Service on port 80. Its image has curl, so that it can call others. */
export function addWebServer(scope: Construct, app: string): kplus.Deployment {
  const server = new MeshedApp(scope, app, {
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
