import fc from 'fast-check';
import type { Rule } from '../../imports/security';
import type { Answer, KnownRequest, PolicyAction, RuleOwner } from '../../lib/istio/authorization-match';
import { WITHOUT_TOKEN, httpFields, mismatchOf, ruleMatches, rulesMatch } from '../../lib/istio/authorization-match';

const to = (operation: object): Rule => ({ to: [{ operation }] });
const from = (source: object): Rule => ({ from: [{ source }] });
const when = (key: string, values: object): Rule => ({ when: [{ key, ...values }] });
const owner = (action: PolicyAction = 'ALLOW', trustDomains = ['cluster.local']): RuleOwner => ({
  action,
  namespace: 'shop',
  trustDomains,
});
const matches = (rule: Rule, request: KnownRequest, action?: PolicyAction): Answer =>
  ruleMatches(rule, request, owner(action));
const GET: KnownRequest = { isHttp: true, port: 8080, method: 'GET', host: 'web.shop', path: { exact: '/items/1' } };

test.each<[Rule, Answer]>([
  [{}, 'yes'],
  [to({ methods: ['GET'] }), 'yes'],
  [to({ methods: ['get'] }), 'no'],
  [to({ methods: ['G*'] }), 'yes'],
  [to({ methods: ['*ST', '*ET'] }), 'yes'],
  [to({ notMethods: ['GET'] }), 'no'],
  [to({ notMethods: ['POST'] }), 'yes'],
  [to({ paths: ['/items/*'] }), 'yes'],
  [to({ paths: ['/items'] }), 'no'],
  [to({ paths: ['*/1'] }), 'yes'],
  [to({ paths: ['/items/{*}'] }), 'yes'],
  [to({ paths: ['/items/{**}'] }), 'yes'],
  [to({ paths: ['/{*}'] }), 'no'],
  [to({ notPaths: ['/items/*'] }), 'no'],
  [to({ hosts: ['WEB.shop'] }), 'yes'],
  [to({ hosts: ['web.shop:*'] }), 'maybe'],
  [to({ hosts: ['*.shop'] }), 'yes'],
  [to({ hosts: ['cart.shop'] }), 'no'],
  [to({ ports: ['80', '8080'] }), 'yes'],
  [to({ ports: ['80'] }), 'no'],
  [to({ notPorts: ['8080'] }), 'no'],
  [to({ methods: ['GET'], paths: ['/other'] }), 'no'],
  [{ to: [{ operation: { methods: ['POST'] } }, { operation: { methods: ['GET'] } }] }, 'yes'],
  [from({ principals: ['*'] }), 'maybe'],
  [from({ ipBlocks: ['10.0.0.0/8'] }), 'maybe'],
  [from({ requestPrincipals: ['*'] }), 'maybe'],
  [{ ...from({ principals: ['*'] }), ...to({ methods: ['POST'] }) }, 'no'],
  [when('destination.port', { values: ['8080'] }), 'yes'],
  [when('destination.port', { notValues: ['8080'] }), 'no'],
  [when('request.headers[x]', { values: ['1'] }), 'maybe'],
])('%j against a request that is known: %s', (rule, answer) => {
  expect(matches(rule, GET)).toBe(answer);
});

test.each<[Rule, Answer, Answer]>([
  [from({ principals: ['*'] }), 'no', 'maybe'],
  [from({ notPrincipals: ['*'] }), 'yes', 'maybe'],
  [from({ namespaces: ['*'] }), 'no', 'maybe'],
  [from({ notNamespaces: ['shop'] }), 'yes', 'maybe'],
  [from({ serviceAccounts: ['shop/web'] }), 'no', 'maybe'],
  [from({ notTrustDomains: ['x'] }), 'yes', 'maybe'],
  [from({ principals: ['*'], ipBlocks: ['10.0.0.0/8'] }), 'no', 'maybe'],
  [when('source.principal', { values: ['*'] }), 'no', 'maybe'],
  [when('source.namespace', { notValues: ['shop'] }), 'yes', 'maybe'],
])('%j without an identity: %s', (rule, without, unknown) => {
  expect(matches(rule, { identities: [] })).toBe(without);
  expect(matches(rule, {})).toBe(unknown);
});

