import { Chart, Testing } from 'cdk8s';
import { MeshSettings } from '../../lib/networking/mesh-settings';
import { Problems } from '../../lib/core/problems';
import { hostProblem, qualify, writeHosts } from '../../lib/networking/host';
import { chart } from './subject';

const ALL = { wildcard: true, any: true, ip: true };

test.each(['shop.example.com', 'shop', 'xn--bcher-kva.example'])('%s is a host', (host) => {
  expect(hostProblem(host, {})).toBeUndefined();
});

test.each(['*', '*.example.com', '10.0.0.1', '::1', '2001:db8::7'])('%s is a host where all forms are', (host) => {
  expect(hostProblem(host, ALL)).toBeUndefined();
});

test.each([
  [5 as never, '5 is not a host. Write a DNS name such as "shop.example.com".'],
  [undefined, 'undefined is not a host. Write a DNS name such as "shop.example.com".'],
  [' ', 'the host is empty. Write a DNS name such as "shop.example.com".'],
  [
    'https://shop.example.com/a',
    '"https://shop.example.com/a" has a scheme, but a host is only a name. Write "shop.example.com".',
  ],
  [
    'shop.example.com/a',
    '"shop.example.com/a" has a path, but a host is only a name. Write "shop.example.com" and match the path in the routes.',
  ],
  [
    'shop.example.com:80',
    '"shop.example.com:80" has a port, but a host is only a name. Write "shop.example.com", and write the port in its own field.',
  ],
  [
    'cafe:8080',
    '"cafe:8080" has a port, but a host is only a name. Write "cafe", and write the port in its own field.',
  ],
  [
    '*',
    '"*" would match the requests for every host. Name the hosts, for example "shop.example.com" or "*.example.com".',
  ],
  [
    '*.example.com',
    '"*.example.com" is a wildcard, but must be a single host. Write its name, for example "www.example.com".',
  ],
  ['w*.example.com', '"w*.example.com" has a "*" inside. A wildcard must be the whole first label: "*.example.com".'],
  ['10.0.0.1', '"10.0.0.1" is an IP address, but must be a DNS name.'],
  ['::1', '"::1" is an IP address, but must be a DNS name.'],
  [
    'a_b.com',
    '"a_b.com" is not a DNS name (labels of letters, digits and "-", at most 63 characters each, joined by ".").',
  ],
  [
    'a..com',
    '"a..com" is not a DNS name (labels of letters, digits and "-", at most 63 characters each, joined by ".").',
  ],
  [
    'Shop.Example.com',
    '"Shop.Example.com" has capital letters, but hosts are compared literally. Write "shop.example.com".',
  ],
  ['shop.example.com.', '"shop.example.com." ends with a dot, which no client sends. Write "shop.example.com".'],
  ['.', '"." is not a DNS name (labels of letters, digits and "-", at most 63 characters each, joined by ".").'],
  [
    `${'a'.repeat(64)}.com`,
    `"${'a'.repeat(64)}.com" is not a DNS name (labels of letters, digits and "-", at most 63 characters each, joined by ".").`,
  ],
])('%j is rejected', (host, message) => {
  expect(hostProblem(host, {})).toBe(message);
});

test('more than 255 characters are rejected', () => {
  const host = 'a.'.repeat(128) + 'com';
  expect(hostProblem(host, {})).toMatch(/has 259 characters, and a DNS name has at most 255\.$/);
});

test.each(['999.0.0.1', '1.2.3.256'])('%s is no IP address', (host) => {
  expect(hostProblem(host, ALL)).toBe(
    `"${host}" looks like an IP address, but is not valid: each of the four numbers must be 0 to 255.`,
  );
});

test.each(['a.123', '*.example.7', 'shop.0'])('%s ends with a number', (host) => {
  expect(hostProblem(host, ALL)).toBe(`"${host}" ends with a number, which no DNS name does.`);
});

test('hosts are written in full', () => {
  const problems = new Problems();
  const hosts = ['reviews', 'shop.example.com', '*.example.org', '10.0.0.1'];
  expect(writeHosts(hosts, ALL, chart(), problems, 'hosts')).toEqual([
    'reviews.shop.svc.cluster.local',
    'shop.example.com',
    '*.example.org',
    '10.0.0.1',
  ]);
  expect(problems.list).toEqual([]);
});

test('a host that is given twice is rejected', () => {
  const problems = new Problems();
  expect(writeHosts(['a.com', 'a.com'], ALL, chart(), problems, 'hosts')).toEqual(['a.com']);
  expect(problems.list).toEqual([{ field: 'hosts[1]', message: '"a.com" is given twice.' }]);
});

test('the domain of the cluster is that of the mesh', () => {
  const scope = chart();
  MeshSettings.set(scope.node.root, { clusterDomain: 'corp.local' });
  expect(qualify('reviews', scope, new Problems(), 'host')).toBe('reviews.shop.svc.corp.local');
});

test('a short name without a namespace is rejected', () => {
  const problems = new Problems();
  expect(qualify('reviews', new Chart(Testing.app(), 'test'), problems, 'host')).toBe('reviews');
  expect(problems.list).toEqual([
    {
      field: 'host',
      message:
        "\"reviews\" has no dot, so Istio would complete it with the namespace to which the rule is applied. Write the full name, or give the chart a namespace: new Chart(app, 'id', { namespace: '...' }).",
    },
  ]);
});
