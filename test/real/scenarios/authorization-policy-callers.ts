import { Chart } from 'cdk8s';
import { security } from 'cdk8s-istio';
import { application, client } from '../base';
import { find } from '../manifest';
import { identity } from '../mesh';
import { scenario } from '../scenario';
import { charts } from '../setting';

const URL = 'http://web:8080';
const MAY = 'the caller that is named may read';
const STRANGER = 'another identity may not';
const METHOD = 'another method is not allowed';

const policy = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new security.AuthorizationPolicy(chart, 'Web', {
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      action: security.AuthorizationPolicyAction.ALLOW,
      rules: [
        {
          from: [{ source: { principals: ['cluster.local/ns/shop/sa/frontend'] } }],
          to: [{ operation: { methods: ['GET'], paths: ['/items/*'] } }],
        },
      ],
    },
  });
});

scenario({
  title: 'Who may call whom is decided by identity, method and path',
  manifests: [
    ...client('shop', 'frontend'),
    ...client('shop', 'batch'),
    ...application('shop', 'web', 8080, ['v1']),
    ...policy,
  ],
  requests: [
    {
      name: MAY,
      from: 'shop/frontend',
      url: `${URL}/items/1`,
      expect: { status: 200, peerIdentity: identity('shop', 'frontend') },
    },
    {
      name: METHOD,
      from: 'shop/frontend',
      method: 'DELETE',
      url: `${URL}/items/1`,
      expect: { status: 403, attempts: 0 },
    },
    { name: 'another path is not allowed', from: 'shop/frontend', url: `${URL}/admin`, expect: { status: 403 } },
    { name: STRANGER, from: 'shop/batch', url: `${URL}/items/1`, expect: { status: 403 } },
  ],
  negatives: [
    {
      change: 'the principal has another namespace',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.rules[0].from[0].source.principals = [
          'cluster.local/ns/default/sa/frontend',
        ];
      },
      because: { [MAY]: { status: 403 } },
    },
    {
      change: 'the policy selects other pods',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.selector.matchLabels.app = 'wep';
      },
      because: { [STRANGER]: { status: 200 }, [METHOD]: { status: 200, attempts: 1 } },
    },
  ],
});
