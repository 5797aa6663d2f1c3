import { checkManifests } from '../../../lib/checks/check-manifests';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, manifest, server, to } from '../../manifests';

const places = (...manifests: Manifest[]): string[] =>
  checkManifests(manifests)
    .filter(({ code }) => code === 'CDI0102')
    .map(({ severity, object, path }) => `${severity} ${object.namespace}/${object.name} ${path}`);

const bound = (key: string, spec: object, hosts = ['a.example.com']): Manifest =>
  manifest('VirtualService', key, { hosts, gateways: ['istio-system/front'], ...spec });
const HTTP = { http: [to('web')] };
const TCP = { tcp: [to('web')] };
const front = (...servers: object[]): Manifest => gateway('istio-system/front', ...servers);

test('a server for Redis is never used http rules', () => {
  expect(places(front(server(80, 'REDIS', ['*'])), bound('shop/web', HTTP, ['*']))).toEqual([
    'error shop/web spec.http',
  ]);
});

test('a server counts for VirtualServices of the namespaces of its hosts', () => {
  const own = front(server(80, 'HTTP', ['./a.example.com']));
  expect(places(own, bound('shop/web', TCP))).toEqual([]);
  expect(places(own, bound('istio-system/web', TCP))).toEqual(['error istio-system/web spec.tcp']);
});

test('short names of hosts are completed', () => {
  const full = front(server(80, 'HTTP', ['web.shop.svc.cluster.local']));
  expect(places(full, bound('shop/web', TCP, ['web']))).toEqual(['error shop/web spec.tcp']);
  expect(places(full, bound('other/web', TCP, ['web']))).toEqual([]);
});

test('one server of many, with the rules that another one asks', () => {
  expect(
    places(
      front(server(80, 'HTTP', ['a.example.com']), server(9000, 'TCP', ['*.example.com'])),
      bound('shop/web', HTTP),
      bound('shop/bytes', TCP, ['b.example.com']),
    ),
  ).toEqual([]);
  expect(
    places(
      front(server(80, 'HTTP', ['a.example.com']), server(9000, 'TCP', ['*.example.com'])),
      bound('shop/web', HTTP),
    ),
  ).toEqual(['warning shop/web spec.http']);
});
