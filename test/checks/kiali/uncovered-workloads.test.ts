import type { WrittenSettings } from '../../../lib/checks/read-settings';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy, deployment, INJECTED, namespace, SHOP } from '../../manifests';
import { testCases, textsOf } from '../found';

const policy = (key: string, matchLabels?: object): Manifest =>
  authorizationPolicy(key, { ...(matchLabels && { selector: { matchLabels } }), rules: [{}] });
const pods = [deployment('shop/web', { app: 'web' }), deployment('shop/db', { app: 'db' })];
const INCLUDED: WrittenSettings = { include: ['KIA1301'] };

testCases('KIA1301', [
  {
    name: 'a workload that no policy selects',
    manifests: [SHOP, ...pods, policy('shop/a', { app: 'web' })],
    settings: INCLUDED,
    finds: ['KIA1301 warning Deployment shop/db metadata.name'],
  },
  {
    name: 'a policy for the namespace, and one of the root namespace',
    manifests: [
      SHOP,
      namespace('front', INJECTED),
      ...pods,
      deployment('front/web', { app: 'web' }),
      policy('shop/a'),
      policy('istio-system/a', { app: 'web' }),
    ],
    settings: INCLUDED,
    finds: [],
  },
  {
    name: 'the policy of another namespace covers nothing here, and a namespace outside of the mesh needs none',
    manifests: [
      SHOP,
      namespace('front'),
      deployment('shop/web', { app: 'web' }),
      deployment('front/web', { app: 'web' }),
      policy('front/a'),
    ],
    settings: INCLUDED,
    finds: ['KIA1301 warning Deployment shop/web metadata.name'],
  },
]);

test('it says who is let in', () => {
  expect(textsOf('KIA1301', [SHOP, deployment('shop/web', { app: 'web' })], INCLUDED)).toEqual([
    [
      'No AuthorizationPolicy of shop or istio-system applies to web. Its pods accept every request that reaches them.',
      'Add an AuthorizationPolicy for it; one without rules in shop rejects everything that others do not allow.',
    ],
  ]);
});
