import { fullHost, hostsOverlap, HostTable, serviceOfHost } from '../../lib/mesh/hosts';

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

  test('the table finds what overlaps', () => {
    const table = new HostTable<string>();
    HOSTS.forEach((each) => table.add(each, each));
    expect(table.overlapping(host).sort()).toEqual(HOSTS.filter((each) => hostsOverlap(host, each)).sort());
  });
});

test('the closest wildcard comes first', () => {
  const table = new HostTable<string>();
  ['*', '*.com', '*.a.com', 'a.com'].forEach((each) => table.add(each, each));
  expect(table.covering('b.a.com')).toEqual(['*.a.com', '*.com', '*']);
  expect(table.covering('*.a.com')).toEqual(['*.a.com', '*.com', '*']);
  expect(table.exact('a.com')).toEqual(['a.com']);
  expect(table.exact('b.com')).toEqual([]);
});

test('things with one host come in the order in which they were given', () => {
  const table = new HostTable<number>();
  [3, 1, 2].forEach((each) => table.add('a.com', each));
  expect(table.overlapping('*.com')).toEqual([3, 1, 2]);
});

test('a table of many hosts answers at once', () => {
  const table = new HostTable<number>();
  for (let i = 0; i < 50_000; i++) {
    table.add(`host-${i}.example.com`, i);
  }
  const start = Date.now();
  for (let i = 0; i < 2_000; i++) {
    expect(table.overlapping(`*-${i}.example.com`).length).toBeGreaterThan(0);
  }
  expect(Date.now() - start).toBeLessThan(5_000);
});
