import type { KnownRequest } from '../../lib/istio/authorization-match';
import {
  authorizationPoliciesFor,
  isOfInstalledGateway,
  podsOfPolicy,
  proxiesOfPolicy,
  refusalOf,
  requestAuthenticationsFor,
} from '../../lib/mesh/authorization';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import {
  apiGateway,
  authorizationPolicy as policy,
  deployment,
  requestAuthentication as request,
  SHOP,
} from '../manifests';

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

describe('refusals', () => {
  const rules = (...operations: object[]): object => ({
    rules: operations.map((operation) => ({ to: [{ operation }] })),
  });
  const GET = rules({ methods: ['GET'] });
  const refusal = (
    manifests: Manifest[],
    known: KnownRequest = { isHttp: true, method: 'GET' },
  ): string | undefined => {
    const found = refusalOf(authorizationPoliciesFor(new Mesh(manifests), WEB), known);
    return found && `${found.action} ${found.by.map(({ name }) => name).join()}`;
  };

  test.each<[string, Manifest[], string | undefined]>([
    ['no policy', [], undefined],
    ['one that allows it', [policy('shop/a', GET)], undefined],
    ['one that may allow it', [policy('shop/a', rules({ paths: ['/a'] }))], undefined],
    ['one that allows something else', [policy('shop/a', rules({ methods: ['POST'] }))], 'ALLOW a'],
    ['one that allows nothing', [policy('shop/a', {}), policy('shop/b', rules({ methods: ['POST'] }))], 'ALLOW a,b'],
    ['another one that allows it', [policy('shop/a', {}), policy('shop/b', GET)], undefined],
    ['one that denies it', [policy('shop/a', GET), policy('shop/b', { action: 'DENY', ...GET })], 'DENY b'],
    ['one that may deny it', [policy('shop/b', { action: 'DENY', ...rules({ paths: ['/a'] }) })], undefined],
    ['one that only logs it', [policy('shop/b', { action: 'AUDIT', ...GET })], undefined],
  ])('%s', (_, manifests, answer) => {
    expect(refusal(manifests)).toBe(answer);
  });

  test('what is only tried counts for nothing', () => {
    for (const value of ['true', 'True', '1']) {
      expect(refusal([policy('shop/a', {}, { annotations: { 'istio.io/dry-run': value } })])).toBeUndefined();
    }
    expect(refusal([policy('shop/a', {}, { annotations: { 'istio.io/dry-run': 'false' } })])).toBe('ALLOW a');
  });
});

test('the proxies and the pods of a policy', () => {
  const manifests = [
    SHOP,
    deployment('shop/web', { app: 'web' }),
    deployment('shop/plain', { app: 'web', 'sidecar.istio.io/inject': 'false' }),
    deployment('books/web', { app: 'web' }),
    apiGateway('shop/front', { gatewayClassName: 'istio', listeners: [] }),
  ];
  const of = (given: Manifest): string[][] => {
    const mesh = new Mesh([...manifests, given]);
    const [object] = mesh.all('security.istio.io/AuthorizationPolicy');
    return [
      proxiesOfPolicy(mesh, object).map(({ namespace, name }) => `${namespace}/${name}`),
      podsOfPolicy(mesh, object).map(({ namespace, name }) => `${namespace}/${name}`),
    ];
  };
  expect(of(policy('shop/a', selector('web')))).toEqual([['shop/web'], ['shop/web', 'shop/plain']]);
  expect(of(policy('istio-system/a', selector('web')))).toEqual([
    ['shop/web', 'books/web'],
    ['shop/web', 'shop/plain', 'books/web'],
  ]);
  expect(of(policy('shop/a', {}))).toEqual([
    ['shop/web', 'shop/front-istio'],
    ['shop/web', 'shop/plain'],
  ]);
  expect(of(policy('shop/a', target('front')))).toEqual([['shop/front-istio'], []]);
  expect(of(policy('shop/a', target('web', 'Service')))).toEqual([[], []]);
});

test('the gateways of an installation that no manifest shows', () => {
  const isInstalled = (key: string, labels: Record<string, string>, ...more: Manifest[]): boolean => {
    const mesh = new Mesh([policy(key, { selector: { matchLabels: labels } }), ...more]);
    return isOfInstalledGateway(mesh, mesh.all('security.istio.io/AuthorizationPolicy')[0]);
  };
  const INGRESS = { istio: 'ingressgateway' };
  expect(isInstalled('istio-system/a', INGRESS)).toBe(true);
  expect(isInstalled('istio-ingress/a', INGRESS)).toBe(true);
  expect(isInstalled('shop/a', INGRESS)).toBe(false);
  expect(isInstalled('istio-system/a', { app: 'web' })).toBe(false);
  expect(isInstalled('istio-system/a', INGRESS, deployment('edge/gw', INGRESS))).toBe(false);
});
