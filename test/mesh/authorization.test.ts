import { authorizationPoliciesFor, requestAuthenticationsFor } from '../../lib/mesh/authorization';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { authorizationPolicy as policy, requestAuthentication as request } from '../manifests';

const selector = (app: string): object => ({ selector: { matchLabels: { app } } });
const target = (name: string, kind = 'Gateway', namespace?: string): object => ({
  targetRefs: [{ group: 'gateway.networking.k8s.io', kind, name, namespace }],
});
const WEB = { namespace: 'shop', labels: { app: 'web' } };
const FRONT = { namespace: 'shop', labels: { app: 'web', 'gateway.networking.k8s.io/gateway-name': 'front' } };
const WAY = { ...FRONT, kind: 'waypoint' as const };

function allowed(manifests: Manifest[], pods: typeof WEB | typeof WAY = WEB): string[] {
  return authorizationPoliciesFor(new Mesh(manifests), pods).allow.map(({ key }) => key);
}

test('by what they do; an action that is not said is ALLOW', () => {
  const mesh = new Mesh(
    [undefined, 'ALLOW', 'DENY', 'CUSTOM', 'AUDIT'].map((action, i) => policy(`shop/${i}`, { action })),
  );
  const { allow, deny, custom, audit } = authorizationPoliciesFor(mesh, WEB);
  expect([allow, deny, custom, audit].map((list) => list.map(({ name }) => name))).toEqual([
    ['0', '1'],
    ['2'],
    ['3'],
    ['4'],
  ]);
});

test('those of the namespace and of the root namespace, selector or not (cases/routing/e35)', () => {
  const manifests = [
    policy('shop/a'),
    policy('front/b'),
    policy('istio-system/c'),
    policy('istio-system/d', selector('web')),
    policy('istio-system/e', selector('db')),
    policy('shop/f', selector('web')),
  ];
  expect(allowed(manifests)).toEqual(['istio-system/c', 'istio-system/d', 'shop/a', 'shop/f']);
  expect(allowed(manifests, { namespace: 'istio-system', labels: { app: 'db' } })).toEqual([
    'istio-system/c',
    'istio-system/e',
  ]);
});

test('targetRefs are for gateways of the Gateway API in their own namespace', () => {
  const manifests = [
    policy('shop/a', target('front')),
    policy('shop/b', target('other')),
    policy('istio-system/c', target('front')),
    policy('shop/d', target('front', 'Gateway', 'front')),
    policy('shop/e', { targetRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'front' } }),
    policy('shop/f', selector('web')),
    policy('istio-system/g', target('istio-waypoint', 'GatewayClass')),
    policy('shop/h', target('istio-waypoint', 'GatewayClass')),
  ];
  expect(allowed(manifests)).toEqual(['shop/f']);
  expect(allowed(manifests, FRONT)).toEqual(['shop/a', 'shop/e', 'shop/f']);
  expect(allowed(manifests, WAY)).toEqual(['istio-system/g', 'shop/a', 'shop/e']);
});

test('RequestAuthentications: all that are attached, those of the namespace first', () => {
  const mesh = new Mesh([
    request('istio-system/a'),
    request('shop/b', selector('web')),
    request('shop/c', selector('db')),
    request('shop/d', target('front')),
  ]);
  expect(requestAuthenticationsFor(mesh, WEB).map(({ key }) => key)).toEqual(['shop/b', 'istio-system/a']);
  expect(requestAuthenticationsFor(mesh, FRONT).map(({ key }) => key)).toEqual(['shop/b', 'shop/d', 'istio-system/a']);
});
