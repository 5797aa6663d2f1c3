import { Chart } from 'cdk8s';
import { Access, Injection, MeshNamespace, MutualTls, NamespaceAccess, PolicyTarget, Source } from 'cdk8s-istio';
import { application, client, deployment } from '../base';
import { find } from '../manifest';
import { identity } from '../mesh';
import { scenario } from '../scenario';
import { charts } from '../setting';

const ALLOWED = 'the caller that is allowed gets through, with its identity';
const OTHER = 'another workload of the mesh is refused';
const PLAIN = 'plaintext is refused, whatever it asks for';
const SCRAPER = 'a caller that is allowed for the namespace reaches what no other policy names';
const URL = 'http://cart.shop:8080/';

const shop = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(chart, 'Shop', {
    injection: Injection.sidecar(),
    mutualTls: MutualTls.STRICT,
    access: NamespaceAccess.denyByDefault({ allowedCallers: [Source.namespace('monitoring')] }),
  });
  Access.allow(chart, 'FrontendToCart', {
    metadata: { name: 'frontend-to-cart' },
    from: [Source.principal('cluster.local/ns/shop/sa/frontend')],
    to: PolicyTarget.labels({ app: 'cart' }),
  });
});

/** The Namespace comes from the pattern. */
const inShop = [
  ...client('shop', 'frontend'),
  ...client('shop', 'reports'),
  ...application('shop', 'cart', 8080, ['v1']),
]
  .concat(application('shop', 'ledger', 8080, ['v1']))
  .filter(({ kind }) => kind !== 'Namespace');

scenario({
  title: 'MeshNamespace: strict mutual TLS and deny by default let in who is allowed, and nobody else',
  manifests: [
    ...shop,
    ...inShop,
    ...client('monitoring', 'prometheus'),
    deployment('legacy', 'cron', { app: 'cron' }, 'cron', [{ name: 'app', image: 'example.com/client:1' }]),
  ],
  requests: [
    {
      name: ALLOWED,
      from: 'shop/frontend',
      url: URL,
      expect: { status: 200, backend: 'shop/cart-v1', peerIdentity: identity('shop', 'frontend') },
    },
    { name: OTHER, from: 'shop/reports', url: URL, expect: { status: 403, attempts: 0 } },
    { name: PLAIN, from: 'legacy/cron', url: URL, expect: { failed: 'connection closed' } },
    {
      name: SCRAPER,
      from: 'monitoring/prometheus',
      url: 'http://ledger.shop:8080/',
      expect: { status: 200, backend: 'shop/ledger-v1' },
    },
    {
      name: 'a neighbour does not',
      from: 'shop/frontend',
      url: 'http://ledger:8080/',
      expect: { status: 403, attempts: 0 },
    },
  ],
  negatives: [
    {
      change: 'mutual TLS is permissive: plaintext comes through, and only the missing identity stops it',
      mutate: (manifests) => {
        find(manifests, 'PeerAuthentication', 'default').spec.mtls.mode = 'PERMISSIVE';
      },
      because: { [PLAIN]: { status: 403 } },
    },
    {
      change: 'the policy of the namespace has an empty rule',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy', 'deny-by-default').spec.rules = [{}];
      },
      because: { [OTHER]: { status: 200 } },
    },
    {
      change: 'the policy of the namespace allows nobody',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy', 'deny-by-default').spec = {};
      },
      because: { [SCRAPER]: { status: 403 } },
    },
    {
      change: 'the caller is not allowed',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'AuthorizationPolicy', 'frontend-to-cart')), 1);
      },
      because: { [ALLOWED]: { status: 403 } },
    },
  ],
});