test.each<[Rule, Answer]>([
  [from({ requestPrincipals: ['*'] }), 'no'],
  [from({ notRequestPrincipals: ['*'] }), 'yes'],
  [when('request.auth.claims[role]', { values: ['*'] }), 'no'],
  [when('request.auth.claims[role]', { notValues: ['guest'] }), 'yes'],
  [when('request.headers[Authorization]', { values: ['*'] }), 'no'],
  [when('request.headers[cookie]', { values: ['*'] }), 'maybe'],
])('%j without a token: %s', (rule, answer) => {
  expect(matches(rule, WITHOUT_TOKEN)).toBe(answer);
  expect(matches(rule, {})).toBe('maybe');
});

test.each<[string, string, Answer]>([
  ['/items/*', '/items/', 'yes'],
  ['/items*', '/items/', 'yes'],
  ['/*', '/items/', 'yes'],
  ['/items/new', '/items/', 'maybe'],
  ['/items/new/*', '/items/', 'maybe'],
  ['/items', '/items/', 'no'],
  ['/admin/*', '/items/', 'no'],
  ['*.js', '/items/', 'maybe'],
  ['/items/*', '/', 'maybe'],
])('%s against all paths that begin with %s', (pattern, prefix, answer) => {
  expect(matches(to({ paths: [pattern] }), { path: { prefix } })).toBe(answer);
});

describe('a connection without requests', () => {
  const TCP: KnownRequest = { isHttp: false, port: 6379 };
  const mixed: Rule = {
    ...from({ notPrincipals: ['x'] }),
    to: [{ operation: { ports: ['6379'] } }, { operation: { methods: ['GET'] } }],
  };

  test('ALLOW leaves out the whole rule, others what looks at requests', () => {
    expect(matches(mixed, TCP)).toBe('no');
    expect(matches(mixed, { ...TCP, identities: [] }, 'DENY')).toBe('yes');
    expect(matches(to({ ports: ['6379'] }), TCP)).toBe('yes');
    expect(matches(to({ methods: ['GET'], ports: ['80'] }), TCP, 'DENY')).toBe('no');
    expect(matches({ ...from({ requestPrincipals: ['x'] }) }, TCP, 'DENY')).toBe('yes');
    expect(matches(when('request.headers[x]', { values: ['1'] }), TCP, 'AUDIT')).toBe('yes');
  });

  test('the fields that look at requests', () => {
    expect(httpFields({ ...mixed, when: [{ key: 'request.auth.principal', values: ['*'] }] })).toEqual([
      'methods',
      'request.auth.principal',
    ]);
    expect(httpFields({ ...from({ principals: ['*'] }), ...to({ ports: ['80'] }) })).toEqual([]);
  });
});

test('of several rules one is enough, and of none nothing matches', () => {
  expect(rulesMatch([to({ methods: ['POST'] }), {}], GET, owner())).toBe('yes');
  expect(rulesMatch([to({ methods: ['POST'] }), from({ principals: ['*'] })], GET, owner())).toBe('maybe');
  expect(rulesMatch([], GET, owner())).toBe('no');
  expect(rulesMatch(undefined, GET, owner())).toBe('no');
});

/** A request of which all is known. */
const WHOLE: KnownRequest = {
  isHttp: true,
  port: 8080,
  method: 'GET',
  authority: 'Web.shop:80',
  path: { exact: '/items/1' },
  headers: { 'x-key': ['abc', ''], cookie: [''] },
  hasAllHeaders: true,
  identities: ['spiffe://cluster.local/ns/shop/sa/web'],
  claims: {
    iss: 'https://id.example.com',
    sub: 'alice',
    aud: ['app', 'web'],
    azp: 'cli',
    scope: ['read', 'write'],
    realm: { roles: ['admin'] },
    level: 3,
  },
  peerAddress: '10.1.2.3',
  remoteAddress: '203.0.113.7',
  destinationAddress: '10.1.9.9',
  sni: 'outbound_.80_._.web.shop.svc.cluster.local',
};

