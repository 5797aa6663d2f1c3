import { Chart } from 'cdk8s';
import { Gateway, GatewayServer, GatewayWorkload, IngressedService, IngressRoute, ServiceRef } from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const A = 'the first team serves its host';
const B = 'the second team serves its own';

const teams = charts((app) => {
  const platform = new Chart(app, 'platform', { namespace: 'platform' });
  const gateway = new Gateway(platform, 'Gateway', {
    metadata: { name: 'shared' },
    workload: GatewayWorkload.istioIngress(),
    servers: [GatewayServer.http({ hosts: ['team-a/a.example.com', 'team-b/b.example.com'], port: 80 })],
  });
  for (const [namespace, host] of [
    ['team-a', 'a.example.com'],
    ['team-b', 'b.example.com'],
  ] as const) {
    const chart = new Chart(app, namespace, { namespace });
    new IngressedService(chart, 'Web', {
      // The same short name in both namespaces.
      service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
      hosts: [host],
      gateway,
      routes: [IngressRoute.prefix('/')],
    });
  }
});

scenario({
  title:
    'Two teams share a Gateway of a third namespace: each has its own host and its own Service of the same short name',
  manifests: [
    ...ingressGateway(),
    ...application('team-a', 'web', 8080, ['v1']),
    ...application('team-b', 'web', 8080, ['v1']),
    ...teams,
  ],
  requests: [
    { name: A, url: 'http://a.example.com/', count: 20, expect: { status: 200, share: { 'team-a/web-v1': 1 } } },
    { name: B, url: 'http://b.example.com/', count: 20, expect: { status: 200, share: { 'team-b/web-v1': 1 } } },
  ],
  negatives: [
    {
      change: 'a team names a Gateway of its own namespace, which is not there',
      mutate: (manifests) => {
        routesOf(manifests, 'team-a').spec!.gateways = ['shared'];
      },
      because: { [A]: { status: 404 } },
    },
    {
      change: 'a team claims the host of the other one',
      mutate: (manifests) => {
        routesOf(manifests, 'team-b').spec!.hosts = ['a.example.com'];
      },
      because: { [B]: { status: 404 } },
    },
    {
      change: 'the Gateway keeps the host for another namespace',
      mutate: (manifests) => {
        find(manifests, 'Gateway').spec.servers[0].hosts = ['team-c/a.example.com', 'team-b/b.example.com'];
      },
      because: { [A]: { status: 404 } },
    },
  ],
});

function routesOf(manifests: Manifest[], namespace: string): Manifest {
  return manifests.find(({ kind, metadata }) => kind === 'VirtualService' && metadata.namespace === namespace)!;
}
