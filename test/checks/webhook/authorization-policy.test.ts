import { authorizationPolicy } from '../../../lib/checks/webhook/authorization-policy';
import { reports, said } from './said';

const rule = (each: unknown, action: string = 'ALLOW'): string[] =>
  said(authorizationPolicy, { action, rules: [{}, each] }).map((line) => line.replace('spec.rules[1]', '~'));

test('a policy that is right', () => {
  expect(
    said(authorizationPolicy, {
      selector: { matchLabels: { app: 'reviews' } },
      action: 'DENY',
      rules: [
        {
          from: [{ source: { notNamespaces: ['shop'], ipBlocks: ['10.0.0.0/8'] } }],
          to: [{ operation: { ports: ['8080'], paths: ['/admin/{**}'] } }],
          when: [{ key: 'request.headers[x-env]', notValues: ['test'] }],
        },
      ],
    }),
  ).toEqual([]);
});

test('the policy itself', () => {
  expect(
    said(authorizationPolicy, {
      selector: { matchLabels: { app: '*' } },
      targetRefs: [
        { kind: 'Pod', name: '', namespace: 'prod' },
        { kind: 'Gateway', name: 'web' },
      ],
      action: 'DENY',
      provider: { name: 'authz' },
    }),
  ).toEqual([
    'error spec.targetRefs',
    'error spec.selector.matchLabels.app',
    'error spec.targetRefs[0].name',
    'error spec.targetRefs[0].namespace',
    'error spec.targetRefs[0].kind',
    'error spec.targetRefs[1].group',
    'error spec.provider',
    'error spec.rules',
  ]);
});

test('sources', () => {
  expect(
    rule({
      from: [
        {},
        { source: {} },
        { source: { namespaces: ['shop', ''], serviceAccounts: ['a/b/c', 'rev*'] } },
        { source: { ipBlocks: ['10.0.0.0/33', 'localhost'], trustDomains: ['a*b', 'td/x'] } },
        { source: { notServiceAccounts: Array.from({ length: 17 }, (_, i) => `a${i}`) } },
        { source: { serviceAccounts: ['a'.repeat(321)] } },
      ],
    }),
  ).toEqual([
    'error ~.from[0].source',
    'error ~.from[1].source',
    'error ~.from[2].source.namespaces',
    'error ~.from[2].source.namespaces[1]',
    'error ~.from[2].source.serviceAccounts[0]',
    'error ~.from[2].source.serviceAccounts[1]',
    'error ~.from[3].source.ipBlocks[0]',
    'error ~.from[3].source.ipBlocks[1]',
    'error ~.from[3].source.trustDomains[0]',
    'error ~.from[3].source.trustDomains[1]',
    'error ~.from[4].source.notServiceAccounts',
    'error ~.from[5].source.serviceAccounts[0]',
  ]);
});

test('operations', () => {
  expect(
    rule({
      to: [
        {},
        { operation: {} },
        { operation: { ports: ['http'], paths: ['/{**}/{*}', '/{id}', '/a*/{*}', '/{*}//b'] } },
      ],
    }),
  ).toEqual([
    'error ~.to[0].operation',
    'error ~.to[1].operation',
    'error ~.to[2].operation.ports[0]',
    'error ~.to[2].operation.paths[0]',
    'error ~.to[2].operation.paths[1]',
    'error ~.to[2].operation.paths[2]',
    'error ~.to[2].operation.paths[3]',
  ]);
});

test('conditions', () => {
  expect(
    rule({
      when: [
        { values: ['a'] },
        { key: 'source.ip' },
        { key: 'request.header[a]', values: ['a'] },
        { key: 'request.headers', values: ['a'] },
        { key: 'destination.labels[app]', values: ['a'] },
        { key: 'destination.port', values: ['80'], notValues: ['x'] },
        { key: 'source.serviceAccount', values: ['a*'] },
      ],
    }),
  ).toEqual([
    'error ~.when[0].key',
    'error ~.when[1]',
    'error ~.when[2].key',
    'error ~.when[3].key',
    'error ~.when[4].key',
    'error ~.when[5].notValues[0]',
    'error ~.when[6].values[0]',
  ]);
});

test('DENY with HTTP only', () => {
  expect(rule({ to: [{ operation: { paths: ['/admin'] } }] }, 'DENY')).toEqual(['warning ~']);
});

test('CUSTOM', () => {
  expect(
    said(authorizationPolicy, {
      action: 'CUSTOM',
      rules: [{ from: [{ source: { principals: ['a'] } }], when: [{ key: 'request.auth.principal', values: ['a'] }] }],
    }),
  ).toEqual([
    'error spec.provider.name',
    'error spec.rules[0].from[0].source.principals',
    'error spec.rules[0].when[0].key',
  ]);
  expect(said(authorizationPolicy, { action: 'CUSTOM' })).toEqual(['error spec.rules']);
});

test('every report says what to write', () => {
  const all = reports(authorizationPolicy, { rules: [{ to: [{}], when: [{}] }], targetRef: {} });
  expect(all.map(({ fix }) => fix)).toEqual([
    'Write the name of the Gateway or Service.',
    'Write one of Service, ServiceEntry, Gateway, GatewayClass.',
    'Write operation with at least one list, or remove the entry.',
    'Write one of source.ip, remote.ip, source.namespace, source.serviceAccount, source.principal, source.trustDomain, request.auth.principal, request.auth.audiences, request.auth.presenter, destination.ip, destination.port, connection.sni, request.headers[User-Agent], request.auth.claims[iss], experimental.envoy.filters.network.mysql_proxy[shop.orders].',
  ]);
});
