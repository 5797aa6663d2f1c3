import { durationOf, withGiven } from '../../lib/core/given';

test.each<[string, unknown, string]>([
  ["HttpMatch.prefix('/api')", '/cart', "HttpMatch.prefix('/cart')"],
  ["HttpMatch.prefix('/api')", 'GET', "HttpMatch.prefix('/api')"],
  ["IngressTls.credential('name-of-the-secret')", 'cert', "IngressTls.credential('cert')"],
  ["IngressTls.credential('name-of-the-secret')", 'a secret', "IngressTls.credential('name-of-the-secret')"],
  ["['shop.example.com']", 'a.com', "['a.com']"],
  ["['shop.example.com']", '*.a.com', "['*.a.com']"],
  ["['shop.example.com']", 'shop', "['shop.example.com']"],
  ["StringMatch.exact('...')", 'a$&b', "StringMatch.exact('...')"],
  ["Rewrite.uri('/')", "/it's/$&", "Rewrite.uri('/it\\'s/$&')"],
  ["Destination.subset('a', 'b')", 'c', "Destination.subset('a', 'b')"],
  ['Retries.onServerErrors(2)', 5, 'Retries.onServerErrors(5)'],
  ['Retries.onServerErrors(2)', 2.5, 'Retries.onServerErrors(2)'],
  ['Fault.abort(503)', 418, 'Fault.abort(418)'],
  ['Fault.abort(503)', 1, 'Fault.abort(503)'],
  ["['a']", null, "['a']"],
])('%s with %j is %s', (example, value, expected) => {
  expect(withGiven(example, value)).toBe(expected);
});

test.each<[unknown, string]>([
  [30, 'Duration.seconds(30)'],
  ['30', 'Duration.seconds(30)'],
  ['5s', 'Duration.seconds(5)'],
  ['250ms', 'Duration.millis(250)'],
  ['2m', 'Duration.minutes(2)'],
  ['1h', 'Duration.hours(1)'],
  ['7d', 'Duration.days(7)'],
  ['1.5s', 'Duration.seconds(5)'],
  [0, 'Duration.seconds(5)'],
  ['soon', 'Duration.seconds(5)'],
  [null, 'Duration.seconds(5)'],
])('the duration %j is %s', (value, expected) => {
  expect(durationOf(value, 'Duration.seconds(5)')).toBe(expected);
});
