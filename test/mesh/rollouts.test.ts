import { Mesh } from '../../lib/mesh/reading/mesh';
import { hasVersions, isVersion, missingVersions, rolloutRoutes } from '../../lib/mesh/rollouts';
import { manifest, virtualService } from '../manifests';

const subsets = { of: 'subset', stable: 'stable', canary: 'canary', services: ['web-canary'] } as const;
const services = { of: 'Service', stable: 'web', canary: 'web-canary', services: ['web', 'web-canary'] } as const;
const unknown = { of: 'Service', stable: '', canary: '', services: [] } as const;

test('which VirtualServices a Rollout names, and where', () => {
  const mesh = new Mesh([
    manifest('Rollout', 'shop/web', {
      strategy: {
        canary: {
          stableService: 'web',
          canaryService: 'web-canary',
          trafficRouting: {
            managedRoutes: [{ name: 'preview' }],
            istio: {
              virtualService: { name: 'web', routes: ['pages', 7] },
              virtualServices: [{ name: 'web.edge', tlsRoutes: [{ port: 443 }] }, { routes: ['x'] }],
            },
          },
        },
      },
    }),
    virtualService('shop/web', { hosts: ['web'] }),
    virtualService('edge/web', { hosts: ['web.example.com'] }),
  ]);
  expect(
    rolloutRoutes(mesh).map(({ path, virtualService: object, routes, listsOthers, made, versions }) => [
      path,
      object?.key,
      routes,
      listsOthers,
      made,
      versions,
    ]),
  ).toEqual([
    ['spec.strategy.canary.trafficRouting.istio.virtualService', 'shop/web', ['pages'], false, ['preview'], services],
    ['spec.strategy.canary.trafficRouting.istio.virtualServices[0]', 'edge/web', [], true, ['preview'], services],
  ]);
});

test('what a strategy without traffic routing of Istio names', () => {
  const strategies = [undefined, 7, {}, { canary: {} }, { canary: { trafficRouting: { nginx: {} } } }];
  const mesh = new Mesh(strategies.map((strategy, i) => manifest('Rollout', `shop/web-${i}`, { strategy })));
  expect(rolloutRoutes(mesh)).toEqual([]);
});

test('which destinations are versions', () => {
  expect(isVersion(subsets, { host: 'web', subset: 'stable' })).toBe(true);
  expect(isVersion(subsets, { host: 'web', subset: 'old' })).toBe(false);
  expect(isVersion(subsets, { host: 'web-canary.shop.svc.cluster.local' })).toBe(true);
  expect(isVersion(services, { host: 'web-canary.shop.svc.cluster.local' })).toBe(true);
  expect(isVersion(services, { host: 'modern' })).toBe(false);
  expect(isVersion(unknown, { host: 'web' })).toBeUndefined();
  expect(isVersion(services, undefined)).toBe(false);
});

test('which versions a rule lacks', () => {
  const rule = { route: [{ destination: { host: 'web', subset: 'stable' } }] };
  expect(missingVersions(subsets, rule)).toEqual(['canary']);
  expect(missingVersions(services, rule)).toEqual(['web-canary']);
  expect(missingVersions(unknown, rule)).toEqual([]);
  expect(missingVersions(subsets, {})).toEqual(['stable', 'canary']);
  expect([subsets, unknown].map((versions) => hasVersions(versions, rule))).toEqual([false, false]);
  const both = { route: [...rule.route, { destination: { host: 'web', subset: 'canary' } }] };
  expect([subsets, unknown].map((versions) => hasVersions(versions, both))).toEqual([true, false]);
});
