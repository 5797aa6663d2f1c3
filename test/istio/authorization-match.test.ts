import fc from 'fast-check';
import type { Rule } from '../../imports/security';
import type { Answer, KnownRequest } from '../../lib/istio/authorization-match';
import { httpFields, ruleMatches, rulesMatch } from '../../lib/istio/authorization-match';

const to = (operation: object): Rule => ({ to: [{ operation }] });
const from = (source: object): Rule => ({ from: [{ source }] });
const when = (key: string, values: object): Rule => ({ when: [{ key, ...values }] });
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
  [to({ paths: ['/items/{*}'] }), 'maybe'],
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
  expect(ruleMatches(rule, GET)).toBe(answer);
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
  expect(ruleMatches(rule, { hasIdentity: false })).toBe(without);
  expect(ruleMatches(rule, {})).toBe(unknown);
});

test.each<[Rule, Answer]>([
  [from({ requestPrincipals: ['*'] }), 'no'],
  [from({ notRequestPrincipals: ['*'] }), 'yes'],
  [when('request.auth.claims[role]', { values: ['*'] }), 'no'],
  [when('request.auth.claims[role]', { notValues: ['guest'] }), 'yes'],
  [when('request.headers[Authorization]', { values: ['*'] }), 'no'],
  [when('request.headers[cookie]', { values: ['*'] }), 'maybe'],
])('%j without a token: %s', (rule, answer) => {
  expect(ruleMatches(rule, { hasToken: false })).toBe(answer);
  expect(ruleMatches(rule, {})).toBe('maybe');
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
  expect(ruleMatches(to({ paths: [pattern] }), { path: { prefix } })).toBe(answer);
});

describe('a connection without requests', () => {
  const TCP: KnownRequest = { isHttp: false, port: 6379 };
  const mixed: Rule = {
    ...from({ notPrincipals: ['x'] }),
    to: [{ operation: { ports: ['6379'] } }, { operation: { methods: ['GET'] } }],
  };

  test('ALLOW leaves out the whole rule, others what looks at requests', () => {
    expect(ruleMatches(mixed, TCP)).toBe('no');
    expect(ruleMatches(mixed, { ...TCP, hasIdentity: false }, 'DENY')).toBe('yes');
    expect(ruleMatches(to({ ports: ['6379'] }), TCP)).toBe('yes');
    expect(ruleMatches(to({ methods: ['GET'], ports: ['80'] }), TCP, 'DENY')).toBe('no');
    expect(ruleMatches({ ...from({ requestPrincipals: ['x'] }) }, TCP, 'DENY')).toBe('yes');
    expect(ruleMatches(when('request.headers[x]', { values: ['1'] }), TCP, 'AUDIT')).toBe('yes');
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
  expect(rulesMatch({ rules: [to({ methods: ['POST'] }), {}] }, GET)).toBe('yes');
  expect(rulesMatch({ rules: [to({ methods: ['POST'] }), from({ principals: ['*'] })] }, GET)).toBe('maybe');
  expect(rulesMatch({ rules: [] }, GET)).toBe('no');
  expect(rulesMatch({}, GET)).toBe('no');
});

test('knowing more never turns a certain answer around', () => {
  const some = <T>(...values: T[]): fc.Arbitrary<T[] | undefined> =>
    fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined });
  const operation = fc.record({
    methods: some('GET', 'P*'),
    notMethods: some('GET'),
    paths: some('/a', '/a/*', '*'),
    notPaths: some('/a/b'),
    ports: some('80', '8080'),
  });
  const source = fc.record({ principals: some('*'), notPrincipals: some('x'), requestPrincipals: some('*') });
  const rule = fc.record({
    from: fc.array(fc.record({ source }), { maxLength: 2 }),
    to: fc.array(fc.record({ operation }), { maxLength: 2 }),
  }) as fc.Arbitrary<Rule>;
  const request = fc.record(
    {
      isHttp: fc.constant(true),
      port: fc.constantFrom(80, 8080),
      method: fc.constantFrom('GET', 'POST'),
      path: fc.constantFrom({ exact: '/a' }, { exact: '/a/b' }),
      hasIdentity: fc.constant(false as const),
      hasToken: fc.constant(false as const),
    },
    { requiredKeys: [] },
  );
  const action = fc.constantFrom('ALLOW' as const, 'DENY' as const);
  fc.assert(
    fc.property(rule, request, action, (given, whole, what) => {
      const sure = ruleMatches(given, whole, what);
      for (const key of Object.keys(whole) as (keyof KnownRequest)[]) {
        const less = ruleMatches(given, { ...whole, [key]: undefined }, what);
        expect([sure, 'maybe']).toContain(less);
      }
    }),
  );
});
