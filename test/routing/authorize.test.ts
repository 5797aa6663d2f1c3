import fc from 'fast-check';
import { authorizationPoliciesFor, refusalOf } from '../../lib/mesh/authorization';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { authorize } from '../../lib/routing/authorize';
import { INJECTED, SHOP, authorizationPolicy, deployment, namespace, service } from '../manifests';
import type { Coming } from './server-calls';
import { answerOf, policyFor, said } from './server-calls';

const to = (operation: object): object => ({ to: [{ operation }] });
const from = (source: object): object => ({ from: [{ source }] });
const pods = (...names: string[]): Manifest[] =>
  names.flatMap((name) => [
    deployment(`shop/${name}`, { app: name }),
    service(
      `shop/${name}`,
      name.startsWith('tcp') ? [{ name: 'tcp', port: 5432 }] : [{ name: 'http', port: 80, targetPort: 8080 }],
    ),
  ]);
const MESH = [SHOP, namespace('other', INJECTED), namespace('istio-system')];

/** By which rule, as Envoy logs it. */
const rule = (policy: string, i = 0, home = 'shop'): string =>
  `rbac_access_denied_matched_policy[ns[${home}]-policy[${policy}]-rule[${i}]]`;
const details = (manifests: readonly Manifest[], coming: Coming): string | undefined => {
  const { outcome } = answerOf(manifests, coming);
  return outcome === 'accepted' ? undefined : outcome.details;
};

describe('forms of rules (cases/routing/e33)', () => {
  const manifests = [
    ...MESH,
    ...pods('api', 'shut', 'open', 'deny', 'tcp', 'tcp2', 'tcp3'),
    policyFor(
      'api',
      {
        rules: [
          to({ paths: ['/exact', '/pre*', '*.css', '/t/{*}/x', '/u/{**}'] }),
          to({ hosts: ['api.shop'], methods: ['PUT'] }),
          to({ ports: ['80'], methods: ['DELETE'] }),
          to({ ports: ['8080'], methods: ['PATCH'] }),
          { when: [{ key: 'request.headers[x-key]', values: ['abc*'] }] },
        ],
      },
      'shop/allow',
    ),
    policyFor(
      'api',
      { action: 'DENY', rules: [to({ paths: ['/pre/secret'], notMethods: ['GET'] })] },
      'shop/deny-secret',
    ),
    policyFor('shut', {}),
    policyFor('open', { rules: [{}] }),
    policyFor('open', {}, 'shop/open2'),
    policyFor('deny', { action: 'DENY', rules: [{}] }),
    policyFor('deny', { rules: [{}] }, 'shop/deny-allow'),
    policyFor('tcp', { rules: [to({ methods: ['GET'] })] }),
    policyFor('tcp2', { action: 'DENY', rules: [to({ methods: ['GET'] })] }),
    policyFor('tcp3', { action: 'DENY', rules: [to({ methods: ['GET'], ports: ['9999'] })] }),
  ];
  const TCP = { port: 5432, request: false } as const;

  test.each<[string, Coming, string]>([
    ['exact path', { request: { path: '/exact' } }, 'accepted'],
    ['exact path with query', { request: { path: '/exact?a=b' } }, 'accepted'],
    ['exact path, other case', { request: { path: '/Exact' } }, '403 Denied'],
    ['prefix', { request: { path: '/prefix' } }, 'accepted'],
    ['suffix', { request: { path: '/a/b.css' } }, 'accepted'],
    ['suffix sees no query', { request: { path: '/a/b.css?v=1' } }, 'accepted'],
    ['template one segment', { request: { path: '/t/a/x' } }, 'accepted'],
    ['template not two segments', { request: { path: '/t/a/b/x' } }, '403 Denied'],
    ['template **', { request: { path: '/u/a/b' } }, 'accepted'],
    ['template ** needs the slash', { request: { path: '/u' } }, '403 Denied'],
    ['hosts and methods of one operation', { request: { method: 'PUT' } }, 'accepted'],
    ['hosts in any case', { request: { method: 'PUT', authority: 'API.shop' } }, 'accepted'],
    ['hosts with the port', { request: { method: 'PUT', authority: 'api.shop:80' } }, '403 Denied'],
    ['the port of the Service is nobody', { request: { method: 'DELETE' } }, '403 Denied'],
    ['the port of the pods', { request: { method: 'PATCH' } }, 'accepted'],
    ['the beginning of a header', { headers: { 'x-key': 'abcdef' } }, 'accepted'],
    ['no rule', {}, '403 Denied'],
    ['DENY before ALLOW', { request: { path: '/pre/secret', method: 'POST' } }, '403 Denied'],
    ['notMethods', { request: { path: '/pre/secret', method: 'GET' } }, 'accepted'],
    ['the path is normalized', { request: { path: '/pre/x/../secret', method: 'POST' } }, '403 Denied'],
    ['ALLOW without rules denies all', { to: 'shop/shut' }, '403 Denied'],
    ['an empty rule opens', { to: 'shop/open' }, 'accepted'],
    ['DENY with an empty rule denies all', { to: 'shop/deny' }, '403 Denied'],
    ['bytes: an ALLOW rule with methods is left out', { to: 'shop/tcp', ...TCP }, 'closed Denied'],
    ['bytes: a DENY rule of methods alone denies all', { to: 'shop/tcp2', ...TCP }, 'closed Denied'],
    ['bytes: a DENY rule keeps its ports', { to: 'shop/tcp3', ...TCP }, 'accepted'],
  ])('%s', (_, coming, expected) => {
    expect(said(manifests, { as: 'shop/client', ...coming })).toBe(expected);
  });

  test('the rule that decided, as Envoy logs it, and the field that did not fit', () => {
    const secret: Coming = { request: { path: '/pre/secret', method: 'POST' } };
    expect(details(manifests, secret)).toBe(rule('deny-secret'));
    expect(answerOf(manifests, secret).steps.at(-1)).toMatchObject({
      decision: 'denied by ns[shop]-policy[deny-secret]-rule[0]',
      object: { key: 'shop/deny-secret' },
      path: 'spec.rules[0]',
    });
    expect(details(manifests, {})).toBe('rbac_access_denied_matched_policy[none]');
    const { steps } = answerOf(manifests, {});
    expect(steps.at(-1)).toMatchObject({ decision: 'denied: no rule allows it', object: { key: 'shop/allow' } });
    expect(steps.at(-1)!.considered.map(({ what, path }) => `${what} ${path}`)).toEqual([
      'ns[shop]-policy[allow]-rule[0] spec.rules[0].to[0].operation.paths',
      'ns[shop]-policy[allow]-rule[1] spec.rules[1].to[0].operation.methods',
      'ns[shop]-policy[allow]-rule[2] spec.rules[2].to[0].operation.methods',
      'ns[shop]-policy[allow]-rule[3] spec.rules[3].to[0].operation.methods',
      'ns[shop]-policy[allow]-rule[4] spec.rules[4].when[0].values',
      'ns[shop]-policy[deny-secret]-rule[0] spec.rules[0].to[0].operation.notMethods',
    ]);
    expect(details(manifests, { to: 'shop/shut' })).toBe('rbac_access_denied_matched_policy[none]');
    expect(answerOf(manifests, { request: { path: '/exact' } }).steps.at(-1)).toMatchObject({
      decision: 'allowed by ns[shop]-policy[allow]-rule[0]',
      path: 'spec.rules[0]',
    });
  });
});

