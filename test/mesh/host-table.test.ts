import { hostsOverlap } from '../../lib/istio/host';
import { HostTable } from '../../lib/mesh/host-table';

const HOSTS = ['a.com', 'b.a.com', '*.com', '*.a.com', '*a.com', '*', 'com', '.com', 'b.org', '*.b.a.com', ''];

describe.each(HOSTS)('%s', (host) => {
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
