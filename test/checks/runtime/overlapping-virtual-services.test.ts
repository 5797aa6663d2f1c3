import { checkManifests } from '../../../lib/checks/check-manifests';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, manifest, server, to } from '../../manifests';

const places = (...manifests: Manifest[]): string[] =>
  checkManifests(manifests)
    .filter(({ code }) => code === 'CDI0108')
    .map(({ severity, object, path }) => `${severity} ${object.namespace}/${object.name} ${path}`);

const HOST = 'b.example.com';
const bound = (key: string, http: object[] = [to('web')], gateways = ['istio-system/front']): Manifest =>
  manifest('VirtualService', key, { hosts: [HOST], gateways, http });
const front = (...hosts: string[]): Manifest => gateway('istio-system/front', server(80, 'HTTP', hosts));

test('a host that a server has for VirtualServices of one namespace only (e38)', () => {
  const two = [bound('shop/b'), bound('istio-system/b2')];
  expect(places(front('*.example.com'), ...two)).toEqual(['warning istio-system/b2 spec.hosts[0]']);
  expect(places(front('./b.example.com'), ...two)).toEqual([]);
  // A Gateway that is not among the manifests may have any hosts.
  expect(places(...two)).toEqual(['warning istio-system/b2 spec.hosts[0]']);
});

test('rules of delegates', () => {
  const delegate = (key: string, path: string): Manifest =>
    manifest('VirtualService', key, { http: [{ match: [{ uri: { prefix: path } }], ...to('web') }] });
  const root = (key: string, name: string): Manifest => bound(key, [{ delegate: { name } }]);
  const roots = [front(HOST), root('shop/a', 'da'), root('shop/b', 'db')];
  expect(places(...roots, delegate('shop/da', '/a'), delegate('shop/db', '/a'))).toEqual([
    'warning shop/b spec.hosts[0]',
  ]);
  expect(places(...roots, delegate('shop/da', '/a'), delegate('shop/db', '/b'))).toEqual([]);
});

test('a path that is within another is no matter of two that want the same', () => {
  const at = (prefix: string): object => ({ match: [{ uri: { prefix } }], ...to('web') });
  expect(places(front(HOST), bound('shop/a', [at('/a')]), bound('shop/b', [at('/a/b')]))).toEqual([]);
});
