import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import type { Grid } from '../grid';

type Case = [string, Manifest[]];

const policy = (spec: unknown): Manifest[] => [manifest('AuthorizationPolicy', 'shop/reviews', spec)];
const rule = (...rules: unknown[]): Manifest[] => policy({ rules });
const source = (each: unknown): Manifest[] => rule({ from: [{ source: each }] });
const operation = (each: unknown): Manifest[] => rule({ to: [{ operation: each }] });
const when = (key: unknown, values?: unknown, notValues?: unknown): Manifest[] =>
  rule({ when: [{ key, values, notValues }] });
const deny = (...rules: unknown[]): Manifest[] => policy({ action: 'DENY', rules });
const custom = (...rules: unknown[]): Manifest[] => policy({ action: 'CUSTOM', provider: { name: 'authz' }, rules });

const each = (about: string, values: readonly unknown[], make: (value: unknown) => Manifest[]): Case[] =>
  values.map((value) => {
    const text = JSON.stringify(value);
    return [`${about} ${text.length > 60 ? `${text.slice(0, 30)} of ${text.length}` : text}`, make(value)];
  });
const named = (
  about: string,
  make: (value: unknown) => Manifest[],
  values: Readonly<Record<string, unknown>>,
): Case[] => Object.entries(values).map(([name, value]) => [`${about}: ${name}`, make(value)]);

