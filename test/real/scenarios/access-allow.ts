import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Access } from 'cdk8s-istio';
import { meshedNamespace } from '../base';
import { find } from '../manifest';
import { identity } from '../mesh';
import { scenario } from '../scenario';
import { charts } from '../setting';

const CALLER = 'shop/frontend';
const STRANGER = 'shop/batch';
const MAY = 'the caller that is named may read its cart';
const ADMIN = 'a path with a template is for one segment';
const METHOD = 'another method is refused';
const PATH = 'another path is refused';
const OTHER = 'another caller is refused';
const METRICS = 'another port is refused';

const shop = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const deployment = (name: string, ports: kplus.ContainerPort[] = []): kplus.Deployment =>
    new kplus.Deployment(chart, name, {
      metadata: { name },
      serviceAccount: new kplus.ServiceAccount(chart, `${name}-account`, { metadata: { name } }),
      replicas: 1,
      containers: [{ image: `example.com/${name}:1`, ports }],
    });
  const [frontend] = [deployment('frontend'), deployment('batch')];
  const cart = deployment('cart', [
    { name: 'web', number: 8080 },
    { name: 'metrics', number: 9090 },
  ]);
  const service = new kplus.Service(chart, 'CartService', {
    metadata: { name: 'cart' },
    selector: cart,
    ports: [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'http-metrics', port: 90, targetPort: 9090 },
    ],
  });
  Access.allow(chart, 'FrontendToCart', {
    metadata: { name: 'frontend-to-cart' },
    from: [frontend],
    to: service,
    methods: ['GET'],
    paths: ['/cart/*', '/carts/{*}/admin'],
    ports: ['http'],
  });
});

scenario({
  title: 'Access.allow lets in the caller, methods, paths and ports that it names, and nothing else',
  manifests: [meshedNamespace('shop'), ...shop],
  requests: [
    {
      name: MAY,
      from: CALLER,
      url: 'http://cart/cart/1',
      expect: { status: 200, backend: 'shop/cart', peerIdentity: identity('shop', 'frontend') },
    },
    { name: ADMIN, from: CALLER, url: 'http://cart/carts/7/admin', expect: { status: 200 } },
    {
      name: 'and for no more than one',
      from: CALLER,
      url: 'http://cart/carts/7/8/admin',
      expect: { status: 403, attempts: 0 },
    },
    { name: METHOD, from: CALLER, method: 'DELETE', url: 'http://cart/cart/1', expect: { status: 403, attempts: 0 } },
    { name: PATH, from: CALLER, url: 'http://cart/admin', expect: { status: 403, attempts: 0 } },
    { name: METRICS, from: CALLER, url: 'http://cart:90/cart/1', expect: { status: 403, attempts: 0 } },
    { name: OTHER, from: STRANGER, url: 'http://cart/cart/1', expect: { status: 403, attempts: 0 } },
  ],
  negatives: [
    {
      change: 'the port is written as that of the Service',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.rules[0].to[0].operation.ports = ['80'];
      },
      because: { [MAY]: { status: 403 } },
    },
    {
      change: 'no port is written',
      mutate: (manifests) => {
        delete find(manifests, 'AuthorizationPolicy').spec.rules[0].to[0].operation.ports;
      },
      because: { [METRICS]: { status: 200 } },
    },
    {
      change: 'the template is a plain wildcard',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.rules[0].to[0].operation.paths = ['/cart/*', '/carts/*/admin'];
      },
      because: { [ADMIN]: { status: 403 } },
    },
    {
      change: 'the policy names the default account',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.rules[0].from[0].source.principals = [
          'cluster.local/ns/shop/sa/default',
        ];
      },
      because: { [MAY]: { status: 403 } },
    },
    {
      change: 'there is no policy',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'AuthorizationPolicy')), 1);
      },
      because: { [OTHER]: { status: 200 }, [PATH]: { status: 200 }, [METHOD]: { status: 200 } },
    },
  ],
});
