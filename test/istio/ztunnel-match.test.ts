import { readsRequests, ztunnelMatches } from '../../lib/istio/ztunnel-match';
import type { ZtunnelConnection } from '../../lib/istio/ztunnel-match';

const CLIENT = 'cluster.local/ns/shop/sa/client';
const FROM_CLIENT: ZtunnelConnection = { identity: CLIENT, address: '10.0.0.7', port: 8080 };

const ask = (rule: object, connection: Partial<ZtunnelConnection> = {}, action = 'ALLOW'): string =>
  ztunnelMatches(rule, { ...FROM_CLIENT, ...connection }, { action, namespace: 'shop' });
const from = (source: object): object => ({ from: [{ source }] });
const to = (operation: object): object => ({ to: [{ operation }] });
const when = (key: string, values: string[], notValues: string[] = []): object => ({
  when: [{ key, values, notValues }],
});

test.each<[string, object, string]>([
  ['a rule with nothing in it', {}, 'yes'],
  ['a principal', from({ principals: [CLIENT] }), 'yes'],
  ['the end of a principal', from({ principals: ['*/sa/client'] }), 'yes'],
  ['the beginning of a principal', from({ principals: ['cluster.local/ns/shop/*'] }), 'yes'],
  ['any principal', from({ principals: ['*'] }), 'yes'],
  ['another principal', from({ principals: ['cluster.local/ns/shop/sa/other'] }), 'no'],
  ['a principal that must not be', from({ notPrincipals: [CLIENT] }), 'no'],
  ['a namespace', from({ namespaces: ['sh*'] }), 'yes'],
  ['another namespace', from({ notNamespaces: ['shop'] }), 'no'],
  ['an account of the namespace of the policy', from({ serviceAccounts: ['client'] }), 'yes'],
  ['one of another namespace', from({ serviceAccounts: ['other/client'] }), 'no'],
  ['an address', from({ ipBlocks: ['10.0.0.0/8'] }), 'yes'],
  ['another address', from({ notIpBlocks: ['10.0.0.0/8'] }), 'no'],
  ['all fields of a source', from({ namespaces: ['shop'], ipBlocks: ['10.1.0.0/16'] }), 'no'],
  ['one source of two', { from: [{ source: { namespaces: ['x'] } }, { source: { namespaces: ['shop'] } }] }, 'yes'],
  ['a port', to({ ports: ['8080'] }), 'yes'],
  ['another port', to({ ports: ['80'] }), 'no'],
  ['a port that must not be', to({ notPorts: ['8080'] }), 'no'],
  ['a port that is none, and so nothing', to({ ports: ['http'] }), 'no'],
  ['from and to', { ...from({ namespaces: ['shop'] }), ...to({ ports: ['80'] }) }, 'no'],
  ['a condition', when('source.principal', [CLIENT]), 'yes'],
  ['a condition that must not be', when('destination.port', [], ['8080']), 'no'],
  ['an address of the server, which is not known', when('destination.ip', ['10.0.0.1']), 'maybe'],
  ['a trust domain alone, which is left out', from({ trustDomains: ['cluster.local'] }), 'no'],
])('%s', (_, rule, expected) => {
  expect(ask(rule)).toBe(expected);
});

describe('what only requests have', () => {
  const path = to({ paths: ['/secret'] });

  test('a rule that allows goes, whatever else it says', () => {
    expect(ask(path)).toBe('no');
    expect(ask({ ...from({ principals: [CLIENT] }), ...path })).toBe('no');
    expect(ask(from({ principals: [CLIENT], remoteIpBlocks: ['10.0.0.0/8'] }))).toBe('no');
    expect(ask(when('request.headers[x-a]', ['1']))).toBe('no');
  });

  test('a rule that denies never matches where nothing else is left of an entry', () => {
    expect(ask(path, {}, 'DENY')).toBe('no');
    expect(ask({ ...from({ principals: [CLIENT] }), ...path }, {}, 'DENY')).toBe('no');
    expect(ask(when('request.headers[x-a]', ['1']), {}, 'DENY')).toBe('no');
  });

  test('and denies all where something is left', () => {
    expect(ask(to({ paths: ['/secret'], ports: ['8080'] }), {}, 'DENY')).toBe('yes');
    expect(ask(to({ paths: ['/secret'], ports: ['80'] }), {}, 'DENY')).toBe('no');
  });

  test('are told', () => {
    expect([path, from({ requestPrincipals: ['*'] }), when('connection.sni', ['a'])].map(readsRequests)).toEqual([
      true,
      true,
      true,
    ]);
    expect([{}, to({ ports: ['80'] }), when('source.ip', ['10.0.0.1'])].map(readsRequests)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

test('a caller without identity has none of those that are named, and is none of those that must not be', () => {
  expect(ask(from({ principals: ['*'] }), { identity: null })).toBe('no');
  expect(ask(from({ notPrincipals: [CLIENT] }), { identity: null })).toBe('yes');
});

test('what is not known may be', () => {
  expect(ask(from({ principals: [CLIENT] }), { identity: undefined })).toBe('maybe');
  expect(ask(from({ notNamespaces: ['shop'] }), { identity: undefined })).toBe('maybe');
  expect(ask(from({ ipBlocks: ['10.0.0.0/8'] }), { address: undefined })).toBe('maybe');
  expect(ask({ ...from({ principals: [CLIENT] }), ...to({ ports: ['80'] }) }, { identity: undefined })).toBe('no');
});
