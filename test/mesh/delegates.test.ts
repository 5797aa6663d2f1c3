import { allHttpRules, delegatesByName, httpRules, placeOfField } from '../../lib/mesh/delegates';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { manifest } from '../manifests';

const under = (prefix: string): object => ({ uri: { prefix } });
const root = (...http: object[]): Manifest =>
  manifest('VirtualService', 'shop/root', { hosts: ['m.example.com'], http });
const delegate = (key: string, http: object[], more: object = {}): Manifest =>
  manifest('VirtualService', key, { http, ...more });

function rulesOf(...manifests: Manifest[]) {
  const mesh = new Mesh(manifests);
  return httpRules(mesh, mesh.find('networking.istio.io/VirtualService', 'shop', 'root')!);
}

test('rules of the VirtualService itself', () => {
  const { rules, dropped } = rulesOf(root({ name: 'a', match: [under('/a')] }, { name: 'b' }));
  expect(
    rules.map(({ path, rule, matches, delegate }) => [path, rule.name, matches.map((each) => each.path), delegate]),
  ).toEqual([
    ['spec.http[0]', 'a', ['spec.http[0].match[0]'], undefined],
    ['spec.http[1]', 'b', [], undefined],
  ]);
  expect(dropped).toEqual([]);
});

test('the rules of a delegate stand in the place of the one that names it, with both matches (e64)', () => {
  const { rules, dropped } = rulesOf(
    root(
      {
        name: 'r1',
        match: [{ ...under('/a'), headers: { 'x-h': { exact: 'one' } } }],
        timeout: '3s',
        headers: { request: { set: { 'x-root': 'r' } } },
        delegate: { name: 'd1', namespace: 'team' },
      },
      { name: 'last', route: [{ destination: { host: 'web' } }] },
    ),
    delegate('team/d1', [
      {
        name: 'x',
        match: [under('/a/x')],
        headers: { request: { set: { 'x-del': 'd' } } },
        timeout: '1s',
        route: [{ destination: { host: 'api' } }],
      },
      { name: 'yy', match: [under('/zzz')] },
      { name: 'z', match: [{ headers: { 'x-h': { exact: 'two' } } }] },
      { name: 'rest' },
    ]),
  );
  expect(
    rules.map(({ path, rule, matches, delegate: from }) => ({
      path,
      name: rule.name,
      timeout: rule.timeout,
      set: Object.keys(rule.headers?.request?.set ?? {}),
      from: from && `${from.object.key} ${from.path}`,
      matches: matches.map((each) => [
        each.path,
        each.delegatePath,
        each.match.uri?.prefix,
        Object.keys(each.match.headers ?? {}),
      ]),
    })),
  ).toEqual([
    {
      path: 'spec.http[0]',
      name: 'r1-x',
      timeout: '1s',
      set: ['x-del'],
      from: 'team/d1 spec.http[0]',
      matches: [['spec.http[0].match[0]', 'spec.http[0].match[0]', '/a/x', ['x-h']]],
    },
    {
      path: 'spec.http[0]',
      name: 'r1-rest',
      timeout: '3s',
      set: ['x-root'],
      from: 'team/d1 spec.http[3]',
      matches: [['spec.http[0].match[0]', undefined, '/a', ['x-h']]],
    },
    { path: 'spec.http[1]', name: 'last', timeout: undefined, set: [], from: undefined, matches: [] },
  ]);
  // Each host is completed by where it stands.
  expect(rules.map(({ destinations }) => destinations.map(({ object }) => object.key))).toEqual([
    ['team/d1'],
    [],
    ['shop/root'],
  ]);
  expect(dropped).toMatchObject([
    {
      path: 'spec.http[0]',
      name: 'team/d1',
      why: 'conflict',
      delegatePath: 'spec.http[1]',
      conflict: { field: 'uri' },
    },
    {
      path: 'spec.http[0]',
      why: 'conflict',
      delegatePath: 'spec.http[2]',
      conflict: { path: 'spec.http[2].match[0]', field: 'headers.x-h' },
    },
  ]);
});

