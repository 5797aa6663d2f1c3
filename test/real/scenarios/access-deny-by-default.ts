import { Chart } from 'cdk8s';
import { Access, GatewayWorkload, IngressedService, PolicyTarget, ServiceRef, Source } from 'cdk8s-istio';
import { application, client, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const OUTSIDE = 'requests come in through the gateway, with its identity';
const NEIGHBOUR = 'a neighbour is refused that no policy names';
const OTHER = 'a workload of the namespace without a policy of its own is closed too';

const shop = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new IngressedService(chart, 'Web', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    hosts: ['shop.example.com'],
  });
  Access.denyByDefault(chart, 'DenyByDefault', { metadata: { name: 'deny-by-default' } });
  Access.allow(chart, 'IngressToWeb', {
    metadata: { name: 'ingress-to-web' },
    from: [Source.gateway(GatewayWorkload.istioIngress())],
    to: PolicyTarget.labels({ app: 'web' }),
  });
});

scenario({
  title: 'Access.denyByDefault closes a namespace for all whom no other policy names',
  manifests: [
    ...ingressGateway(),
    ...client('shop', 'frontend'),
    ...application('shop', 'web', 8080, ['v1']),
    ...application('shop', 'ledger', 8080, ['v1']),
    ...shop,
  ],
  requests: [
    { name: OUTSIDE, url: 'http://shop.example.com/', expect: { status: 200, backend: 'shop/web-v1' } },
    { name: NEIGHBOUR, from: 'shop/frontend', url: 'http://web:8080/', expect: { status: 403, attempts: 0 } },
    { name: OTHER, from: 'shop/frontend', url: 'http://ledger:8080/', expect: { status: 403, attempts: 0 } },
  ],
  negatives: [
    {
      change: 'the namespace is not closed',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'AuthorizationPolicy', 'deny-by-default')), 1);
      },
      because: { [OTHER]: { status: 200, attempts: 1 } },
    },
    {
      change: 'the policy that closes it has an empty rule',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy', 'deny-by-default').spec.rules = [{}];
      },
      because: { [OTHER]: { status: 200 }, [NEIGHBOUR]: { status: 200 } },
    },
    {
      change: 'the gateway is not named',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'AuthorizationPolicy', 'ingress-to-web')), 1);
      },
      because: { [OUTSIDE]: { status: 403 } },
    },
  ],
});
