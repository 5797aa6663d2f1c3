/** What ztunnel does, which no real one is asked of here; what waypoints do is in the cases. */
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import {
  apiGateway,
  authorizationPolicy,
  namespace,
  peerAuthentication,
  service,
  virtualService,
  workload,
} from '../manifests';
import { ask, outcomes, steps } from './calls';
import { meshOf } from './tables';

const AMBIENT = { 'istio.io/dataplane-mode': 'ambient' };
const account = (name: string): object => ({ spec: { serviceAccountName: name } });
const web = service('shop/web', [{ name: 'http', port: 80, targetPort: 8080 }]);
const waypoint = (trafficFor?: string): Manifest =>
  apiGateway(
    'shop/waypoint',
    { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
    { labels: trafficFor === undefined ? {} : { 'istio.io/waypoint-for': trafficFor } },
  );

const meshWith = (labels: Record<string, string>, ...more: Manifest[]): ReturnType<typeof meshOf> =>
  meshOf([
    namespace('shop', { ...AMBIENT, ...labels }),
    namespace('plain'),
    web,
    workload('shop/web', account('web')),
    workload('shop/client', account('client')),
    workload('shop/stranger', account('stranger')),
    workload('plain/client'),
    ...more,
  ]);
const USED = { 'istio.io/use-waypoint': 'waypoint' };
const policy = (action: string, ...rules: object[]): Manifest =>
  authorizationPolicy('shop/web', { selector: { matchLabels: { app: 'web' } }, action, rules });
const CLIENT = { from: [{ source: { principals: ['cluster.local/ns/shop/sa/client'] } }] };
const SECRET = { to: [{ operation: { paths: ['/secret'] } }] };

describe('without a waypoint', () => {
  test('a call goes from ztunnel to ztunnel, and the server knows the caller', () => {
    const found = ask(meshWith({}), 'web/', { from: 'shop/client' });
    expect(found.hops.map(({ kind, name }) => [kind, name])).toEqual([['server', 'shop/web']]);
    expect(steps(found)).toEqual([
      'mutualTls | PERMISSIVE, so ztunnel takes tunnels and plain text; a tunnel (HBONE) comes',
      'authorization | allowed: no policy',
    ]);
    expect(found.outcomes).toMatchObject([
      { workload: 'shop/web', seen: { tls: 'mesh', identity: 'cluster.local/ns/shop/sa/client' } },
    ]);
    expect(found.unknown).toEqual([]);
  });

  test('rules for requests have no effect', () => {
    const fault = { fault: { abort: { httpStatus: 418, percentage: { value: 100 } } }, route: [] };
    const mesh = meshWith({}, virtualService('shop/web', { hosts: ['web'], http: [fault] }));
    expect(outcomes(ask(mesh, 'web/', { from: 'shop/client' }))).toEqual(['shop/web']);
  });

  test.each<[string, Manifest, string, string]>([
    ['an identity that is allowed', policy('ALLOW', CLIENT), 'shop/client', 'shop/web'],
    ['another one', policy('ALLOW', CLIENT), 'shop/stranger', 'closed Denied'],
    ['no identity', policy('ALLOW', CLIENT), 'plain/client', 'closed Denied'],
    ['a path that is allowed, which denies all', policy('ALLOW', SECRET), 'shop/client', 'closed Denied'],
    ['an identity beside it', policy('ALLOW', SECRET, CLIENT), 'shop/client', 'shop/web'],
    ['a path that is denied, which denies nothing', policy('DENY', SECRET), 'shop/client', 'shop/web'],
    ['also with an identity', policy('DENY', { ...SECRET, ...CLIENT }), 'shop/client', 'shop/web'],
    [
      'with the port of the pods it denies all',
      policy('DENY', { to: [{ operation: { paths: ['/secret'], ports: ['8080'] } }] }),
      'shop/client',
      'closed Denied',
    ],
    ['what asks an authorizer does nothing', policy('CUSTOM', {}), 'shop/client', 'shop/web'],
    ['STRICT for a tunnel', peerAuthentication('shop/a', { mtls: { mode: 'STRICT' } }), 'shop/client', 'shop/web'],
    [
      'STRICT for plain text',
      peerAuthentication('shop/a', { mtls: { mode: 'STRICT' } }),
      'plain/client',
      'closed TlsMismatch',
    ],
    ['DISABLE', peerAuthentication('shop/a', { mtls: { mode: 'DISABLE' } }), 'shop/client', 'shop/web'],
  ])('%s', (_, object, from, expected) => {
    expect(outcomes(ask(meshWith({}, object), 'web.shop/secret', { from }))).toEqual([expected]);
  });

  test('why a rule does not count is told', () => {
    const found = ask(meshWith({}, policy('DENY', SECRET)), 'web/secret', { from: 'shop/client' });
    const [, last] = found.hops[0].steps;
    expect(last).toMatchObject({ layer: 'authorization', decision: 'allowed: no policy denies it' });
    expect(last.considered.map(({ what, why, path }) => [what, why, path])).toEqual([
      [
        'ns[shop]-policy[web]-rule[0]',
        'it compares what only requests have, which ztunnel does not read',
        'spec.rules[0]',
      ],
    ]);
  });
});

describe('with a waypoint', () => {
  const WAYPOINT = { from: [{ source: { principals: ['cluster.local/ns/shop/sa/waypoint'] } }] };

  test('the way has a hop for it, with what names it', () => {
    const found = ask(meshWith(USED, waypoint()), 'web/', { from: 'shop/client' });
    expect(found.hops.map(({ kind, name, previous }) => [kind, name, previous])).toEqual([
      ['waypoint', 'shop/waypoint', undefined],
      ['server', 'shop/web', 0],
    ]);
    expect(steps(found)).toEqual([
      'proxy | the waypoint of Namespace shop | Namespace /shop metadata.labels["istio.io/use-waypoint"]',
      'filterChain | requests are read on port 80 | Service shop/web spec.ports[0]',
      'authorization | allowed: no policy',
      'virtualHost | host *',
      'route | no rule: the Service itself',
      'cluster | inbound-vip|80|http|web.shop.svc.cluster.local',
      'mutualTls | a tunnel (HBONE) to the ztunnel of the pods',
      'mutualTls | PERMISSIVE, so ztunnel takes tunnels and plain text; a tunnel (HBONE) comes',
      'authorization | allowed: no policy',
    ]);
  });

  test('ztunnel takes it for the caller, so that a policy for the client closes the Service, and is passed by the address of pods', () => {
    const mesh = meshWith(USED, waypoint(), policy('ALLOW', CLIENT));
    expect(outcomes(ask(mesh, 'web/', { from: 'shop/client' }))).toEqual(['503 Denied UC']);
    expect(outcomes(ask(mesh, 'web/', { from: 'shop/client', to: 'shop/web:8080' }))).toEqual(['shop/web']);
  });

  test('a policy for the waypoint closes the address of the pods', () => {
    const mesh = meshWith(USED, waypoint(), policy('ALLOW', WAYPOINT));
    expect(outcomes(ask(mesh, 'web/', { from: 'shop/client' }))).toEqual(['shop/web']);
    expect(outcomes(ask(mesh, 'web/', { from: 'shop/client', to: 'shop/web:8080' }))).toEqual(['closed Denied']);
  });

  test.each([
    [undefined, ['waypoint', 'server'], ['server']],
    ['service', ['waypoint', 'server'], ['server']],
    ['workload', ['server'], ['waypoint', 'server']],
    ['all', ['waypoint', 'server'], ['waypoint', 'server']],
    ['none', ['server'], ['server']],
  ])('that is for %s', (trafficFor, toService, toPods) => {
    const mesh = meshWith(USED, waypoint(trafficFor));
    const kinds = (to?: string): string[] =>
      ask(mesh, 'web/', { from: 'shop/client', to }).hops.map(({ kind }) => kind);
    expect([kinds(), kinds('shop/web:8080')]).toEqual([toService, toPods]);
  });

  test('of pods behind a headless Service', () => {
    const headless = service('shop/web', [{ name: 'http', port: 80, targetPort: 8080 }], { clusterIP: 'None' });
    const kinds = (trafficFor: string): string[] =>
      ask(meshWith(USED, waypoint(trafficFor), headless), 'web/', { from: 'shop/client' }).hops.map(({ kind }) => kind);
    expect([kinds('service'), kinds('workload')]).toEqual([['server'], ['waypoint', 'server']]);
  });

  test('that is not there is told, and nothing of it applies', () => {
    const found = ask(meshWith(USED), 'web/', { from: 'shop/client' });
    expect(found.unknown.map(({ what, text }) => [what, text])).toEqual([
      [
        'ambient',
        'Namespace shop names the waypoint shop/waypoint, which no file shows. This goes on as if it were not there, and nothing of it applied.',
      ],
    ]);
    expect(outcomes(found)).toEqual(['shop/web']);
  });

  test('a second one that gets a share is told', () => {
    const labels = {
      ...USED,
      'istio.io/use-waypoint-canary': 'next',
      'istio.io/use-waypoint-canary-namespace': 'infra',
    };
    expect(ask(meshWith(labels, waypoint()), 'web/', { from: 'shop/client' }).unknown.map(({ text }) => text)).toEqual([
      'Namespace shop gives a share of its calls to the waypoint infra/next, which is not followed.',
    ]);
  });

  test('a port that the Service lacks', () => {
    const found = ask(meshWith(USED, waypoint()), 'web/', { from: 'shop/client', to: 'web:81' });
    expect(outcomes(found)).toEqual(['closed NoFilterChain NR']);
    expect(steps(found, 'filterChain')).toEqual([
      'filterChain | Service shop/web has no port 81, but 80 | Service shop/web spec.ports',
    ]);
  });
});