describe('who calls (cases/routing/e34)', () => {
  const manifests = [
    ...MESH,
    ...pods('p', 'nsp', 'np', 'dn', 'sa', 'star'),
    policyFor('p', { rules: [from({ principals: ['cluster.local/ns/shop/sa/client'] })] }),
    policyFor('nsp', { rules: [from({ namespaces: ['other'] })] }),
    policyFor('np', { rules: [from({ notPrincipals: ['cluster.local/ns/shop/sa/client'] })] }),
    policyFor('dn', { action: 'DENY', rules: [from({ notNamespaces: ['shop'] })] }),
    policyFor('sa', { rules: [from({ serviceAccounts: ['client', 'other/client2'] })] }),
    policyFor('star', { rules: [from({ principals: ['*'] })] }),
  ];

  test.each<[string, string, string | undefined, string]>([
    ['principal', 'p', 'shop/client', 'accepted'],
    ['principal, another', 'p', 'other/client2', '403 Denied'],
    ['principal, plain text', 'p', undefined, '403 Denied'],
    ['namespace', 'nsp', 'other/client2', 'accepted'],
    ['namespace, plain text from there', 'nsp', undefined, '403 Denied'],
    ['notPrincipals lets plain text in', 'np', undefined, 'accepted'],
    ['notPrincipals', 'np', 'shop/client', '403 Denied'],
    ['DENY notNamespaces denies plain text', 'dn', undefined, '403 Denied'],
    ['DENY notNamespaces, the own one', 'dn', 'shop/client', 'accepted'],
    ['serviceAccounts of the namespace of the policy', 'sa', 'shop/client', 'accepted'],
    ['serviceAccounts with a namespace', 'sa', 'other/client2', 'accepted'],
    ['principals * needs mutual TLS', 'star', undefined, '403 Denied'],
    ['principals * is anybody in the mesh', 'star', 'other/client2', 'accepted'],
  ])('%s', (_, name, as, expected) => {
    expect(said(manifests, { to: `shop/${name}`, as })).toBe(expected);
  });
});

