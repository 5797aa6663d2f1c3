import { Chart, Testing } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { ServiceRef } from '../../lib/kubernetes/service-ref';
import { Destination, checkWeights } from '../../lib/networking/destination';
import { DestinationRule } from '../../lib/networking/destination-rule';
import { Problems } from '../../lib/core/problems';
import { chart, refusal, written } from './subject';

const reviews = ServiceRef.fromName('reviews', { namespace: 'books', ports: [{ port: 9080 }] });
const scope = chart();
const v1 = new DestinationRule(scope, 'Reviews', { service: reviews }).addSubset('v1');
const external = new DestinationRule(scope, 'External', { host: 'api.example.com' }).addSubset('eu');

test.each([
  [
    'a Service with one port',
    Destination.service(reviews),
    { host: 'reviews.books.svc.cluster.local', port: { number: 9080 } },
  ],
  [
    'a Service and its port',
    Destination.service(reviews, { port: 9080 }),
    { host: 'reviews.books.svc.cluster.local', port: { number: 9080 } },
  ],
  [
    'a name',
    Destination.service('ratings', { port: 80 }),
    { host: 'ratings.shop.svc.cluster.local', port: { number: 80 } },
  ],
  ['a name without port', Destination.service('ratings'), { host: 'ratings.shop.svc.cluster.local' }],
  [
    'a Service and a subset',
    Destination.service(reviews, { subset: v1 }),
    { host: 'reviews.books.svc.cluster.local', subset: 'v1', port: { number: 9080 } },
  ],
  [
    'a subset',
    Destination.subset(v1),
    { host: 'reviews.books.svc.cluster.local', subset: 'v1', port: { number: 9080 } },
  ],
  [
    'a subset of a host',
    Destination.subset(external, { port: 443 }),
    { host: 'api.example.com', subset: 'eu', port: { number: 443 } },
  ],
  ['a host', Destination.host('api.example.com', { port: 443 }), { host: 'api.example.com', port: { number: 443 } }],
  [
    'a host and a subset',
    Destination.host('api.example.com', { subset: external }),
    { host: 'api.example.com', subset: 'eu' },
  ],
])('%s is written', (_, destination, json) => {
  expect(written(destination, scope)).toEqual({ destination: json });
});

test('a port by name, of a cdk8s-plus Service', () => {
  const service = new Service(scope, 'Service', {
    metadata: { name: 'web' },
    ports: [
      { port: 80, name: 'http' },
      { port: 90, name: 'admin' },
    ],
  });
  expect(written(Destination.service(service, { port: 'admin' }), scope)).toEqual({
    destination: { host: 'web.shop.svc.cluster.local', port: { number: 90 } },
  });
});

test('weight and headers are written', () => {
  const headers = { request: { set: { 'x-version': 'v1' } } };
  expect(written(Destination.service(reviews, { weight: 20, headers }), scope)).toEqual({
    destination: { host: 'reviews.books.svc.cluster.local', port: { number: 9080 } },
    weight: 20,
    headers,
  });
});

test('a weight is changed', () => {
  expect(written(Destination.service(reviews, { weight: 20 })._withWeight(30), scope)).toEqual({
    destination: { host: 'reviews.books.svc.cluster.local', port: { number: 9080 } },
    weight: 30,
  });
});

const NOT_A_SERVICE =
  "is not a Service. Write a Service of this app, or ServiceRef.fromName('reviews', { namespace: 'bookinfo' }).";

