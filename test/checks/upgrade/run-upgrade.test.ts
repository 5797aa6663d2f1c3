import { checkManifests } from '../../../lib/checks/check-manifests';
import { destinationRule, manifest, serviceEntry } from '../../manifests';

const keepAlive = destinationRule('shop/web', {
  host: 'web.shop.svc.cluster.local',
  trafficPolicy: { connectionPool: { http: { http2KeepAlive: { interval: '30s' } } } },
});
const web = manifest('Service', 'shop/web', { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] });

test('what the old release does not know takes effect by the upgrade', () => {
  const findings = checkManifests([keepAlive, web], { istioVersion: '1.30', upgradeTo: '1.31' });
  expect(findings).toEqual([
    expect.objectContaining({
      code: 'CDI0501',
      severity: 'warning',
      path: 'spec.trafficPolicy.connectionPool.http.http2KeepAlive',
      message: expect.stringMatching(/^Before the upgrade: .* Istio 1\.31 takes it, so it takes effect when/) as string,
    }),
  ]);
});

test('what both releases say of the manifests is not said again', () => {
  const broken = serviceEntry('shop/none', { hosts: [], ports: [] });
  expect(checkManifests([broken], { istioVersion: '1.31' })).not.toEqual([]);
  expect(checkManifests([broken], { upgradeTo: '1.31' })).toEqual([]);
});

test('without a release in the cluster it is the one before', () => {
  const inBoth = checkManifests([keepAlive, web], { istioVersion: '1.30', upgradeTo: '1.31' });
  expect(checkManifests([keepAlive, web], { upgradeTo: '1.31' })).toEqual(inBoth);
});

test.each([
  [{ istioVersion: '1.31', upgradeTo: '1.31' }, '"1.31" is no upgrade, because the cluster has 1.31.'],
  [{ istioVersion: '1.31', upgradeTo: '1.30' }, '"1.30" is no upgrade, because the cluster has 1.31.'],
  [{ upgradeTo: '1.29' }, '"1.29" is no upgrade, because the release before 1.29 is not known.'],
  [{ upgradeTo: '1.33' }, 'upgradeTo: Istio "1.33" is not known to this release of cdk8s-istio.'],
  [{ upgradeTo: 1.3 as unknown as string }, 'Put it in quotes: 1.30 without them is the number 1.3.'],
])('%j is refused', (settings, message) => {
  expect(() => checkManifests([], settings)).toThrow(message);
});

test('suppressions hold, and those for other findings are not called unused', () => {
  const suppress = [{ code: 'CDI0501', reason: 'meant' }];
  expect(checkManifests([keepAlive, web], { upgradeTo: '1.31', suppress })).toEqual([]);
});