test('root namespace, selectors, targetRefs (cases/routing/e35)', () => {
  const deny = (path: string, more: object = {}): object => ({
    action: 'DENY',
    rules: [to({ paths: [path] })],
    ...more,
  });
  const manifests = [
    ...MESH,
    ...pods('api'),
    deployment('other/web', { app: 'web' }),
    service('other/web', [{ name: 'http', port: 80, targetPort: 8080 }]),
    authorizationPolicy('istio-system/all', deny('/root')),
    policyFor('api', deny('/sel'), 'istio-system/sel'),
    authorizationPolicy('shop/ns', deny('/ns')),
    authorizationPolicy('shop/tr', deny('/tr', { targetRefs: [{ kind: 'Service', group: '', name: 'api' }] })),
  ];
  const ask = (workload: string, path: string): string =>
    said(manifests, { to: workload, as: 'shop/client', request: { path } });
  expect(ask('other/web', '/root')).toBe('403 Denied');
  expect(ask('shop/api', '/sel')).toBe('403 Denied');
  expect(ask('other/web', '/sel')).toBe('accepted');
  expect(ask('shop/api', '/ns')).toBe('403 Denied');
  expect(ask('other/web', '/ns')).toBe('accepted');
  expect(ask('shop/api', '/tr')).toBe('accepted');
  expect(details(manifests, { to: 'shop/api', request: { path: '/sel' } })).toBe(rule('sel', 0, 'istio-system'));
});

describe('other actions (cases/routing/e80)', () => {
  const manifests = [
    ...MESH,
    ...pods('a', 'b', 'c', 'dd'),
    policyFor('a', { action: 'AUDIT', rules: [to({ paths: ['/x'] })] }),
    policyFor('b', { action: 'CUSTOM', provider: { name: 'nosuch' }, rules: [to({ paths: ['/x'] })] }),
    policyFor('c', { rules: [to({ paths: ['/x'] })] }, 'shop/c', { annotations: { 'istio.io/dry-run': 'true' } }),
    policyFor('dd', { rules: [to({ paths: ['/x'] })] }, 'shop/d1'),
    policyFor('dd', { rules: [to({ paths: ['/y'] })] }, 'istio-system/d2'),
  ];

  test.each<[string, string, string, string]>([
    ['AUDIT decides nothing', 'a', '/x', 'accepted'],
    ['an authorizer that the mesh does not have denies what it is asked', 'b', '/x', '403 Denied'],
    ['and only that', 'b', '/z', 'accepted'],
    ['a policy that is only tried is none', 'c', '/z', 'accepted'],
    ['ALLOW of the root namespace is enough', 'dd', '/y', 'accepted'],
    ['ALLOW of the namespace too', 'dd', '/x', 'accepted'],
    ['neither', 'dd', '/z', '403 Denied'],
  ])('%s', (_, name, path, expected) => {
    expect(said(manifests, { to: `shop/${name}`, as: 'shop/client', request: { path } })).toBe(expected);
  });

  test('what was tried only, and what an authorizer is', () => {
    expect(answerOf(manifests, { to: 'shop/c' }).steps.at(-1)!.considered).toMatchObject([
      { what: 'shop/c', why: 'it is only tried (dry-run)' },
    ]);
    const asked = answerOf(manifests, { to: 'shop/b', request: { path: '/x' } });
    expect(asked.outcome).toMatchObject({
      details:
        'rbac_access_denied_matched_policy[istio-ext-authz-nosuch-ns[shop]-policy[b]-rule[0]-deny-due-to-bad-CUSTOM-action]',
    });
    expect(asked.unknown.map(({ text }) => text)).toEqual([
      'The settings name no extensionProviders of the mesh. If it has an authorizer "nosuch", that decides.',
    ]);
  });

  const settings = (kind: string) => ({ meshConfig: { extensionProviders: [{ name: 'nosuch', [kind]: {} }] } });

  test('what an authorizer of the mesh says is in no file', () => {
    const asked = answerOf(manifests, { to: 'shop/b', request: { path: '/x' } }, settings('envoyExtAuthzHttp'));
    expect(asked.outcome).toBe('accepted');
    expect(asked.steps.at(-2)!.decision).toBe('nosuch is asked, by ns[shop]-policy[b]-rule[0]');
    expect(asked.unknown).toMatchObject([{ what: 'policy', objects: [{ key: 'shop/b' }] }]);
    expect(
      answerOf(manifests, { to: 'shop/b', request: { path: '/z' } }, settings('envoyExtAuthzHttp')).unknown,
    ).toEqual([]);
    const tracer = answerOf(manifests, { to: 'shop/b', request: { path: '/x' } }, settings('zipkin'));
    expect(tracer.outcome).toMatchObject({ name: 'Denied' });
    expect(tracer.unknown).toEqual([]);
  });

  test('one for requests is not asked for bytes; two are one too many', () => {
    const custom = (name: string): Manifest =>
      policyFor('tcp', { action: 'CUSTOM', provider: { name }, rules: [to({ ports: ['5432'] })] }, `shop/${name}`);
    const bytes: Coming = { to: 'shop/tcp', port: 5432, request: false };
    const one = [...MESH, ...pods('tcp'), custom('nosuch')];
    expect(said(one, bytes)).toBe('closed Denied');
    expect(answerOf(one, bytes, settings('envoyExtAuthzHttp'))).toMatchObject({ outcome: 'accepted', unknown: [] });
    expect(answerOf(one, bytes, settings('envoyExtAuthzGrpc')).unknown).toHaveLength(1);
    expect(said([...one, custom('other')], bytes, settings('envoyExtAuthzGrpc'))).toBe('closed Denied');
  });
});

