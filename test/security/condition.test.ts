import { AuthorizationAction, AuthorizationRule, Condition } from '../../lib';
import { refused, ruleOf } from './subject';

const when = (...conditions: Condition[]): AuthorizationRule => AuthorizationRule.of({ when: conditions });

test.each<[Condition, string]>([
  [Condition.header('x-tier', ['a']), 'request.headers[x-tier]'],
  [Condition.claim('groups', ['a']), 'request.auth.claims[groups]'],
  [Condition.claim('https://a.example/roles', ['a']), 'request.auth.claims[https://a.example/roles]'],
  [Condition.nestedClaim(['realm', 'roles'], ['a']), 'request.auth.claims[realm][roles]'],
  [Condition.audience(['a']), 'request.auth.audiences'],
  [Condition.presenter(['a']), 'request.auth.presenter'],
  [Condition.serverName(['a']), 'connection.sni'],
  [Condition.attribute('source.namespace', ['a']), 'source.namespace'],
  [Condition.attribute('source.principal', ['a']), 'source.principal'],
  [Condition.attribute('source.serviceAccount', ['a']), 'source.serviceAccount'],
  [Condition.attribute('source.trustDomain', ['a']), 'source.trustDomain'],
  [Condition.attribute('request.auth.principal', ['a']), 'request.auth.principal'],
  [Condition.attribute('experimental.envoy.filters.a[b]', ['a']), 'experimental.envoy.filters.a[b]'],
])('%#: %j', (condition, key) => {
  expect(ruleOf(when(condition, Condition.unless(condition))).when).toEqual([
    { key, values: ['a'] },
    { key, notValues: ['a'] },
  ]);
});

test.each<[Condition, object]>([
  [Condition.destinationIp(['10.0.0.0/8']), { key: 'destination.ip', values: ['10.0.0.0/8'] }],
  [Condition.attribute('source.ip', ['::1']), { key: 'source.ip', values: ['::1'] }],
  [Condition.attribute('remote.ip', ['10.0.0.1']), { key: 'remote.ip', values: ['10.0.0.1'] }],
  [Condition.attribute('destination.port', ['80']), { key: 'destination.port', values: ['80'] }],
  [Condition.header('x', ['*', 'a*', '*a']), { key: 'request.headers[x]', values: ['*', 'a*', '*a'] }],
  [Condition.unless(Condition.unless(Condition.audience(['a']))), { key: 'request.auth.audiences', values: ['a'] }],
])('%#: %j', (condition, written) => {
  expect(ruleOf(when(condition)).when).toEqual([written]);
});

test.each<[string, Condition, ...string[]]>([
  [
    'a bad header',
    Condition.header('x tier', ['a']),
    'when[0]: "x tier" is not the name of a header. Write one such as "x-tier".',
  ],
  [
    'a bad claim',
    Condition.claim('a[b]', ['a']),
    'when[0]: ["a[b]"] names no claim. Write one such as "groups", without brackets.',
  ],
  [
    'no claim',
    Condition.nestedClaim([], ['a']),
    'when[0]: [] names no claim. Write one such as "groups", without brackets.',
  ],
  ['no values', Condition.audience([]), "when[0].values: is empty, so it would match nothing. Write ['gold']."],
  ['one value', Condition.audience('a' as never), 'when[0].values: "a" is not a list. Write [\'gold\'].'],
  ['a number', Condition.audience([5 as never]), "when[0].values[0]: 5 is not a non-empty string. Write 'gold'."],
  [
    'an unknown attribute',
    Condition.attribute('source.namespaces', ['a']),
    'when[0]: "source.namespaces" is not an attribute that Istio knows. Write source.namespace.',
  ],
  [
    'a far attribute',
    Condition.attribute('method', ['a']),
    'when[0]: "method" is not an attribute that Istio knows. Write one of source.ip, remote.ip, source.namespace, source.serviceAccount, source.principal, source.trustDomain, request.auth.principal, request.auth.audiences, request.auth.presenter, destination.ip, destination.port, connection.sni, request.headers[User-Agent], request.auth.claims[iss], experimental.envoy.filters.network.mysql_proxy[shop.orders].',
  ],
  [
    'an attribute without key',
    Condition.attribute('request.headers', ['a']),
    'when[0]: "request.headers" does not say which entry is meant. Write it in brackets: "request.headers[User-Agent]".',
  ],
  [
    'no attribute',
    Condition.attribute(5 as never, ['a']),
    'when[0]: 5 is not an attribute. Write one such as "source.namespace".',
  ],
  [
    'a wildcard within',
    Condition.header('x', ['a*b']),
    'when[0].values[0]: "a*b" has a "*" that is compared literally: it is a wildcard only at the beginning or end. Write the values one by one.',
  ],
  [
    'a name as address',
    Condition.destinationIp(['web']),
    'when[0].values[0]: "web" does not fit here. Write one such as "10.0.0.0/8".',
  ],
  [
    'a name as port',
    Condition.attribute('destination.port', ['http']),
    'when[0].values[0]: "http" does not fit here. Write one such as "8080".',
  ],
  [
    'a wildcard account',
    Condition.attribute('source.serviceAccount', ['a/*']),
    'when[0].values[0]: "a/*" does not fit here. Write one such as "orders/checkout".',
  ],
  [
    'two wildcards',
    Condition.attribute('source.trustDomain', ['*.a.*']),
    'when[0].values[0]: "*.a.*" does not fit here. Write one such as "*.example.com".',
  ],
  [
    'no condition',
    Condition.unless('a' as never),
    "when[0]: \"a\" is not a Condition. Write Condition.unless(Condition.header('x-tier', ['gold'])).",
  ],
])('%s is refused', (_what, condition, ...problems) => {
  expect(refused(when(condition))).toEqual(problems);
});

test('an external authorizer is asked before the caller is known', () => {
  const action = AuthorizationAction.custom('ext-authz');
  const rule = when(Condition.claim('groups', ['a']), Condition.header('x', ['a']));
  expect(refused(rule, { action })).toEqual([
    "when[0]: request.auth.claims[groups] can't be asked for in a policy with a custom action: the authorizer is asked before the caller is known. Let the authorizer look at it, or write a second policy with DENY.",
  ]);
});
