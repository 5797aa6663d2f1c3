import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { service, virtualService } from '../../manifests';
import { said } from './findings';

const vs = (key: string, hosts: string[], more: object = {}): Manifest =>
  virtualService(key, { hosts, http: [{ route: [{ destination: { host: 'web.shop.svc.cluster.local' } }] }], ...more });
const where = (...manifests: Manifest[]): string[] =>
  said('IST0109', [service('shop/web'), ...manifests]).map((each) => `${each.where} ${each.message.slice(0, 40)}`);

test('one host is an error at each of them', () => {
  expect(where(vs('shop/a', ['x.example.com', 'y.example.com']), vs('shop/b', ['y.example.com']))).toEqual([
    'error VirtualService shop/a spec.hosts[1] VirtualService shop/b has the host "y.ex',
    'error VirtualService shop/b spec.hosts[0] VirtualService shop/a has the host "y.ex',
  ]);
});

test('hosts that only overlap are in nobody’s way', () => {
  expect(where(vs('shop/a', ['x.example.com'], { exportTo: ['.'] }), vs('shop/b', ['*.example.com']))).toEqual([
    'info VirtualService shop/a spec.hosts[0] Hosts of shop/b overlap with "x.example.',
    'info VirtualService shop/b spec.hosts[0] Hosts of shop/a overlap with "*.example.',
  ]);
});

test('both at once', () => {
  expect(
    where(
      vs('shop/a', ['x.example.com'], { exportTo: ['.'] }),
      vs('shop/b', ['*.example.com']),
      vs('shop/c', ['x.example.com']),
    ),
  ).toEqual([
    'error VirtualService shop/a spec.hosts[0] VirtualService shop/c has the host "x.ex',
    'info VirtualService shop/b spec.hosts[0] Hosts of shop/a, shop/c overlap with "*.',
    'error VirtualService shop/c spec.hosts[0] VirtualService shop/a has the host "x.ex',
  ]);
});

test('one host twice in one VirtualService', () => {
  expect(where(vs('shop/a', ['web', 'web.shop.svc.cluster.local']))).toEqual([
    'info VirtualService shop/a spec.hosts[0] The host "web.shop.svc.cluster.local" is',
    'info VirtualService shop/a spec.hosts[1] The host "web.shop.svc.cluster.local" is',
  ]);
});

test('many of them stay readable', () => {
  const many = Array.from({ length: 12 }, (_, i) => vs(`shop/v${i}`, ['web']));
  expect(said('IST0109', many)[11].message).toContain(
    'VirtualServices shop/v0, shop/v1, shop/v2, shop/v3, shop/v4, shop/v5, shop/v6, shop/v7 and 3 more have the host',
  );
});

test('three of them agree with their verb', () => {
  expect(
    said(
      'IST0109',
      ['a', 'b', 'c'].map((name) => vs(`shop/${name}`, ['web'])),
    )[0].message,
  ).toMatch(/^VirtualServices shop\/b, shop\/c have the host/);
});
