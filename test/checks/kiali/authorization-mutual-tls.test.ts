import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy, destinationRule, peerAuthentication, SHOP_REVIEWS } from '../../manifests';
import { testCases, textsOf } from '../found';

const app = { app: 'reviews' };
const mtls = (key: string, mode: string, matchLabels?: object): Manifest =>
  peerAuthentication(key, { ...(matchLabels && { selector: { matchLabels } }), mtls: { mode } });
const policy = (rule: object, more: object = {}): Manifest => authorizationPolicy('shop/a', { rules: [rule], ...more });
const fromShop = { from: [{ source: { namespaces: ['shop'] } }] };
const forReviews = { selector: { matchLabels: app } };

testCases('KIA0105', [
  {
    name: 'identities where the pods take plain text only',
    manifests: [...SHOP_REVIEWS, mtls('shop/b', 'DISABLE', app), policy(fromShop, forReviews)],
    finds: ['KIA0105 error AuthorizationPolicy shop/a spec.rules[0].from[0].source.namespaces'],
  },
  {
    name: 'every field and condition that needs an identity',
    manifests: [
      ...SHOP_REVIEWS,
      mtls('shop/b', 'DISABLE', app),
      policy(
        {
          from: [{ source: { ipBlocks: ['10.0.0.0/8'] } }, { source: { principals: ['*'], notNamespaces: ['front'] } }],
          when: [
            { key: 'request.headers[a]', values: ['1'] },
            { key: 'source.principal', values: ['*'] },
          ],
        },
        forReviews,
      ),
    ],
    finds: [
      'KIA0105 error AuthorizationPolicy shop/a spec.rules[0].from[1].source.notNamespaces',
      'KIA0105 error AuthorizationPolicy shop/a spec.rules[0].from[1].source.principals',
      'KIA0105 error AuthorizationPolicy shop/a spec.rules[0].when[1]',
    ],
  },
  {
    name: 'the policy of other pods does not count, and automatic mTLS does',
    manifests: [...SHOP_REVIEWS, mtls('shop/b', 'DISABLE', { app: 'ratings' }), policy(fromShop, forReviews)],
    finds: [],
  },
  {
    name: 'pods that take both, and clients that send plain text to their Service',
    manifests: [
      ...SHOP_REVIEWS,
      mtls('shop/b', 'PERMISSIVE', app),
      destinationRule('shop/a', { host: 'reviews', trafficPolicy: { tls: { mode: 'DISABLE' } } }),
      policy(fromShop, forReviews),
    ],
    finds: ['KIA0105 error AuthorizationPolicy shop/a spec.rules[0].from[0].source.namespaces'],
  },
  {
    name: 'without automatic mTLS',
    manifests: [...SHOP_REVIEWS, policy(fromShop)],
    settings: { meshConfig: { enableAutoMtls: false } },
    finds: ['KIA0105 error AuthorizationPolicy shop/a spec.rules[0].from[0].source.namespaces'],
  },
  {
    name: 'a policy that asks for no identity',
    manifests: [
      ...SHOP_REVIEWS,
      mtls('shop/b', 'DISABLE', app),
      policy({ to: [{ operation: { methods: ['GET'] } }] }, forReviews),
    ],
    finds: [],
  },
]);

test('it says that nobody is known', () => {
  expect(textsOf('KIA0105', [...SHOP_REVIEWS, mtls('shop/b', 'DISABLE', app), policy(fromShop, forReviews)])).toEqual([
    [
      'The identity of the caller comes from the certificate of an mTLS connection, but with these PeerAuthentications and DestinationRules the connections are plain text. The field matches no caller, so an ALLOW policy rejects all requests and a DENY policy none.',
      'Set mtls.mode to STRICT in a PeerAuthentication of shop, and omit DISABLE of the DestinationRules.',
    ],
  ]);
});
