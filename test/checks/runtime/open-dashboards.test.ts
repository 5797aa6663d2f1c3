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
  'alb.ingress.kubernetes.io/target-type': 'ip',
  'alb.ingress.kubernetes.io/healthcheck-path': '/healthz/ready',
  'alb.ingress.kubernetes.io/healthcheck-port': '15021',
};
const kiali = virtualService('istio-system/kiali', {
  hosts: ['kiali.example.com'],
  gateways: ['kiali'],
  http: [to('kiali')],
});
const onTwoHosts = virtualService('istio-system/kiali', {
  hosts: ['kiali.example.com', 'mesh.example.com'],
  gateways: ['kiali'],
  http: [to('kiali')],
});
const kialiGateway = gateway('istio-system/kiali', server(80, 'HTTP', ['kiali.example.com']));
const gatewayOfBoth = gateway('istio-system/kiali', server(80, 'HTTP', ['kiali.example.com', 'mesh.example.com']));
const guard = (namespace: string, matchLabels: Record<string, string>): Manifest =>
  authorizationPolicy(`${namespace}/login`, { selector: { matchLabels }, action: 'CUSTOM' });

const guardOf = (hosts: string[]): Manifest =>
  authorizationPolicy('istio-system/login', {
    selector: { matchLabels: { istio: 'ingressgateway' } },
    action: 'CUSTOM',
    rules: [{ to: [{ operation: { hosts } }] }],
  });

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
    name: 'a login for the host, with a port and without',
    manifests: [kiali, kialiGateway, guardOf(['KIALI.example.com', 'kiali.example.com:*'])],
    finds: [],
  },
  {
    name: 'a login for every host, or for all that begin alike',
    manifests: [kiali, kialiGateway, guardOf(['kiali.*'])],
    finds: [],
  },
  {
    name: 'a login for the host without a port',
    manifests: [kiali, kialiGateway, guardOf(['kiali.example.com'])],
    finds: ['CDI0301 warning VirtualService istio-system/kiali spec.http[0].route[0].destination.host'],
  },
  {
    name: 'a login for other hosts of the gateway',
    manifests: [kiali, kialiGateway, guardOf(['grafana.example.com', 'grafana.example.com:*'])],
    finds: ['CDI0301 warning VirtualService istio-system/kiali spec.http[0].route[0].destination.host'],
  },
  {
    name: 'a login for one of two hosts',
    manifests: [onTwoHosts, gatewayOfBoth, guardOf(['kiali.example.com', 'kiali.example.com:*'])],
    finds: ['CDI0301 warning VirtualService istio-system/kiali spec.http[0].route[0].destination.host'],
  },
  {
    name: 'policies of which each is for one of two hosts, and one that allows something',
    manifests: [
      onTwoHosts,
      gatewayOfBoth,
      guardOf(['kiali.example.com', 'kiali.example.com:*']),
      authorizationPolicy('istio-system/office', {
        selector: { matchLabels: { istio: 'ingressgateway' } },
        rules: [{ to: [{ operation: { hosts: ['mesh.example.com'] } }] }],
      }),
    ],
    finds: [],
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

test('it says how a login is passed by a port', () => {
  expect(textsOf('CDI0301', [kiali, kialiGateway, guardOf(['kiali.example.com'])])).toEqual([
    [
      'kiali is open to everyone who reaches the gateway istio-system/kiali and writes a port after the host: the sample addons install it without authentication. Kiali shows the whole mesh, and lets everyone change its configuration.',
      'Policies compare the Host header with its port, and routes are found without it. Write both into hosts of the policy: kiali.example.com, kiali.example.com:*.',
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