test('each match of a delegate with each of the root that it is within', () => {
  const { rules } = rulesOf(
    root({ match: [under('/a'), { headers: { team: {} } }, under('/b')], delegate: { name: 'd' } }),
    delegate('shop/d', [{ match: [under('/a/1'), { queryParams: { q: { exact: '1' } } }] }]),
  );
  expect(rules[0].matches.map(({ path, delegatePath }) => [path, delegatePath])).toEqual([
    ['spec.http[0].match[0]', 'spec.http[0].match[0]'],
    ['spec.http[0].match[1]', 'spec.http[0].match[0]'],
    ['spec.http[0].match[0]', 'spec.http[0].match[1]'],
    ['spec.http[0].match[1]', 'spec.http[0].match[1]'],
    ['spec.http[0].match[2]', 'spec.http[0].match[1]'],
  ]);
});

test.each([
  ['regex in the delegate', under('/b'), { uri: { regex: '/b/.*' } }, 'uri'],
  ['regex in the root', { uri: { regex: '/b/.*' } }, { uri: { exact: '/b/c' } }, 'uri'],
  ['regex in both', { uri: { regex: '/b/.*' } }, { uri: { regex: '/b/.*' } }, 'uri'],
  ['exact and another', { uri: { exact: '/b' } }, { uri: { exact: '/c' } }, 'uri'],
  ['exact and the same', { uri: { exact: '/b' } }, { uri: { exact: '/b' } }, undefined],
  ['exact and a prefix', { uri: { exact: '/b' } }, under('/'), 'uri'],
  ['prefix and a longer one', under('/b'), under('/bc'), undefined],
  ['prefix and a shorter one', under('/bc'), under('/b'), 'uri'],
  ['prefix and an exact path within', under('/b'), { uri: { exact: '/b' } }, undefined],
  ['prefix and an exact path elsewhere', under('/b'), { uri: { exact: '/a' } }, 'uri'],
  ['header that has to be there, in both', { headers: { a: {} } }, { headers: { a: {} } }, 'headers.a'],
  ['two headers', { headers: { a: {} } }, { headers: { b: {} } }, undefined],
  [
    'withoutHeaders',
    { withoutHeaders: { a: { exact: '1' } } },
    { withoutHeaders: { a: { exact: '2' } } },
    'withoutHeaders.a',
  ],
  ['queryParams', { queryParams: { a: { exact: '1' } } }, { queryParams: { a: { exact: '2' } } }, 'queryParams.a'],
  ['method', { method: { exact: 'GET' } }, { method: { exact: 'PUT' } }, 'method'],
  ['authority', { authority: { exact: 'a' } }, { authority: { exact: 'b' } }, 'authority'],
  ['scheme', { scheme: { exact: 'http' } }, { scheme: { exact: 'https' } }, 'scheme'],
  ['case of letters', { ...under('/a'), ignoreUriCase: true }, { headers: { a: {} } }, 'ignoreUriCase'],
  ['two ports', { port: 80 }, { port: 81 }, 'port'],
  ['one port', { port: 80 }, under('/'), undefined],
  ['namespace', { sourceNamespace: 'a' }, under('/'), 'sourceNamespace'],
  ['namespace of the delegate', under('/'), { sourceNamespace: 'a' }, undefined],
  ['labels', { sourceLabels: { a: '1', c: '3' } }, { sourceLabels: { a: '2' } }, 'sourceLabels.a'],
  ['other labels', { sourceLabels: { a: '1' } }, { sourceLabels: { b: '2' } }, undefined],
  ['gateways', { gateways: ['a'] }, { gateways: ['b'] }, 'gateways'],
  ['more gateways', { gateways: ['a'] }, { gateways: ['a', 'b'] }, 'gateways'],
  ['some of the gateways', { gateways: ['a', 'b'] }, { gateways: ['./b'] }, undefined],
])('a match of the root and one of the delegate: %s', (_, outer, inner, field) => {
  const { rules, dropped } = rulesOf(
    root({ match: [outer], delegate: { name: 'd' } }),
    delegate('shop/d', [{ match: [inner] }]),
  );
  expect(dropped.map(({ conflict }) => conflict?.field)).toEqual(field === undefined ? [] : [field]);
  expect(rules).toHaveLength(field === undefined ? 1 : 0);
});