test.each<[Rule, Answer]>([
  // Text, as StringMatcher and HeaderMatcher read it.
  [to({ paths: ['/items/1'] }), 'yes'],
  [to({ paths: ['/Items/1'] }), 'no'],
  [to({ paths: ['*'] }), 'yes'],
  [to({ paths: ['/items/*/x'] }), 'no'],
  [to({ paths: ['*/items*'] }), 'no'],
  [to({ paths: ['/{*}/1'] }), 'yes'],
  [to({ paths: ['/items/{*}/{**}'] }), 'no'],
  [to({ paths: ['/items/1/{**}'] }), 'no'],
  [to({ notPaths: ['/items/{*}'] }), 'no'],
  [to({ hosts: ['web.shop'] }), 'no'],
  [to({ hosts: ['web.shop:*'] }), 'yes'],
  [to({ hosts: ['WEB.SHOP:80'] }), 'yes'],
  [to({ hosts: ['*:80'] }), 'yes'],
  [to({ hosts: ['*'] }), 'yes'],
  [to({ notHosts: ['web.shop'] }), 'yes'],
  [to({ methods: ['*'] }), 'yes'],
  // Headers: each value by itself; "*" is one that is there.
  [when('request.headers[X-Key]', { values: ['a*'] }), 'yes'],
  [when('request.headers[x-key]', { values: ['abc,'] }), 'no'],
  [when('request.headers[cookie]', { values: ['*'] }), 'yes'],
  [when('request.headers[other]', { values: ['*'] }), 'no'],
  [when('request.headers[other]', { notValues: ['x'] }), 'yes'],
  [when('request.headers[host]', { values: ['Web.shop:80'] }), 'yes'],
  [when('request.headers[:authority]', { values: ['web*'] }), 'no'],
  [when('request.headers[:method]', { values: ['GET'] }), 'yes'],
  [when('request.headers[:path]', { values: ['/x'] }), 'maybe'],
  // Who calls.
  [from({ principals: ['cluster.local/ns/shop/sa/web'] }), 'yes'],
  [from({ principals: ['spiffe://cluster.local/ns/shop/sa/web'] }), 'no'],
  [from({ principals: ['cluster.local/ns/shop/*'] }), 'yes'],
  [from({ principals: ['*/sa/web'] }), 'yes'],
  [from({ principals: ['*/ns/shop/sa/web'] }), 'yes'],
  [from({ principals: ['*'] }), 'yes'],
  [from({ principals: ['td2/ns/shop/sa/web'] }), 'no'],
  [from({ notPrincipals: ['*/sa/web'] }), 'no'],
  [from({ namespaces: ['shop'] }), 'yes'],
  [from({ namespaces: ['sh*'] }), 'yes'],
  [from({ namespaces: ['s*p'] }), 'yes'],
  [from({ namespaces: ['sho'] }), 'no'],
  [from({ notNamespaces: ['front'] }), 'yes'],
  [from({ serviceAccounts: ['web'] }), 'yes'],
  [from({ serviceAccounts: ['shop/web'] }), 'yes'],
  [from({ serviceAccounts: ['front/web'] }), 'no'],
  [from({ serviceAccounts: ['we'] }), 'no'],
  [from({ trustDomains: ['cluster.local'] }), 'yes'],
  [from({ trustDomains: ['cluster'] }), 'no'],
  [from({ trustDomains: ['*.local'] }), 'yes'],
  [from({ trustDomains: ['*'] }), 'yes'],
  [when('source.principal', { values: ['*/sa/web'] }), 'yes'],
  [when('source.namespace', { values: ['shop'] }), 'yes'],
  [when('source.serviceAccount', { values: ['web'] }), 'yes'],
  [when('source.trustDomain', { notValues: ['cluster.local'] }), 'no'],
  // Addresses.
  [from({ ipBlocks: ['10.0.0.0/8'] }), 'yes'],
  [from({ ipBlocks: ['10.1.2.4', '10.1.2.3'] }), 'yes'],
  [from({ notIpBlocks: ['10.1.2.0/24'] }), 'no'],
  [from({ remoteIpBlocks: ['203.0.113.0/24'] }), 'yes'],
  [from({ remoteIpBlocks: ['10.0.0.0/8'] }), 'no'],
  [from({ remoteIpBlocks: ['2001:db8::/32'] }), 'no'],
  [when('source.ip', { values: ['10.1.2.3'] }), 'yes'],
  [when('remote.ip', { notValues: ['203.0.113.7'] }), 'no'],
  [when('destination.ip', { values: ['10.1.9.0/24'] }), 'yes'],
  // Tokens.
  [from({ requestPrincipals: ['https://id.example.com/alice'] }), 'yes'],
  [from({ requestPrincipals: ['https://id.example.com/*'] }), 'yes'],
  [from({ requestPrincipals: ['https://id.example.com/bob'] }), 'no'],
  [from({ requestPrincipals: ['*/alice'] }), 'yes'],
  [from({ requestPrincipals: ['*'] }), 'yes'],
  [from({ notRequestPrincipals: ['*'] }), 'no'],
  [when('request.auth.principal', { values: ['*ice'] }), 'yes'],
  [when('request.auth.audiences', { values: ['web'] }), 'yes'],
  [when('request.auth.presenter', { values: ['cl*'] }), 'yes'],
  [when('request.auth.claims[scope]', { values: ['write'] }), 'yes'],
  [when('request.auth.claims[scope]', { values: ['read write'] }), 'no'],
  [when('request.auth.claims[realm][roles]', { values: ['admin'] }), 'yes'],
  [when('request.auth.claims[realm]', { values: ['*'] }), 'no'],
  [when('request.auth.claims[level]', { values: ['3'] }), 'no'],
  [when('request.auth.claims[gone]', { notValues: ['x'] }), 'yes'],
  // The connection.
  [when('connection.sni', { values: ['*.svc.cluster.local'] }), 'yes'],
  [when('connection.sni', { values: ['web.shop'] }), 'no'],
  [when('experimental.envoy.filters.network.mysql_proxy[shop.orders]', { values: ['[update]'] }), 'maybe'],
])('%j against a request of which all is known: %s (cases/routing/e33, e34, e57, e59)', (rule, expected) => {
  expect(matches(rule, WHOLE)).toBe(expected);
});

