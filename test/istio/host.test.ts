import { fullHost, hostCovers, hostsOverlap, mostSpecific, serviceOfHost } from '../../lib/istio/host';

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

test.each([
  ['*', 'a.com', true],
  ['a.com', 'a.com', true],
  ['*.a.com', 'b.a.com', true],
  ['*.a.com', 'c.b.a.com', true],
  ['*.a.com', '*.b.a.com', true],
  ['*.a.com', 'a.com', false],
  ['*.a.com', 'xa.com', false],
  ['b.a.com', '*.a.com', false],
  ['*a.com', 'xa.com', true],
  ['*', '*', true],
])('%s covers %s: %s', (pattern, host, expected) => {
  expect(hostCovers(pattern, host)).toBe(expected);
});

test.each(HOSTS)('%s overlaps what it covers or is covered by, and nothing else', (host) => {
  for (const other of HOSTS) {
    expect(hostsOverlap(host, other)).toBe(hostCovers(host, other) || hostCovers(other, host));
  }
});

test.each([
  ['a.b.com', ['*', '*.com', '*.b.com', 'a.b.com'], 'a.b.com'],
  ['a.b.com', ['*', '*.com', '*.b.com'], '*.b.com'],
  ['a.b.com', ['*', '*.a.b.com'], '*'],
  ['b.com', ['*.b.com', '*b.com'], '*b.com'],
  ['b.com', ['*.b.com'], undefined],
  ['*.b.com', ['*.com', '*.b.com'], '*.b.com'],
  ['*.b.com', ['*.com', 'a.b.com'], '*.com'],
  ['*.b.com', ['a.b.com', '.b.com'], undefined],
  ['*', ['*.com', '*'], '*'],
  ['a.b.com', [], undefined],
])('closest to %s of %j is %s', (host, known, closest) => {
  expect(mostSpecific(host, new Set(known))).toBe(closest);
});

test('the closest host covers, and every other that covers covers it too', () => {
  for (const host of HOSTS) {
    const closest = mostSpecific(host, new Set(HOSTS.filter((other) => other !== host)));
    const covering = HOSTS.filter((other) => other !== host && hostCovers(other, host));
    expect(covering.every((other) => hostCovers(other, closest!))).toBe(true);
    expect(closest === undefined).toBe(covering.length === 0);
  }
});
