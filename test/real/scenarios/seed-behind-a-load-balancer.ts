import { application, deployment, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { seed } from '../setting';

const API = 'the API is reached by its host';
const HEALTH = 'the health check, which asks for "/" by the address of the gateway, is answered with 404';
const PLAIN = 'plain HTTP is served and not redirected';

/** The load balancer itself is not judged here; its Ingress asks for an API that Kubernetes has not had since 1.22. */
const written = seed('behind-a-load-balancer.yaml', 'prd-api').filter(({ kind }) => kind !== 'Ingress');

scenario({
  title: 'As written, without the load balancer: routes by host work, and its health check finds nothing',
  replacedBy: 'example-alb',
  manifests: [
    ...ingressGateway(),
    ...application('istio-system', 'grafana', 3000, ['v1']).filter(({ kind }) => kind !== 'Namespace'),
    deployment('prd-api', 'cb-test-api', { app: 'cb-test-api' }, 'default', [
      { name: 'api', image: 'example.com/api:1', ports: [{ containerPort: 9000 }] },
    ]),
    ...written,
  ],
  requests: [
    {
      name: API,
      url: 'http://cb-test-api.domain.shop/v1/orders',
      expect: { status: 200, backend: 'prd-api/cb-test-api' },
    },
    {
      name: 'the dashboard is reached by its host',
      url: 'http://istio.domain.shop/',
      expect: { status: 200, backend: 'istio-system/grafana-v1' },
    },
    { name: HEALTH, url: 'http://10.0.0.1/', count: 5, expect: { status: 404 } },
    {
      name: PLAIN,
      url: 'http://cb-test-api.domain.shop/',
      headers: { 'x-forwarded-proto': 'http' },
      expect: { status: 200, header: { 'strict-transport-security': null } },
    },
  ],
  verdict: [{ text: 'IST0118 Service prd-api/cb-test-api: Port name ', reason: 'the port has no name, as written' }],
  negatives: [
    {
      change: 'there is a route for the health check',
      mutate: (manifests) => {
        find(manifests, 'Gateway', 'cb-test-api-gateway').spec.servers[0].hosts = ['*'];
        find(manifests, 'VirtualService', 'cb-test-api-virtualservice').spec.hosts = ['*'];
      },
      because: { [HEALTH]: { status: 200, backend: 'prd-api/cb-test-api' } },
    },
    {
      change: 'the Gateway redirects',
      mutate: (manifests) => {
        find(manifests, 'Gateway', 'cb-test-api-gateway').spec.servers[0].tls = { httpsRedirect: true };
      },
      because: { [PLAIN]: { status: 301 }, [API]: { status: 301 } },
    },
  ],
});