test.each<[string, string[], string[], Answer]>([
  ['cluster.local/ns/shop/sa/web', ['td1'], ['spiffe://td1/ns/shop/sa/web'], 'yes'],
  ['td1/ns/shop/sa/web', ['td1', 'td2'], ['spiffe://td2/ns/shop/sa/web'], 'yes'],
  ['td3/ns/shop/sa/web', ['td1', 'td2'], ['spiffe://td3/ns/shop/sa/web'], 'yes'],
  ['td3/ns/shop/sa/web', ['td1', 'td2'], ['spiffe://td1/ns/shop/sa/web'], 'no'],
  ['*1/ns/shop/sa/web', ['td1', 'old'], ['spiffe://old/ns/shop/sa/web'], 'yes'],
  ['*', ['td1'], ['client.example.com'], 'yes'],
  ['client.example.com', ['td1'], ['client.example.com'], 'no'],
])('the principal %s in the trust domains %j, of %j: %s', (principal, trustDomains, identities, expected) => {
  expect(ruleMatches(from({ principals: [principal] }), { identities }, owner('ALLOW', trustDomains))).toBe(expected);
});

test('a trust domain stands for those that stand for it', () => {
  const rule = from({ trustDomains: ['td1'] });
  const request = { identities: ['spiffe://td2/ns/shop/sa/web'] };
  expect(ruleMatches(rule, request, owner('ALLOW', ['td1', 'td2']))).toBe('yes');
  expect(ruleMatches(rule, request, owner('ALLOW', ['td1']))).toBe('no');
});

test('what Istio cannot read: the rule is left out of ALLOW, the value out of others', () => {
  const port = to({ ports: ['http', '80'] });
  expect(matches(port, { port: 80 })).toBe('no');
  expect(matches(port, { port: 80 }, 'DENY')).toBe('yes');
  expect(matches(to({ ports: ['http'] }), { port: 80 }, 'DENY')).toBe('yes');
  expect(matches(from({ ipBlocks: ['10.0.0.0/33'] }), WHOLE, 'DENY')).toBe('yes');
  expect(matches(from({ notIpBlocks: ['here'] }), WHOLE)).toBe('no');
  expect(matches(when('request.headers', { values: ['x'] }), WHOLE, 'DENY')).toBe('yes');
  expect(matches(when('request.user', { notValues: ['x'] }), WHOLE, 'DENY')).toBe('no');
});

test('whether a connection carries requests may not be known', () => {
  expect(matches(to({ methods: ['GET'] }), { port: 80 })).toBe('maybe');
  expect(matches(to({ methods: ['GET'], ports: ['81'] }), { port: 80 })).toBe('no');
  expect(matches({ to: [{ operation: { ports: ['80'] } }, { operation: { methods: ['GET'] } }] }, { port: 80 })).toBe(
    'maybe',
  );
  expect(matches(to({ methods: ['GET'] }), { port: 80 }, 'DENY')).toBe('maybe');
});

test('the field that does not match', () => {
  const rule: Rule = {
    from: [{ source: { namespaces: ['front'] } }, { source: { namespaces: ['shop'], notIpBlocks: ['10.0.0.0/8'] } }],
    to: [{ operation: { methods: ['GET'] } }],
    when: [{ key: 'source.ip', values: ['10.1.2.3'] }],
  };
  expect(mismatchOf(rule, WHOLE, owner())).toBe('from[0].source.namespaces');
  expect(mismatchOf({ ...rule, from: undefined, to: [{ operation: { notMethods: ['GET'] } }] }, WHOLE, owner())).toBe(
    'to[0].operation.notMethods',
  );
  expect(mismatchOf(when('remote.ip', { values: ['10.1.2.3'] }), WHOLE, owner())).toBe('when[0].values');
  expect(mismatchOf(to({ methods: ['GET'] }), { isHttp: false }, owner())).toBe('');
  expect(mismatchOf({ to: rule.to }, WHOLE, owner())).toBeUndefined();
});

