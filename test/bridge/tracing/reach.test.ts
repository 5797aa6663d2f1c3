import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Access, Injection, Mesh, MeshNamespace, ReachVerdict, ServiceRef } from '../../../lib';
import type { ReachOptions } from '../../../lib';

interface Shop {
  readonly chart: Chart;
  readonly web: kplus.Deployment;
  readonly cart: kplus.Deployment;
  readonly cartService: kplus.Service;
}

function shop(): Shop {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  new MeshNamespace(chart, 'Namespace', { name: 'shop', injection: Injection.sidecar() });
  const deployment = (name: string): kplus.Deployment => {
    const made = new kplus.Deployment(chart, name, {
      metadata: { name },
      podMetadata: { labels: { app: name } },
      select: false,
      serviceAccount: new kplus.ServiceAccount(chart, `${name}-account`, { metadata: { name } }),
      containers: [{ image: `${name}:1`, portNumber: 8080, securityContext: { user: 1000 } }],
    });
    made.select(kplus.LabelSelector.of({ labels: { app: name } }));
    return made;
  };
  const [web, cart] = [deployment('web'), deployment('cart')];
  deployment('reports');
  const cartService = new kplus.Service(chart, 'cart-service', {
    metadata: { name: 'cart' },
    ports: [{ name: 'http', port: 80, targetPort: 8080 }],
  });
  cartService.selectLabel('app', 'cart');
  Access.denyByDefault(chart, 'DenyByDefault');
  Access.allow(chart, 'WebToCart', { from: [web], to: cart, methods: ['GET'], paths: ['/cart/*'] });
  return { chart, web, cart, cartService };
}

test('who can reach pods, and by which rule, named by its construct', () => {
  const { chart, cart } = shop();
  const reach = Mesh.of(chart).reach({ to: cart });
  expect(reach.callers).toEqual(['shop/web']);
  expect(String(reach)).toBe(`shop/cart  http://cart.shop.svc.cluster.local:80
  shop/web  GET /cart/*  allowed by AuthorizationPolicy shop/shop-webtocart-c89d867d rules[0]  shop/WebToCart
  (nobody else; shop/cart, shop/reports denied by AuthorizationPolicy shop/shop-denybydefault-c8fa7549)
`);
});

test('as data', () => {
  const { chart, web } = shop();
  const [{ kinds, ...access }, ...others] = Mesh.of(chart).reach({ from: web }).accesses;
  expect(others).toEqual([]);
  expect(access).toMatchObject({
    callers: ['shop/web'],
    host: 'cart.shop.svc.cluster.local',
    port: 80,
    protocol: 'http',
  });
  expect(kinds.map(({ requests, verdict, targets, failure }) => ({ requests, verdict, targets, failure }))).toEqual([
    {
      requests: ['GET /cart/*'],
      verdict: ReachVerdict.REACHED,
      targets: [{ workload: 'shop/cart', port: 8080, share: 1 }],
      failure: undefined,
    },
    { requests: ['any other request'], verdict: ReachVerdict.REFUSED, targets: undefined, failure: 'Denied' },
  ]);
});

test('the example of a kind is a request that Mesh answers in the same way', () => {
  const { chart, web } = shop();
  const mesh = Mesh.of(chart);
  const [{ kinds }] = mesh.reach({ from: web }).accesses;
  const asked = kinds.map(({ example }) =>
    mesh.from(web).request(`http://${example!.host}${example!.path}`, { method: example!.method }),
  );
  expect(asked.map(({ outcomes }) => outcomes[0].failure)).toEqual([undefined, 'Denied']);
});

test.each<[string, (made: Shop) => ReachOptions['to']]>([
  ['a Deployment', ({ cart }) => cart],
  ['a Service', ({ cartService }) => cartService],
  ['a reference to a Service', () => ServiceRef.fromName('cart', { namespace: 'shop' })],
  ['a ServiceAccount', ({ cart }) => cart.serviceAccount],
  ['a name', () => 'shop/cart'],
  ['a namespace', () => 'shop/*'],
])('%s', (_, given) => {
  const made = shop();
  expect(Mesh.of(made.chart).reach({ to: given(made) }).callers).toEqual(['shop/web']);
});

test('all of it, and what is refused too', () => {
  const { chart } = shop();
  const reach = Mesh.of(chart).reach();
  expect(reach.callers).toEqual(['shop/web']);
  expect(reach.explain()).toMatch(/ {2}shop\/cart, shop\/reports {2}any request +denied by AuthorizationPolicy/);
  expect(reach.toJson()).toMatchObject({ accesses: [{ port: 80 }, { port: 80 }], unknown: [] });
});

describe('bad input', () => {
  test.each<[string, unknown, string]>([
    [
      'a workload that is misspelt',
      { to: 'shop/crat' },
      'Mesh: 1 problem\n  to: there is no workload "shop/crat", nor a Service or a host. Did you mean shop/cart?',
    ],
    [
      'nobody',
      { from: '' },
      'Mesh: 1 problem\n  from: "" is not a name. Write namespace/name of a workload or of a Service.',
    ],
    [
      'a member that does not exist',
      { too: 'shop/cart' },
      'Mesh.reach: 1 problem\n  too: unknown field of ReachOptions. Did you mean to?',
    ],
    [
      'what is no workload',
      { from: { a: 1 } },
      'Mesh.reach: 1 problem\n  from: {"a":1} is not a workload. Write a Deployment, a Service, a ServiceAccount, a version of a release, or "namespace/name".',
    ],
    [
      'no options',
      'shop/cart',
      'Mesh.reach: 1 problem\n  "shop/cart" does not fit here. Write { to: \'payments/api\' }.',
    ],
    [
      'a Service of nowhere',
      { to: ServiceRef.fromName('cart', { namespace: 'elsewhere' }) },
      'Mesh: 1 problem\n  to: Service elsewhere/cart is not among the manifests, nor among the externals.',
    ],
  ])('%s', (_, options, message) => {
    const { chart } = shop();
    expect(() => Mesh.of(chart).reach(options as ReachOptions)).toThrow(new Error(message));
  });
});
