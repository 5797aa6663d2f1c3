import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy, gateway, ingressPods, manifest, server, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';

const alb = (annotations: Record<string, string>, spec: object = {}): Manifest =>
  manifest(
    'Ingress',
    'istio-system/front',
    {
      ingressClassName: 'alb',
      rules: [{ http: { paths: [{ backend: { service: { name: 'istio-ingressgateway', port: { number: 80 } } } }] } }],
      ...spec,
    },
    { annotations },
  );
const HEALTH = {
  'alb.ingress.kubernetes.io/healthcheck-path': '/healthz/ready',
  'alb.ingress.kubernetes.io/healthcheck-port': '15021',
};
const kiali = virtualService('istio-system/kiali', {
  hosts: ['kiali.example.com'],
  gateways: ['kiali'],
  http: [to('kiali')],
});
const kialiGateway = gateway('istio-system/kiali', server(80, 'HTTP', ['kiali.example.com']));
const guard = (namespace: string, matchLabels: Record<string, string>): Manifest =>
  authorizationPolicy(`${namespace}/login`, { selector: { matchLabels }, action: 'CUSTOM' });

testCases('CDI', [
  {
    name: 'a dashboard with a login before it: for the pods of the gateway, or by labels that it selects',
    manifests: [kiali, kialiGateway, guard('istio-system', { istio: 'ingressgateway' })],
    finds: [],
  },
  {
    name: 'a login for other pods does not count',
    manifests: [kiali, kialiGateway, ingressPods('edge'), guard('edge', { app: 'other' })],
    finds: ['CDI0301 warning VirtualService istio-system/kiali spec.http[0].route[0].destination.host'],
  },
  {
    name: 'a policy that changes nothing is no login',
    manifests: [
      kiali,
      kialiGateway,
      authorizationPolicy('istio-system/a', { action: 'AUDIT' }),
      authorizationPolicy('istio-system/b', {}, { annotations: { 'istio.io/dry-run': 'true' } }),
    ],
    finds: ['CDI0301 warning VirtualService istio-system/kiali spec.http[0].route[0].destination.host'],
  },
  {
    name: 'a login at the load balancer',
    manifests: [kiali, kialiGateway, alb({ ...HEALTH, 'alb.ingress.kubernetes.io/auth-type': 'oidc' })],
    finds: [],
  },
]);

test('it says who can open the dashboard, and what it shows', () => {
  expect(textsOf('CDI0301', [kiali, kialiGateway])).toEqual([
    [
      'kiali is open to everyone who reaches the gateway istio-system/kiali: the sample addons install it without authentication. Kiali shows the whole mesh, and lets everyone change its configuration.',
      'Require authentication at the gateway: an AuthorizationPolicy for its pods with action CUSTOM and an external authorizer, or with a list of addresses, or a RequestAuthentication and a policy that requires a principal. Or do not expose it, and use istioctl dashboard.',
    ],
  ]);
});

testCases('CDI', [
  {
    name: 'other Services, and a dashboard that only the mesh reaches',
    manifests: [
      gateway('shop/g', server(80, 'HTTP', ['shop.example.com'])),
      virtualService('shop/web', { hosts: ['shop.example.com'], gateways: ['g'], http: [to('web')] }),
      virtualService('istio-system/kiali', { hosts: ['kiali'], http: [to('kiali')] }),
    ],
    finds: [],
  },
]);
