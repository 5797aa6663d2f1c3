import 'cdk8s-istio/jest';
import type { AllowNothingProps, AllowOptions, Trace } from 'cdk8s-istio';
import { Access, Mesh, PolicyTarget } from 'cdk8s-istio';
import { testOptions } from './routed-options';
import { Shop } from './shop';

const CART = 'http://cart/cart/items';

/** Two callers and two Services, one of them with two ports. */
class Callers extends Shop {
  public readonly front = this.deployment('front');
  public readonly batch = this.deployment('batch');
  public readonly cart = this.deployment('cart');
  public readonly stock = this.deployment('stock');
  public readonly cartService = this.serviceOf('cart', [
    { name: 'http', port: 80, targetPort: 8080 },
    { name: 'http-admin', port: 8081, targetPort: 9090 },
  ]);
  public readonly stockService = this.serviceOf('stock', [{ name: 'http', port: 80, targetPort: 8080 }]);
}

function ask(mesh: Mesh, from: string, url = CART, method = 'GET'): Trace {
  return mesh.from(`shop/${from}`).request(url, { method });
}

testOptions<Callers, AllowOptions>({
  struct: 'AllowOptions',
  mesh: (options) => {
    const shop = new Callers();
    Access.allow(shop.chart, 'Allow', { from: [shop.front], to: shop.cart, ...options(shop) });
    return Mesh.of(shop.app);
  },
  urls: [CART],
  options: {
    from: {
      given: ({ batch }) => ({ from: [batch] }),
      expect: (mesh) => {
        expect(ask(mesh, 'batch')).toReach('shop/cart');
        expect(ask(mesh, 'front')).toBeDenied();
      },
    },
    to: {
      given: ({ stock }) => ({ to: stock }),
      expect: (mesh) => {
        expect(ask(mesh, 'batch', 'http://stock/')).toBeDenied();
        expect(ask(mesh, 'batch')).toReach('shop/cart');
      },
    },
    methods: {
      given: () => ({ methods: ['GET', 'POST'] }),
      expect: (mesh) => {
        expect(ask(mesh, 'front', CART, 'POST')).toReach('shop/cart');
        expect(ask(mesh, 'front', CART, 'DELETE')).toBeDenied();
      },
    },
    paths: {
      given: () => ({ paths: ['/cart/*', '/users/{*}/cart'] }),
      expect: (mesh) => {
        expect(ask(mesh, 'front')).toReach('shop/cart');
        expect(ask(mesh, 'front', 'http://cart/users/7/cart')).toReach('shop/cart');
        expect(ask(mesh, 'front', 'http://cart/users/7/8/cart')).toBeDenied();
        expect(ask(mesh, 'front', 'http://cart/cart/../admin')).toBeDenied();
      },
    },
    hosts: {
      given: () => ({ hosts: ['cart.shop', 'cart.shop:*'] }),
      expect: (mesh) => {
        expect(ask(mesh, 'front', 'http://cart.shop/')).toReach('shop/cart');
        expect(ask(mesh, 'front')).toBeDenied();
      },
    },
    ports: {
      given: ({ cartService }) => ({ to: cartService, ports: ['http-admin'] }),
      without: ({ cartService }) => ({ to: cartService }),
      expect: (mesh) => {
        expect(ask(mesh, 'front', 'http://cart:8081/')).toReach('shop/cart');
        expect(ask(mesh, 'front')).toBeDenied();
      },
    },
    metadata: { given: () => ({ metadata: { name: 'front-to-cart' } }), because: 'it names the policy' },
  },
});

testOptions<Callers, AllowNothingProps>({
  struct: 'AllowNothingProps',
  mesh: (options) => {
    const shop = new Callers();
    Access.denyByDefault(shop.chart, 'Deny', options(shop));
    return Mesh.of(shop.app);
  },
  urls: [CART],
  options: {
    target: {
      given: ({ stock }) => ({ target: PolicyTarget.workload(stock) }),
      expect: (mesh) => {
        expect(ask(mesh, 'front', 'http://stock/')).toBeDenied();
        expect(ask(mesh, 'front')).toReach('shop/cart');
      },
    },
    metadata: { given: () => ({ metadata: { name: 'closed' } }), because: 'it names the policy' },
  },
});

test('policies add up: what one of them allows is allowed', () => {
  const shop = new Callers();
  Access.denyByDefault(shop.chart, 'Deny');
  Access.allow(shop.chart, 'FrontToCart', { from: [shop.front], to: shop.cart, methods: ['GET'] });
  Access.allow(shop.chart, 'BatchToCart', { from: [shop.batch], to: shop.cart, methods: ['DELETE'] });
  const mesh = Mesh.of(shop.app);
  expect(ask(mesh, 'front')).toReach('shop/cart');
  expect(ask(mesh, 'batch', CART, 'DELETE')).toReach('shop/cart');
  expect(ask(mesh, 'front', CART, 'DELETE')).toBeDenied();
  expect(ask(mesh, 'front', 'http://stock/')).toBeDenied();
});