test('only the rule that delegates is left out where there is no delegate, or it is not shown to the root', () => {
  const { rules, dropped } = rulesOf(
    root(
      { match: [under('/a')], delegate: { name: 'nosuch' } },
      { match: [under('/b')], delegate: { name: 'hidden', namespace: 'other' } },
      { match: [under('/c')], delegate: { name: 'given', namespace: 'other' } },
      { match: [under('/d')], delegate: { name: 'bound', namespace: 'other' } },
      { name: 'last' },
    ),
    delegate('other/hidden', [{}], { exportTo: ['.'] }),
    delegate('other/given', [{}], { exportTo: ['shop'] }),
    delegate('other/bound', [{}], { hosts: ['x.example.com'] }),
  );
  expect(rules.map(({ path, delegate: from }) => [path, from?.object.key])).toEqual([
    ['spec.http[2]', 'other/given'],
    ['spec.http[4]', undefined],
  ]);
  expect(dropped.map(({ path, name, why }) => [path, name, why])).toEqual([
    ['spec.http[0]', 'shop/nosuch', 'missing'],
    ['spec.http[1]', 'other/hidden', 'hidden'],
    ['spec.http[3]', 'other/bound', 'missing'],
  ]);
});

test('mirrors come from whoever says them', () => {
  const mirror = (host: string): object => ({ mirror: { host } });
  const { rules } = rulesOf(
    root({
      ...mirror('outer'),
      mirrors: [{ destination: { host: 'outer-2' } }],
      delegate: { name: 'd', namespace: 'other' },
    }),
    delegate('other/d', [mirror('inner'), {}]),
  );
  expect(
    rules.map(({ mirrors }) => mirrors.map(({ object, destination }) => `${object.key} ${destination.host}`)),
  ).toEqual([
    ['other/d inner', 'shop/root outer-2'],
    ['shop/root outer', 'shop/root outer-2'],
  ]);
});

test('all rules: those of a delegate under each rule that names it, and as they are written where none does', () => {
  const mesh = new Mesh([
    root({ match: [under('/a')], delegate: { name: 'd' } }, { match: [under('/b')], delegate: { name: 'd' } }),
    delegate('shop/d', [{ name: 'd' }]),
    delegate('shop/alone', [{ name: 'alone', match: [under('/c')] }]),
  ]);
  expect(
    allHttpRules(mesh).map(({ source, rules }) => [
      source.key,
      rules.map(({ path, rule, matches }) => [path, rule.name, matches.map(({ match }) => match.uri?.prefix)]),
    ]),
  ).toEqual([
    [
      'shop/root',
      [
        ['spec.http[0]', 'd', ['/a']],
        ['spec.http[1]', 'd', ['/b']],
      ],
    ],
    ['shop/alone', [['spec.http[0]', 'alone', ['/c']]]],
  ]);
  const named = [...delegatesByName(mesh)].map(([key, all]) => [
    key,
    all.map(({ root: { key: of }, path }) => [of, path]),
  ]);
  expect(named).toEqual([
    [
      'shop/d',
      [
        ['shop/root', 'spec.http[0]'],
        ['shop/root', 'spec.http[1]'],
      ],
    ],
  ]);
});

test('a field stands in the delegate that has it, or else in the root', () => {
  const mesh = new Mesh([
    root({ timeout: '1s', delegate: { name: 'd' } }, { timeout: '2s' }),
    delegate('shop/d', [{ retries: { attempts: 2 } }]),
  ]);
  const [{ source, rules }] = allHttpRules(mesh);
  const place = (i: number, field: 'timeout' | 'retries'): string[] => {
    const { object, path } = placeOfField(source, rules[i], field);
    return [object.key, path];
  };
  expect(place(0, 'retries')).toEqual(['shop/d', 'spec.http[0].retries']);
  expect(place(0, 'timeout')).toEqual(['shop/root', 'spec.http[0].timeout']);
  expect(place(1, 'timeout')).toEqual(['shop/root', 'spec.http[1].timeout']);
});
