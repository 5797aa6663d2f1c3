import { fullHost, hostsOverlap, serviceOfHost } from '../../lib/istio/host';

test.each([
  ['reviews', 'reviews.shop.svc.cluster.local'],
  ['reviews.bank', 'reviews.bank'],
  ['*', '*'],
  ['*.com', '*.com'],
  ['', '.shop.svc.cluster.local'],
])('full name of "%s"', (host, full) => {
  expect(fullHost(host, 'shop', 'cluster.local')).toBe(full);
});

test.each([
  ['reviews.shop.svc.cluster.local', { name: 'reviews', namespace: 'shop' }],
  ['a.b.shop.svc.cluster.local', { name: 'a.b', namespace: 'shop' }],
  ['shop.svc.cluster.local', undefined],
  ['.shop.svc.cluster.local', undefined],
  ['reviews..svc.cluster.local', undefined],
  ['reviews.shop.svc.cluster.local.', undefined],
  ['api.example.com', undefined],
])('Service of %s', (host, service) => {
  expect(serviceOfHost(host, 'cluster.local')).toEqual(service);
});

const HOSTS = ['a.com', 'b.a.com', '*.com', '*.a.com', '*a.com', '*', 'com', '.com', 'b.org', '*.b.a.com', ''];

describe.each(HOSTS)('%s', (host) => {
  test.each(HOSTS)('and %s overlap both ways', (other) => {
    expect(hostsOverlap(host, other)).toBe(hostsOverlap(other, host));
  });
});
