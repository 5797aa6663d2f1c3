import 'cdk8s-istio/jest';
import { Duration } from 'cdk8s';
import type { CanaryReleaseProps, Trace } from 'cdk8s-istio';
import {
  HttpMatch,
  Mesh,
  networking,
  ReleaseController,
  ReleasePhase,
  Retries,
  RolloutStep,
  RolloutTrafficSplit,
  Split,
  StickyCookie,
  Version,
} from 'cdk8s-istio';
import type { StickyCookieOptions, VersionOptions } from 'cdk8s-istio';
import { testOptions } from './routed-options';
import { Shop } from './shop';

const CLIENT = 'shop/client';
const URL = 'http://web/';
const PREVIEW = 'http://preview.example.com/';

/** Asks as the client in the mesh does. */
function ask(mesh: Mesh, headers: Record<string, string> = {}): Trace {
  return mesh.from(CLIENT).get(URL, { headers });
}

function meshOf(props: (shop: Shop) => Partial<CanaryReleaseProps>): Mesh {
  const shop = new Shop();
  shop.deployment('client');
  const release = shop.canary(props(shop));
  shop.ingress({ service: release });
  return Mesh.of(shop.app);
}

testOptions<Shop, CanaryReleaseProps>({
  struct: 'CanaryReleaseProps',
  mesh: meshOf,
  urls: [URL],
  from: CLIENT,
  options: {
    controller: {
      given: ({ v1 }) => ({
        controller: ReleaseController.argoRollouts({
          workload: v1,
          steps: [RolloutStep.weight(20), RolloutStep.pause()],
          trafficSplit: RolloutTrafficSplit.subsets(),
        }),
      }),
      expect: (mesh) => expect(ask(mesh)).toReach('stable'),
    },
    service: {
      given: (shop) => ({ service: shop.serviceOf('all', [{ name: 'http', port: 80 }], 'web'), split: 20 }),
      without: () => ({ split: 20 }),
      expect: (mesh) => {
        expect(mesh.from(CLIENT).get('http://all/')).toSplit({ v1: 80, v2: 20 });
        expect(ask(mesh)).toSplit({ 'web-v1': 50, 'web-v2': 50 });
      },
    },
    stable: {
      given: ({ v1, v2 }) => ({ stable: v2, canary: v1, split: 20 }),
      without: () => ({ split: 20 }),
      expect: (mesh) => expect(ask(mesh)).toSplit({ 'web-v2': 80, 'web-v1': 20 }),
    },
    canary: {
      given: (shop) => ({ canary: shop.deployment('web-v3', { app: 'web', version: 'v3' }), split: 20 }),
      without: (shop) => {
        shop.deployment('web-v3', { app: 'web', version: 'v3' });
        return { split: 20 };
      },
      expect: (mesh) => expect(ask(mesh)).toSplit({ 'web-v1': 80, 'web-v3': 20 }),
    },
    split: {
      kinds: {
        'a number': {
          given: () => ({ split: 20 }),
          expect: (mesh) => {
            expect(ask(mesh)).toSplit({ v1: 80, v2: 20 });
            expect(mesh.get('http://shop.example.com/')).toSplit({ v1: 80, v2: 20 });
          },
        },
        'all canary': {
          given: () => ({ split: Split.allCanary() }),
          expect: (mesh) => expect(ask(mesh)).toReach('v2'),
        },
        'all stable': {
          given: () => ({ split: Split.allStable() }),
          without: () => ({ split: 1 }),
          expect: (mesh) => expect(ask(mesh)).toReach('v1'),
        },
      },
    },
    phase: {
      kinds: {
        SUBSETS_DECLARED: {
          given: () => ({ phase: ReleasePhase.SUBSETS_DECLARED }),
          // No route names the subsets: the pods of both are in the Service.
          expect: (mesh) => expect(ask(mesh)).toSplit({ 'web-v1': 50, 'web-v2': 50 }),
        },
        ALL_STABLE: {
          given: () => ({ phase: ReleasePhase.ALL_STABLE, alwaysCanary: [HttpMatch.header('x-canary', 'always')] }),
          without: () => ({ alwaysCanary: [HttpMatch.header('x-canary', 'always')] }),
          expect: (mesh) => expect(ask(mesh, { 'x-canary': 'always' })).toReach('v1'),
        },
        SHIFTING: {
          given: () => ({ phase: ReleasePhase.SHIFTING, split: 10 }),
          expect: (mesh) => expect(ask(mesh)).toSplit({ v1: 90, v2: 10 }),
        },
        ALL_CANARY: {
          given: () => ({ phase: ReleasePhase.ALL_CANARY }),
          expect: (mesh) => expect(ask(mesh)).toReach('v2'),
        },
        ROUTES_REMOVED: {
          given: () => ({ phase: ReleasePhase.ROUTES_REMOVED }),
          expect: (mesh) => expect(ask(mesh)).toSplit({ 'web-v1': 50, 'web-v2': 50 }),
        },
      },
    },
    alwaysCanary: {
      given: () => ({ alwaysCanary: [HttpMatch.header('x-canary', 'always'), HttpMatch.queryParam('beta', '1')] }),
      expect: (mesh) => {
        expect(ask(mesh, { 'x-canary': 'always' })).toReach('v2');
        expect(mesh.from(CLIENT).get(`${URL}?beta=1`)).toReach('v2');
        expect(ask(mesh, { 'x-canary': 'never' })).toReach('v1');
      },
    },
    sticky: {
      given: () => ({ split: 20, sticky: StickyCookie.named('version') }),
      without: () => ({ split: 20 }),
      expect: (mesh) => {
        expect(ask(mesh, { cookie: 'theme=dark; version=v1' })).toReach('v1');
        expect(ask(mesh, { cookie: 'version=v2' })).toReach('v2');
        expect(ask(mesh, { cookie: 'version=v3' })).toSplit({ v1: 80, v2: 20 });
      },
    },
    mirrorPercent: {
      given: () => ({ mirrorPercent: 100 }),
      expect: (mesh) =>
        expect(ask(mesh).outcomes).toMatchObject([{ workload: 'shop/web-v1', mirrors: ['shop/web-v2'] }]),
    },
    port: {
      given: (shop) => ({ service: twoPorts(shop), port: 'http-admin', split: 20 }),
      without: (shop) => ({ service: twoPorts(shop), port: 'http', split: 20 }),
      expect: (mesh) => {
        expect(mesh.from(CLIENT).get('http://both:8081/')).toSplit({ v1: 80, v2: 20 });
        expect(mesh.from(CLIENT).get('http://both/')).toSplit({ 'web-v1': 50, 'web-v2': 50 });
      },
    },
    mesh: {
      given: () => ({ mesh: false, split: 20 }),
      without: () => ({ split: 20 }),
      expect: (mesh) => {
        expect(ask(mesh)).toSplit({ 'web-v1': 50, 'web-v2': 50 });
        expect(mesh.get('http://shop.example.com/')).toSplit({ v1: 80, v2: 20 });
      },
    },
    trafficPolicy: {
      given: () => ({ trafficPolicy: { tls: { mode: networking.ClientTlsSettingsTlsMode.DISABLE } } }),
      expect: (mesh) => expect(ask(mesh).outcomes[0].seen?.tls).toBe('none'),
    },
    timeout: {
      given: () => ({ timeout: Duration.seconds(3) }),
      expect: (mesh) => expect(ask(mesh).outcomes[0].timeout).toBe('3s'),
    },
    retries: {
      given: () => ({ retries: Retries.onServerErrors(4) }),
      expect: (mesh) => expect(ask(mesh).outcomes[0].retries?.attempts).toBe(4),
    },
    headers: {
      given: () => ({ headers: { request: { set: { 'x-caller': 'mesh' } } } }),
      expect: (mesh) => expect(ask(mesh).outcomes[0].seen?.headers).toEqual({ 'x-caller': 'mesh' }),
    },
    name: { given: () => ({ name: 'reviews' }), because: 'it names the objects' },
  },
});

