import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Access, GatewayWorkload, IstioChecks, PolicyTarget, ServiceAccountRef, ServiceRef, Source } from '../../lib';
import { specOf, thrown } from '../networking/subject';
import { shop } from './subject';

const FRONTEND = 'cluster.local/ns/shop/sa/frontend';

test('one line', () => {
  const { chart, frontend, cart } = shop();
  const policy = Access.allow(chart, 'FrontendToCart', {
    from: [frontend],
    to: cart,
    methods: ['GET', 'POST'],
    paths: ['/cart/*'],
    hosts: ['cart'],
    ports: [8080],
  });
  expect(specOf(policy)).toEqual({
    selector: { matchLabels: cart.matchLabels },
    rules: [
      {
        from: [{ source: { principals: [FRONTEND] } }],
        to: [{ operation: { methods: ['GET', 'POST'], paths: ['/cart/*'], hosts: ['cart'], ports: ['8080'] } }],
      },
    ],
  });
  expect(IstioChecks.on(chart.node.root).findings()).toEqual([]);
});

test('what is not said is not written', () => {
  const { chart, frontend, cart, cartService } = shop();
  expect(specOf(Access.allow(chart, 'A', { from: [frontend], to: cart }))).toEqual({
    selector: { matchLabels: cart.matchLabels },
    rules: [{ from: [{ source: { principals: [FRONTEND] } }] }],
  });
  expect(specOf(Access.allow(chart, 'B', { from: [frontend], to: cartService, ports: ['redis'] }))).toEqual({
    selector: { matchLabels: cart.matchLabels },
    rules: [{ from: [{ source: { principals: [FRONTEND] } }], to: [{ operation: { ports: ['6379'] } }] }],
  });
});

test('all who can call', () => {
  const { chart, frontend, cart } = shop();
  const from = [
    frontend,
    GatewayWorkload.helmRelease('edge', { namespace: 'edge' }),
    ServiceAccountRef.fromName('web', { namespace: 'front' }),
    new kplus.ServiceAccount(chart, 'Batch', { metadata: { name: 'batch' } }),
    new kplus.Namespace(chart, 'Namespace', { metadata: { name: 'prometheus' } }),
    Source.ipRanges(['10.0.0.0/8']),
  ];
  expect(specOf(Access.allow(chart, 'Policy', { from, to: cart }))).toMatchObject({
    rules: [
      {
        from: [
          {
            source: {
              principals: [
                FRONTEND,
                'cluster.local/ns/edge/sa/edge',
                'cluster.local/ns/front/sa/web',
                'cluster.local/ns/shop/sa/batch',
              ],
            },
          },
          { source: { namespaces: ['prometheus'] } },
          { source: { ipBlocks: ['10.0.0.0/8'] } },
        ],
      },
    ],
  });
});

test('the policy is where what is called is', () => {
  const { chart, frontend, cart } = shop();
  const edge = GatewayWorkload.istioIngress();
  const elsewhere = new Chart(chart.node.root, 'books', { namespace: 'books' });
  expect(Access.allow(elsewhere, 'Cart', { from: [frontend], to: cart }).namespace).toBe('shop');
  expect(Access.allow(elsewhere, 'Edge', { from: [frontend], to: edge, metadata: { name: 'edge' } }).namespace).toBe(
    'istio-system',
  );
  expect(Access.allow(elsewhere, 'Web', { from: [frontend], to: PolicyTarget.labels({ app: 'web' }) }).namespace).toBe(
    'books',
  );
});

test('deny by default', () => {
  const { chart, cart } = shop();
  expect(specOf(Access.denyByDefault(chart, 'All'))).toEqual({});
  expect(specOf(Access.denyByDefault(chart, 'Cart', { target: PolicyTarget.workload(cart) }))).toEqual({
    selector: { matchLabels: cart.matchLabels },
  });
});

test('what is wrong is said of the options', () => {
  const { chart, cartService } = shop();
  const make = (options: object) => thrown(() => Access.allow(chart, 'Policy', options as never));
  expect(
    make({
      from: [cartService, 'web'],
      to: cartService,
      methods: ['get'],
      paths: ['cart'],
      ports: ['grpc'],
      method: [],
    }),
  ).toEqual([
    'shop/Policy (Access.allow): 6 problems',
    'method: unknown field of AllowOptions. Did you mean methods?',
    "from[0]: Service \"cart\" is called, and does not call. Write a Deployment, or Source.serviceAccount(ServiceAccountRef.fromName('checkout', { namespace: 'orders' })).",
    "from[1]: \"web\" is not a workload. Write a Deployment, or Source.serviceAccount(ServiceAccountRef.fromName('checkout', { namespace: 'orders' })).",
    'methods[0]: "get" is not a method of HTTP as clients send it. Write "GET".',
    'paths[0]: "cart" never matches, because every path begins with "/". Write "/cart".',
    'ports[0]: "grpc" is not a port of Service "cart". It has: 80 (http), 6379 (redis).',
  ]);
  expect(make({})).toEqual([
    'shop/Policy (Access.allow): 2 problems',
    'to: is needed. Write { from: [frontend], to: cart }.',
    'from: is needed. Write [frontend], or Access.denyByDefault(...) to let nobody in.',
  ]);
  expect(make({ from: [], to: ServiceRef.fromName('web') })).toEqual([
    'shop/Policy (Access.allow): 2 problems',
    'to: the pods behind Service "web" are not known here. Write their labels: PolicyTarget.labels({ app: \'web\' }).',
    'from: [] is no list of callers. Write [frontend], or Access.denyByDefault(...) to let nobody in.',
  ]);
  expect(make({ from: [Source.anyToken()], to: cartService, ports: [6379] })).toEqual([
    'shop/Policy (Access.allow): 1 problem',
    'ports[0]: port 6379 has the name "redis", which Istio takes for Redis (Service "cart"). There are no requests to compare requestPrincipals with, and the rule would match nothing there. If it speaks HTTP, name it "http"; otherwise leave requestPrincipals out.',
  ]);
  expect(thrown(() => Access.allow(chart, 'Policy', undefined as never))[0]).toBe(
    'shop/Policy (Access.allow): 2 problems',
  );
});