test('what is not known of a call is said, with what is taken for it', () => {
  const manifests = [
    ...MESH,
    ...pods('api'),
    policyFor('api', { action: 'DENY', rules: [from({ ipBlocks: ['10.0.0.0/8'] })] }, 'shop/deny'),
    policyFor('api', { rules: [from({ remoteIpBlocks: ['10.0.0.0/8'] }), to({ methods: ['PUT'] })] }, 'shop/allow'),
  ];
  const unknown = answerOf(manifests, {});
  expect(unknown.outcome).toBe('accepted');
  expect(unknown.unknown.map(({ text }) => text.slice(0, 60))).toEqual([
    'Whether ns[shop]-policy[deny]-rule[0] matches depends on wha',
    'Whether ns[shop]-policy[allow]-rule[0] matches depends on wh',
  ]);
  const known = answerOf(manifests, { connection: { address: '1.2.3.4' }, request: { method: 'PUT' } });
  expect(known).toMatchObject({ outcome: 'accepted', unknown: [] });
});

test('what is refused by a part of a request is refused by the whole', () => {
  const source = fc.constantFrom<object>(
    {},
    { principals: ['*'] },
    { notPrincipals: ['*'] },
    { notNamespaces: ['shop'] },
    { ipBlocks: ['10.0.0.0/8'] },
  );
  const operation = fc.constantFrom<object>(
    {},
    { methods: ['GET'] },
    { paths: ['/a*'] },
    { ports: ['80'] },
    { notPaths: ['*'] },
  );
  const rule = fc.record({
    from: fc.option(
      source.map((each) => [{ source: each }]),
      { nil: undefined },
    ),
    to: fc.option(
      operation.map((each) => [{ operation: each }]),
      { nil: undefined },
    ),
  });
  const policy = fc.record({
    action: fc.constantFrom('ALLOW', 'DENY'),
    rules: fc.array(rule, { maxLength: 2 }),
  });
  const part = fc.record(
    { isHttp: fc.constant(true), port: fc.constant(8080), method: fc.constant('GET'), identities: fc.constant([]) },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(policy, { maxLength: 3 }), part, (specs, known) => {
      const mesh = new Mesh([...MESH, ...pods('api'), ...specs.map((spec, i) => policyFor('api', spec, `shop/p${i}`))]);
      const policies = authorizationPoliciesFor(mesh, { namespace: 'shop', labels: { app: 'api' } });
      const whole = {
        isHttp: true,
        port: 8080,
        method: 'GET',
        path: { exact: '/a' },
        identities: [],
        peerAddress: '10.1.1.1',
      };
      const refused = refusalOf(policies, known) !== undefined;
      const { outcome, unknown } = authorize(policies, whole);
      expect(unknown).toEqual([]);
      expect(refused && outcome === 'accepted').toBe(false);
      expect(outcome === 'accepted').toBe(refusalOf(policies, whole) === undefined);
    }),
    { numRuns: 500 },
  );
});

test('of several rules that match the first by name is told (test/real/scenarios/authorization-names.ts)', () => {
  const other = to({ paths: ['/none'] });
  const ten = to({ paths: ['/ten'] });
  const manifests = [
    ...MESH,
    ...pods('api'),
    policyFor('api', { action: 'DENY', rules: [to({ paths: ['/three'] })] }, 'shop/b'),
    policyFor(
      'api',
      { action: 'DENY', rules: [to({ paths: ['/three'] }), other, ten, ...Array<object>(7).fill(other), ten] },
      'shop/a',
    ),
    policyFor(
      'api',
      { action: 'CUSTOM', provider: { name: 'nosuch' }, rules: [to({ paths: ['/tried'] })] },
      'shop/tried',
      {
        annotations: { 'istio.io/dry-run': 'true' },
      },
    ),
  ];
  expect(details(manifests, { request: { path: '/ten' } })).toBe(rule('a', 10));
  expect(details(manifests, { request: { path: '/three' } })).toBe(rule('a'));
  expect(said(manifests, { request: { path: '/tried' } })).toBe('accepted');
});