const LISTS = ['principals', 'requestPrincipals', 'namespaces', 'ipBlocks', 'remoteIpBlocks', 'trustDomains'];
const SOURCES = [...LISTS, 'serviceAccounts'].flatMap((name) => [name, `not${name[0].toUpperCase()}${name.slice(1)}`]);
const OPERATIONS = ['hosts', 'ports', 'methods', 'paths'].flatMap((name) => [
  name,
  `not${name[0].toUpperCase()}${name.slice(1)}`,
]);
const IP = (name: string): boolean => /ipBlocks/i.test(name);
/** A value that is right in each list. */
const fit = (name: string): string => (IP(name) ? '10.0.0.1' : /ports/i.test(name) ? '80' : 'a');
const GATEWAY = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'web' };

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: Object.fromEntries([
    ...named('attachment', (spec) => policy(spec), {
      none: {},
      selector: { selector: { matchLabels: { app: 'reviews' } } },
      'selector without labels': { selector: {} },
      'selector with no label': { selector: { matchLabels: {} } },
      'selector with an empty key': { selector: { matchLabels: { '': 'a' } } },
      'selector with an empty value': { selector: { matchLabels: { app: '' } } },
      'selector with a wildcard': { selector: { matchLabels: { app: 'rev*' } } },
      'selector with a wildcard in the key': { selector: { matchLabels: { 'a*': 'b' } } },
      targetRef: { targetRef: GATEWAY },
      targetRefs: { targetRefs: [GATEWAY, { kind: 'Service', name: 'web' }] },
      'no targetRefs': { selector: { matchLabels: { app: 'a' } }, targetRefs: [] },
      'selector and targetRef': { selector: { matchLabels: { app: 'a' } }, targetRef: GATEWAY },
      'selector and targetRefs': { selector: { matchLabels: { app: 'a' } }, targetRefs: [GATEWAY] },
      'targetRef and targetRefs': { targetRef: GATEWAY, targetRefs: [GATEWAY] },
      'no name': { targetRef: { ...GATEWAY, name: '' } },
      'name is missing': { targetRefs: [{ group: GATEWAY.group, kind: 'Gateway' }] },
      namespace: { targetRef: { ...GATEWAY, namespace: 'shop' } },
      'empty namespace': { targetRef: { ...GATEWAY, namespace: '' } },
      GatewayClass: { targetRef: { ...GATEWAY, kind: 'GatewayClass' } },
      ServiceEntry: { targetRef: { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'a' } },
      'Service of core': { targetRef: { group: 'core', kind: 'Service', name: 'a' } },
      'Service of another group': { targetRef: { group: 'networking.istio.io', kind: 'Service', name: 'a' } },
      'Gateway of Istio': { targetRef: { group: 'networking.istio.io', kind: 'Gateway', name: 'a' } },
      'Gateway without group': { targetRef: { kind: 'Gateway', name: 'a' } },
      Pod: { targetRef: { kind: 'Pod', name: 'a' } },
      'kind is missing': { targetRef: { name: 'a' } },
    }),
    ...named('action', (spec) => policy(spec), {
      'ALLOW without rules': { action: 'ALLOW' },
      'ALLOW with no rule': { rules: [] },
      'DENY without rules': { action: 'DENY' },
      'DENY with no rule': { action: 'DENY', rules: [] },
      'DENY with an empty rule': { action: 'DENY', rules: [{}] },
      'AUDIT without rules': { action: 'AUDIT' },
      'provider with ALLOW': { provider: { name: 'authz' } },
      'empty provider with DENY': { action: 'DENY', rules: [{}], provider: {} },
      'CUSTOM without rules': { action: 'CUSTOM', provider: { name: 'authz' } },
      'CUSTOM with no rule': { action: 'CUSTOM', provider: { name: 'authz' }, rules: [] },
      'CUSTOM with an empty rule': { action: 'CUSTOM', provider: { name: 'authz' }, rules: [{}] },
      'CUSTOM without provider': { action: 'CUSTOM', rules: [{}] },
      'CUSTOM with an empty provider': { action: 'CUSTOM', rules: [{}], provider: {} },
      'CUSTOM with a provider without name': { action: 'CUSTOM', rules: [{}], provider: { name: '' } },
    }),
    ...SOURCES.map((name): Case => [`CUSTOM with ${name}`, custom({ from: [{ source: { [name]: [fit(name)] } }] })]),
    ...each(
      'CUSTOM when',
      [
        'source.namespace',
        'source.serviceAccount',
        'source.trustDomain',
        'source.principal',
        'source.ip',
        'request.auth.principal',
        'request.auth.claims[iss]',
        'request.headers[a]',
      ],
      (key) => custom({ when: [{ key, values: ['10.0.0.1'] }] }),
    ),
    ...named('rule', (it) => rule(it), {
      empty: {},
      'no from': { from: [] },
      'no to': { to: [] },
      'no when': { when: [] },
      'to without operation': { to: [{}] },
      'empty source': { from: [{ source: {} }] },
      'source with empty lists': { from: [{ source: { namespaces: [] } }] },
      'empty operation': { to: [{ operation: {} }] },
      'operation with empty lists': { to: [{ operation: { paths: [] } }] },
    }),
    ['the second rule counts too', rule({}, { to: [{}] })],
    ...SOURCES.flatMap((name): Case[] => [
      [`${name} with a value`, source({ [name]: [fit(name)] })],
      [`${name} with an empty value`, source({ [name]: [fit(name), ''] })],
      [`${name} with *`, source({ [name]: ['*'] })],
      [`${name} with a wildcard in the middle`, source({ [name]: ['a*b'] })],
      [`${name} with a slash`, source({ [name]: ['a/b'] })],
    ]),
    ...['principals', 'notPrincipals', 'namespaces', 'notNamespaces', 'requestPrincipals', 'trustDomains'].flatMap(
      (name): Case[] =>
        ['serviceAccounts', 'notServiceAccounts'].map((accounts) => [
          `${name} and ${accounts}`,
          source({ [name]: ['a'], [accounts]: ['b'] }),
        ]),
    ),
    ...each(
      'ipBlocks',
      [
        '10.1.2.3',
        '10.0.0.0/8',
        '10.1.2.3/8',
        '10.0.0.0/33',
        '10.0.0',
        '010.0.0.1',
        '::1',
        'fe80::/10',
        'fe80::1%eth0',
        'fe80::1%eth0/64',
        '::/129',
        '1.2.3.4/',
        '/',
        '1.2.3.4/08',
        '0.0.0.0/0',
        '::ffff:1.2.3.4',
        'localhost',
        ' 10.0.0.1',
      ],
      (value) => source({ ipBlocks: [value] }),
    ),
    ...each(
      'serviceAccounts',
      ['reviews', 'shop/reviews', 'a/b/c', '/a', 'a/', '/', 'rev*', 'shop/*', 'a'.repeat(320), 'a'.repeat(321)],
      (value) => source({ serviceAccounts: [value] }),
    ),
    ...[16, 17].map((count): Case => [
      `${count} service accounts`,
      source({ serviceAccounts: Array.from({ length: count }, (_, i) => `a${i}`) }),
    ]),
    ...each('trustDomains', ['td', 'td.*', '*.td', 't*d', '*a*', '**', 'td/a', '*/a'], (value) =>
      source({ trustDomains: [value] }),
    ),
    ...OPERATIONS.flatMap((name): Case[] => [
      [`${name} with a value`, operation({ [name]: [fit(name)] })],
      [`${name} with an empty value`, operation({ [name]: [fit(name), ''] })],
    ]),
    ...each(
      'ports',
      ['0', '65535', '65536', '-1', '+1', '0080', '1e3', ' 80', 'http', '8_0', '4294967296', '80-90'],
      (value) => operation({ ports: [value] }),
    ),
    ...each(
      'paths',
      [
        '/a',
        '/a*',
        '*',
        '*/a',
        '/{*}',
        '/{**}',
        '/a/{*}/b',
        '/a/{**}/b',
        '/{**}/{*}',
        '/{**}/{**}',
        '/{*}/{**}',
        '/{*}/{*}',
        '/{a}',
        '/{',
        '/}',
        '/a{*}',
        '/{*}a',
        '/a*/{*}',
        '/{*}//b',
        '/{*}/',
        '//{*}//',
        '{*}',
        '/a b/{*}',
        '/a b',
        '/%7B/{*}',
        '/é/{*}',
        '/{***}',
        "/-._~%!$&'()+,;:@=/{*}",
        '/#/{*}',
        '/?/{*}',
        '/[/{*}',
      ],
      (value) => operation({ paths: [value] }),
    ),
    ...each('notPaths', ['/{*}', '/{a}', '/{**}/{*}'], (value) => operation({ notPaths: [value] })),
    ['when without key', when(undefined, ['a'])],
    ['when with an empty key', when('', ['a'])],
    ['when without values', when('source.ip')],
    ['when with no value', when('source.ip', [], [])],
    ['when with notValues only', when('source.ip', undefined, ['10.0.0.1'])],
    ['when with a wrong notValue', when('source.ip', ['10.0.0.1'], ['a'])],
    ['when with an empty value', when('source.namespace', [''])],
    ...each(
      'when',
      [
        'source.ip',
        'remote.ip',
        'destination.ip',
        'source.namespace',
        'source.serviceAccount',
        'source.principal',
        'source.trustDomain',
        'request.auth.principal',
        'request.auth.audiences',
        'request.auth.presenter',
        'destination.port',
        'connection.sni',
        'source.namespacE',
        'destination.namespace',
        'destination.name',
        'destination.user',
        'destination.labels',
        'destination.labels[a]',
        'destination.names',
        'request.headers',
        'request.headers[a]',
        'request.headers[]',
        'request.headers[',
        'request.headers]',
        'request.headersx[a]',
        'request.headers[a]b',
        'request.auth.claims',
        'request.auth.claims[a][b]',
        'request.auth.claims[]',
        'experimental.envoy.filters.',
        'experimental.envoy.filters.a[b]',
        'experimental.envoy.filters.[b]',
        'experimental.envoy',
        'request.auth.claim[a]',
        '[a]',
      ],
      (key) => when(key, ['10.0.0.1']),
    ),
    ...each('when destination.port', ['80', '65536', ''], (value) => when('destination.port', [value])),
    ...each('when source.serviceAccount', ['a', 'a*', 'a/b', 'a/b/c'], (value) =>
      when('source.serviceAccount', [value]),
    ),
    ...each('when source.trustDomain', ['a', 'a*', 'a*b', 'a/b'], (value) => when('source.trustDomain', [value])),
    ...each('when source.principal', ['a*b', '*'], (value) => when('source.principal', [value])),
    ...SOURCES.map((name): Case => [`DENY with ${name} only`, deny({ from: [{ source: { [name]: [fit(name)] } }] })]),
    ...OPERATIONS.map((name): Case => [
      `DENY with ${name} only`,
      deny({ to: [{ operation: { [name]: [fit(name)] } }] }),
    ]),
    ...named('DENY', (it) => deny(it), {
      'namespaces and paths': { from: [{ source: { namespaces: ['a'] } }], to: [{ operation: { paths: ['/a'] } }] },
      'requestPrincipals and ports': {
        from: [{ source: { requestPrincipals: ['a'] } }],
        to: [{ operation: { ports: ['80'] } }],
      },
      'paths, and ports in another entry': { to: [{ operation: { paths: ['/a'] } }, { operation: { ports: ['80'] } }] },
      'requestPrincipals, and namespaces in another entry': {
        from: [{ source: { requestPrincipals: ['a'] } }, { source: { namespaces: ['a'] } }],
      },
      'empty ports beside paths': { to: [{ operation: { paths: ['/a'], ports: [] } }] },
      'empty namespaces beside requestPrincipals': { from: [{ source: { requestPrincipals: ['a'], namespaces: [] } }] },
      'when only': { when: [{ key: 'request.headers[a]', values: ['b'] }] },
      'operation is missing': { to: [{}] },
      'operation is empty': { to: [{ operation: {} }] },
      'requestPrincipals and a missing operation': { from: [{ source: { requestPrincipals: ['a'] } }], to: [{}] },
    }),
    ['the same with ALLOW', rule({ to: [{ operation: { paths: ['/a'] } }] })],
    ['the same with AUDIT', policy({ action: 'AUDIT', rules: [{ to: [{ operation: { paths: ['/a'] } }] }] })],
  ]),
};

export default grid;
