import { sidecarOf } from '../../lib/mesh/proxies';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { neverReached, virtualHostFor, virtualHosts } from '../../lib/routing/route-table';
import { gateway, server, virtualService } from '../manifests';
import { gatewayProxy, ingress, meshOf, rule, under, web, WEB } from './tables';

const place = ({
  source,
  ruleMatch,
  rule: own,
}: NonNullable<ReturnType<typeof neverReached>[number]>['entry']): string =>
  `${source?.key} ${ruleMatch?.path ?? own?.path}`;

function lost(routes: Parameters<typeof neverReached>[0] | undefined): string[] {
  return neverReached(routes ?? { routes: [] }).map(
    ({ entry, takenBy }) => `${place(entry)} < ${takenBy.map(place).join(', ')}`,
  );
}

const inMesh = (...http: object[]): Manifest => virtualService('shop/v', { hosts: ['web'], http });

test('routes within one before them', () => {
  const mesh = meshOf([
    web,
    inMesh(
      rule('v1', under('/a'), { method: { exact: 'GET' } }),
      rule('v2', under('/a/b'), under('/c'), { uri: { exact: '/d' }, method: { exact: 'GET' } }),
      rule('v3', { ...under('/a'), headers: { x: {} } }, under('/')),
    ),
  ]);
  expect(lost(virtualHostFor(mesh, sidecarOf('shop'), 80, WEB))).toEqual([
    'shop/v spec.http[1].match[0] < shop/v spec.http[0].match[0]',
    'shop/v spec.http[1].match[2] < shop/v spec.http[0].match[1]',
    'shop/v spec.http[2].match[0] < shop/v spec.http[0].match[0]',
  ]);
});

test('what was decided for the client does not count any more', () => {
  const mesh = meshOf([
    web,
    inMesh(
      rule('v1', { ...under('/a'), sourceLabels: { app: 'a' }, port: 80 }),
      rule('v2', { ...under('/a'), gateways: ['mesh'] }),
    ),
  ]);
  const of = (app: string): string[] => lost(virtualHostFor(mesh, sidecarOf('shop', { app }), 80, WEB));
  expect(of('a')).toEqual(['shop/v spec.http[1].match[0] < shop/v spec.http[0].match[0]']);
  expect(of('b')).toEqual([]);
});

test('of several VirtualServices at a gateway; a route that stands there twice is the same', () => {
  const front = ['istio-system/front'];
  const manifests = [
    ...ingress,
    web,
    gateway('istio-system/front', server(80, 'HTTP', ['*.example.com']), server(8080, 'HTTP', ['*.example.com'])),
    virtualService('shop/a', { hosts: ['a.example.com'], gateways: front, http: [rule(201, under('/a'))] }),
    virtualService('shop/b', {
      hosts: ['a.example.com'],
      gateways: front,
      http: [rule(202, under('/a/b')), rule(203, under('/b'))],
    }),
  ];
  const mesh = meshOf(manifests);
  expect(virtualHosts(mesh, gatewayProxy(mesh), 8080).flatMap(lost)).toEqual([
    'shop/b spec.http[0].match[0] < shop/a spec.http[0].match[0]',
  ]);
});
