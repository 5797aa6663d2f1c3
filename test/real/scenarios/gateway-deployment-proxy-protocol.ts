import { Chart } from 'cdk8s';
import { GatewayDeployment, IngressedService, LoadBalancer, ServiceRef } from 'cdk8s-istio';
import { application, meshedNamespace } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const CLIENT = '203.0.113.7';
const TOLD = 'the address that the load balancer tells is that of the client, for the gateway and for the Service';
const SILENT = 'a connection that does not begin with the PROXY protocol is closed';
const UNTOLD = 'pods that are told nothing of the PROXY protocol take its first line for a request';

const manifests = charts((app) => {
  const edge = new Chart(app, 'edge', { namespace: 'edge' });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const service = ServiceRef.fromName('web', { ports: [{ port: 8080 }] });
  for (const [id, proxyProtocol] of Object.entries({ Door: true, Plain: false })) {
    const { workload } = new GatewayDeployment(edge, id, { loadBalancer: LoadBalancer.awsNlb({ proxyProtocol }) });
    new IngressedService(shop, id, { service, hosts: [`${id.toLowerCase()}.example.com`], workload });
  }
});

scenario({
  title: 'A GatewayDeployment behind a load balancer that tells the address of the client',
  manifests: [meshedNamespace('edge'), ...application('shop', 'web', 8080, ['v1']), ...manifests],
  requests: [
    {
      name: TOLD,
      to: 'edge/door',
      url: 'http://door.example.com/',
      toldClient: CLIENT,
      expect: {
        status: 200,
        backend: 'shop/web-v1',
        sees: { header: { 'x-forwarded-for': CLIENT } },
        accessLog: [{ proxy: 'edge/door', status: 200, peer: CLIENT }],
      },
    },
    { name: SILENT, to: 'edge/door', url: 'http://door.example.com/', expect: { failed: 'connection closed' } },
    {
      name: UNTOLD,
      to: 'edge/plain',
      url: 'http://plain.example.com/',
      toldClient: CLIENT,
      expect: { status: 400 },
    },
  ],
  negatives: [
    {
      change: 'the Gateway is opened by the pods that are told nothing of the PROXY protocol',
      mutate: (given) => {
        find(given, 'Gateway', 'door').spec.selector = find(given, 'Gateway', 'plain').spec.selector;
      },
      because: { [TOLD]: { failed: 'connection refused' } },
    },
  ],
});