test('knowing more never turns a certain answer around', () => {
  const some = (...values: string[]): fc.Arbitrary<string[] | undefined> =>
    fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined });
  const fields = (values: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<object> =>
    fc.record(
      Object.fromEntries(
        Object.entries(values).flatMap(([name, given]) => [
          [name, some(...given)],
          [`not${name.charAt(0).toUpperCase()}${name.slice(1)}`, some(...given)],
        ]),
      ),
    );
  const operation = fields({
    methods: ['GET', 'P*', '*'],
    paths: ['/a', '/a/*', '*', '*/b', '/{*}/b', '/a/{**}'],
    ports: ['80', '8080', 'x'],
    hosts: ['web.shop', '*.shop', 'web.shop:*', '*'],
  });
  const source = fields({
    principals: ['*', 'cluster.local/ns/shop/sa/web', '*/sa/db'],
    namespaces: ['shop', 'f*'],
    serviceAccounts: ['web', 'front/web'],
    requestPrincipals: ['*', 'me/*', '*/you'],
    ipBlocks: ['10.0.0.0/8', '1.2.3.4'],
    remoteIpBlocks: ['10.0.0.0/8', 'x'],
  });
  const condition = fc.oneof(
    ...['request.headers[x]', 'request.headers[host]', 'request.auth.claims[groups]', 'request.auth.audiences'].map(
      (key) => fc.record({ key: fc.constant(key), values: some('a', 'b*', '*'), notValues: some('a', '*b') }),
    ),
    fc.record({ key: fc.constant('connection.sni'), values: some('*', 'web*'), notValues: some('web.shop') }),
    fc.record({ key: fc.constant('destination.port'), values: some('80'), notValues: some('8080', '81') }),
    fc.record({ key: fc.constant('source.namespace'), values: some('shop', '*'), notValues: some('front') }),
  );
  const rule = fc.record({
    from: fc.array(fc.record({ source }), { maxLength: 2 }),
    to: fc.array(fc.record({ operation }), { maxLength: 2 }),
    when: fc.array(condition, { maxLength: 2 }),
  }) as fc.Arbitrary<Rule>;
  const whole = fc.record({
    isHttp: fc.constant(true),
    port: fc.constantFrom(80, 8080),
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    authority: fc.constantFrom('web.shop', 'WEB.shop:80', 'b'),
    path: fc.constantFrom('/a', '/a/b', '/a/', '/c/b').map((exact) => ({ exact })),
    headers: fc.record({ x: fc.subarray(['a', 'bc', '']) }),
    hasAllHeaders: fc.constant(true as const),
    identities: fc.subarray(['spiffe://cluster.local/ns/shop/sa/web', 'spiffe://cluster.local/ns/front/sa/db']),
    claims: fc.constantFrom({}, { iss: 'me', sub: 'you' }, { iss: 'me', groups: ['a', 'bc'], aud: 'a' }),
    peerAddress: fc.constantFrom('10.1.1.1', '1.2.3.4'),
    remoteAddress: fc.constantFrom('10.1.1.1', '1.2.3.4'),
    sni: fc.constantFrom('', 'web.shop'),
  });
  const connection = whole.map(({ port, identities, peerAddress, remoteAddress, sni }): KnownRequest => ({
    isHttp: false,
    port,
    identities,
    peerAddress,
    remoteAddress,
    sni,
  }));
  const action = fc.constantFrom<PolicyAction>('ALLOW', 'DENY');
  const forgotten = fc.array(fc.nat(11));
  fc.assert(
    fc.property(
      rule,
      fc.oneof({ weight: 3, arbitrary: whole }, connection),
      action,
      forgotten,
      (given, all, what, lost) => {
        const sure = matches(given, all, what);
        expect(sure).not.toBe('maybe');
        const names = lost.map((i) => Object.keys(all)[i]);
        const less = Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name))) as KnownRequest;
        expect([sure, 'maybe']).toContain(matches(given, less, what));
        if (all.path !== undefined && 'exact' in all.path) {
          const beginning = { ...all, path: { prefix: all.path.exact.slice(0, 2) } };
          expect([sure, 'maybe']).toContain(matches(given, beginning, what));
        }
      },
    ),
    { numRuns: 2000 },
  );
});