test.each([
  [
    'a port that it does not have',
    Destination.service(reviews, { port: 80 }),
    'port: 80 is not a port of Service "reviews". It has: 9080.',
  ],
  [
    'a port by name where names are not known',
    Destination.service('ratings', { port: 'http' }),
    'port: the ports of Service "ratings" are not known, so its port "http" cannot be looked up. Write its number.',
  ],
  [
    'a port that is none',
    Destination.service('ratings', { port: 0 }),
    'port: 0 is not a port number (a whole number, 1 to 65535).',
  ],
  [
    'a weight',
    Destination.service(reviews, { weight: 101 }),
    'weight: 101 is not a share in percent (a whole number, 0 to 100).',
  ],
  [
    'a negative weight',
    Destination.service(reviews, { weight: -1 }),
    'weight: -1 is not a share in percent (a whole number, 0 to 100).',
  ],
  [
    'a subset of another host',
    Destination.service('ratings', { subset: v1 }),
    'subset: "v1" is a subset of reviews.books.svc.cluster.local, and this route goes to ratings.shop.svc.cluster.local. Write a subset of that host.',
  ],
  [
    'a wildcard',
    Destination.host('*.example.com'),
    'host: "*.example.com" is a wildcard, but must be a single host. Write its name, for example "www.example.com".',
  ],
  [
    'an unknown header operation',
    Destination.service(reviews, { headers: { requests: {} } as never }),
    'headers.requests: unknown field of Headers. Did you mean request?',
  ],
  [
    'a host as the name of a Service',
    Destination.service('api.example.com'),
    "service: \"api.example.com\" is a host, not the name of a Service. Write ServiceRef.fromName('api', { namespace: 'example' }), or Destination.host(...) for a host outside the cluster.",
  ],
])('%s is rejected', (_, destination, message) => {
  expect(refusal(destination, scope)).toEqual([message]);
});

test.each([
  ['no Service', Destination.service(undefined as never), `service: undefined ${NOT_A_SERVICE}`],
  ['a number', Destination.service(5 as never), `service: 5 ${NOT_A_SERVICE}`],
  [
    'options that are none',
    Destination.service(reviews, 80 as never),
    '80 does not fit here. Write Destination.service(service, { port: 80 }).',
  ],
  [
    'null as options',
    Destination.service(reviews, null as never),
    'null does not fit here. Write Destination.service(service, { port: 80 }).',
  ],
  [
    'a port as text',
    Destination.service(reviews, { port: '9080' }),
    'port: "9080" is not a port of Service "reviews". It has: 9080. Write 9080 without quotes.',
  ],
  [
    'a weight as text',
    Destination.service(reviews, { weight: '20' as never }),
    'weight: "20" is not a share in percent (a whole number, 0 to 100). Write 20 without quotes.',
  ],
  [
    'no subset',
    Destination.subset(undefined as never),
    'subset: null is not a Subset. Write what destinationRule.addSubset(...) returned.',
  ],
  [
    'a name as subset',
    Destination.service(reviews, { subset: 'v1' as never }),
    'subset: "v1" is not a Subset. Write what destinationRule.addSubset(...) returned.',
  ],
  [
    'no host',
    Destination.host(undefined as never),
    'host: undefined is not a host. Write a DNS name such as "shop.example.com".',
  ],
  ['headers as text', Destination.service(reviews, { headers: 'x' as never }), 'headers: "x" is not an object.'],
])('%s from JavaScript is rejected', (_, destination, message) => {
  expect(refusal(destination, scope)).toEqual([message]);
});

test('a Service without a known namespace is rejected', () => {
  expect(refusal(Destination.service('ratings'), new Chart(Testing.app(), 'test'))).toEqual([
    "service: the namespace of Service \"ratings\" is not known, so Istio would look for it in the namespace to which the rule is applied. Give the chart one: new Chart(app, 'id', { namespace: '...' }).",
  ]);
});

test('several ports need a choice', () => {
  const web = ServiceRef.fromName('web', { ports: [{ port: 80 }, { port: 90 }] });
  expect(refusal(Destination.service(web), scope)).toEqual([
    'port: Service "web" has several ports. Write one of them: 80, 90.',
  ]);
});

test('TCP destinations have no headers', () => {
  const problems = new Problems();
  Destination.service(reviews, { headers: {} })._toL4Json(problems, scope);
  expect(problems.list).toEqual([
    { field: 'headers', message: 'only HTTP routes can change headers. Remove it from tls and tcp routes.' },
  ]);
});

test.each([
  [[{}], []],
  [[{ weight: 20 }, { weight: 80 }], []],
  [[{ weight: 0 }, { weight: 100 }], []],
  [
    [{ weight: 20 }, { weight: 90 }],
    ['the weights 20 + 90 add up to 110. They are percentages: their sum must be 100.'],
  ],
  [
    [{ weight: 20 }, {}],
    ['has several destinations, and one without a weight would get no requests. Give each a weight; their sum is 100.'],
  ],
])('weights %j', (destinations, messages) => {
  const problems = new Problems();
  checkWeights(destinations, problems, 'route');
  expect(problems.list.map(({ message }) => message)).toEqual(messages);
});