/** A Service in front of both versions, with a second port. */
function twoPorts(shop: Shop): ReturnType<Shop['serviceOf']> {
  const ports = [
    { name: 'http', port: 80, targetPort: 8080 },
    { name: 'http-admin', port: 8081, targetPort: 8081 },
  ];
  return shop.serviceOf('both', ports, 'web');
}

testOptions<Shop, VersionOptions>({
  struct: 'VersionOptions',
  mesh: (options) =>
    meshOf((shop) => ({ stable: Version.of(shop.v1), canary: Version.of(shop.v2, options(shop)), split: 20 })),
  urls: [URL],
  from: CLIENT,
  options: {
    labelKeys: {
      given: () => ({ labelKeys: ['app', 'version'] }),
      expect: (mesh) => expect(ask(mesh).outcomes.map(({ subset }) => subset)).toEqual(['v1', 'web-v2']),
    },
    name: {
      given: () => ({ name: 'next' }),
      expect: (mesh) => expect(ask(mesh)).toSplit({ v1: 80, next: 20 }),
    },
  },
});

testOptions<Shop, StickyCookieOptions>({
  struct: 'StickyCookieOptions',
  mesh: (options) => meshOf((shop) => ({ split: 20, sticky: StickyCookie.named('version', options(shop)) })),
  urls: [URL],
  from: CLIENT,
  options: {
    maxAge: {
      given: () => ({ maxAge: Duration.hours(1) }),
      because: 'the client decides by it which cookies it sends',
    },
    path: { given: () => ({ path: '/cart' }), because: 'the client decides by it which cookies it sends' },
    secure: { given: () => ({ secure: true }), because: 'the client decides by it which cookies it sends' },
  },
});

test('the preview of a release is the canary, whatever the split says', () => {
  const shop = new Shop();
  const { preview } = shop.canary({ split: 20 });
  shop.ingress({ service: preview, hosts: ['preview.example.com'] });
  expect(Mesh.of(shop.app).get(PREVIEW)).toReach('shop/web-v2');
});
