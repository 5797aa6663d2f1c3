import { Chart, Testing } from 'cdk8s';
import {
  CanaryRelease,
  HttpMatch,
  IngressedService,
  IngressRoute,
  ReleasePhase,
  ServiceRef,
  Split,
  Version,
} from 'cdk8s-istio';

interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: { http: unknown[] };
}

function routes(phase: ReleasePhase): unknown[] {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  const frontend = new CanaryRelease(chart, 'FrontendRelease', {
    service: ServiceRef.fromName('frontend', { ports: [80] }),
    stable: Version.labelled('v1', { version: 'v1' }),
    canary: Version.labelled('v2', { version: 'v2' }),
    split: phase === ReleasePhase.SHIFTING ? Split.percent(20) : undefined,
    always: phase === ReleasePhase.SHIFTING ? [HttpMatch.header('x-canary', 'always')] : undefined,
    phase,
  });
  new IngressedService(chart, 'Frontend', {
    service: frontend.release,
    hosts: ['jeonj.io'],
    routes: [IngressRoute.exact('/cart'), IngressRoute.all()],
  });
  const objects = Testing.synth(chart) as Manifest[];
  return objects.find((object) => object.kind === 'VirtualService' && object.metadata.name === 'frontend')!.spec.http;
}

const to = (subset: string | undefined, weight?: number) => ({
  destination: {
    host: 'frontend.shop.svc.cluster.local',
    port: { number: 80 },
    ...(subset === undefined ? {} : { subset }),
  },
  ...(weight === undefined ? {} : { weight }),
});

test('a split holds for every route behind the gateway', () => {
  expect(routes(ReleasePhase.SHIFTING)).toMatchObject([
    { match: [{ uri: { exact: '/cart' }, headers: { 'x-canary': { exact: 'always' } } }], route: [to('v2')] },
    { match: [{ uri: { exact: '/cart' } }], route: [to('v1', 80), to('v2', 20)] },
    { match: [{ headers: { 'x-canary': { exact: 'always' } } }], route: [to('v2')] },
    { match: [{ uri: { prefix: '/' } }], route: [to('v1', 80), to('v2', 20)] },
  ]);
});

test('before and after a release the routes lead to the whole Service', () => {
  for (const phase of [ReleasePhase.PREPARED, ReleasePhase.FINISHED]) {
    expect(routes(phase)).toEqual([
      { name: 'frontend-release-cart', match: [{ uri: { exact: '/cart' } }], route: [to(undefined)] },
      { name: 'frontend-release', match: [{ uri: { prefix: '/' } }], route: [to(undefined)] },
    ]);
  }
});

test('a promoted release leads to the new version alone', () => {
  expect(routes(ReleasePhase.PROMOTED)).toMatchObject([{ route: [to('v2')] }, { route: [to('v2')] }]);
});
