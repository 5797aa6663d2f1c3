import { checkAll } from '../../../lib/checks/check-manifests';
import type { WrittenSettings } from '../../../lib/checks/read-settings';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, INJECTED, namespace, sidecar, to, virtualService } from '../../manifests';
import { found, testCases } from '../found';
import { EGRESS, egressGateway, enforced, entry, hop, HOST, REGISTRY_ONLY } from './egress-manifests';

const GATEWAY = { destination: { host: EGRESS, port: { number: 443 } } };
const way = (name: string, spec: object = {}, metadata: object = {}): Manifest => {
  const host = `${name}.example.com`;
  const tls = [443, 8443].map((port) => ({
    match: [{ gateways: ['mesh'], port, sniHosts: [host] }],
    route: [GATEWAY],
  }));
  return virtualService(`istio-system/${name}`, { hosts: [host], gateways: ['mesh', 'out'], tls, ...spec }, metadata);
};
const client = (name: string): Manifest[] => [namespace(name, INJECTED), deployment(`${name}/web`, { app: 'web' })];
const policy = (key: string, mode: string | undefined, more: object = {}): Manifest =>
  sidecar(key, { outboundTrafficPolicy: mode === undefined ? {} : { mode }, ...more });
const ofMesh = (mode: string): WrittenSettings => ({ meshConfig: { outboundTrafficPolicy: { mode } } });

function said(code: string, manifests: Manifest[], settings: WrittenSettings = {}): string[] {
  return found(code, manifests, settings).map(
    ({ object, path, message, fix }) => `${object.name} ${path}: ${message} ${fix}`,
  );
}

const OUT = 'spec.tls[0].route[0].destination';
const OPEN = `Sidecars let connections to unknown hosts out directly (outboundTrafficPolicy is ALLOW_ANY), so a successful request does not prove that it went through the gateway. Look at the gateway's own access log, or set meshConfig.outboundTrafficPolicy.mode to REGISTRY_ONLY.`;
const openBy = (key: string): string =>
  `Sidecars of ${key.split('/')[0]} let connections to unknown hosts out directly (outboundTrafficPolicy of Sidecar ${key} is ALLOW_ANY), so a successful request does not prove that it went through the gateway. Look at the gateway's own access log, or set spec.outboundTrafficPolicy.mode of Sidecar ${key} to REGISTRY_ONLY.`;

describe('once for a mesh', () => {
  const known = { annotations: { 'galley.istio.io/analyze-suppress': 'CDI0204, CDI0205' } };

  test.each(['CDI0204', 'CDI0205'])('%s is said of the first object', (code) => {
    expect(said(code, [way('a')])).toHaveLength(1);
    expect(said(code, [way('a')])[0]).toMatch(new RegExp(`^a ${OUT.replace(/[[\].]/g, '\\$&')}: `));
    expect(said(code, [way('a'), way('b')])[0]).toContain('. The same applies to another VirtualService. ');
    expect(said(code, [way('a'), way('b'), way('c')])).toHaveLength(1);
    expect(said(code, [way('a'), way('b'), way('c')])[0]).toContain('. The same applies to 2 other VirtualServices. ');
  });

  test.each(['CDI0204', 'CDI0205'])('%s is not said of objects that say themselves that it is known', (code) => {
    expect(said(code, [way('a', {}, known)])).toEqual([]);
    expect(said(code, [way('a', {}, known), way('b')])).toHaveLength(1);
    expect(said(code, [way('a', {}, known), way('b')])[0]).toMatch(/^b /);
    expect(said(code, [way('a', {}, known), way('b')])[0]).not.toContain('The same applies');
  });

  test.each(['CDI0204', 'CDI0205'])('%s that one object accepts with a reason is said of the others', (code) => {
    const accepts = { annotations: { [`accept.cdk8s-istio/${code}`]: 'the gateway is for partners only' } };
    const manifests = [way('a', {}, accepts), way('b'), way('c', {}, accepts)];
    expect(said(code, manifests)).toHaveLength(1);
    expect(said(code, manifests)[0]).toMatch(/^b /);
    expect(said(code, manifests)[0]).not.toContain('The same applies');
    // Both take a finding away, so neither is out of date.
    expect(checkAll(manifests).unused).toEqual([]);
  });

  test('nor of externals', () => {
    expect(said('CDI0204', [], { externals: [way('a')] })).toEqual([]);
    expect(said('CDI0204', [way('b')], { externals: [way('a')] })).toEqual([`b ${OUT}: ${OPEN}`]);
  });
});

test('CDI0204 leads to the Sidecar that lets requests out', () => {
  const manifests = [way('a'), ...client('shop'), policy('shop/default', 'ALLOW_ANY')];
  const related = (settings: WrittenSettings): unknown[] =>
    found('CDI0204', manifests, settings).map((finding) =>
      finding.related?.map(({ object, path }) => `${object.kind} ${object.name} ${path}`),
    );
  expect(related(ofMesh('REGISTRY_ONLY'))).toEqual([['Sidecar default spec.outboundTrafficPolicy']]);
});

describe('what sidecars let out', () => {
  const shop = client('shop');
  const bare = [way('a'), ...shop];
  test.each<[string, Manifest[], WrittenSettings, string[]]>([
    ['by default', bare, {}, [OPEN]],
    ['where the mesh says REGISTRY_ONLY', bare, ofMesh('REGISTRY_ONLY'), []],
    ['where the mesh says ALLOW_ANY', bare, ofMesh('ALLOW_ANY'), [OPEN]],
    ['where the clients say REGISTRY_ONLY', [...bare, policy('shop/default', 'REGISTRY_ONLY')], {}, []],
    ['where they say nothing, which is its first value', [...bare, policy('shop/default', undefined)], {}, []],
    [
      'where the clients say ALLOW_ANY, and the mesh does not',
      [...bare, policy('shop/default', 'ALLOW_ANY')],
      ofMesh('REGISTRY_ONLY'),
      [openBy('shop/default')],
    ],
    ['where another namespace does', [...bare, policy('other/default', 'ALLOW_ANY')], ofMesh('REGISTRY_ONLY'), []],
    [
      'where one namespace of clients is strict, and another is not',
      [...bare, ...client('other'), policy('shop/default', 'REGISTRY_ONLY')],
      {},
      [OPEN],
    ],
    ['where the root namespace says it for all', [...bare, policy('istio-system/default', 'REGISTRY_ONLY')], {}, []],
    [
      'where a Sidecar of the clients takes the place of that of the root namespace',
      [
        ...bare,
        policy('istio-system/default', 'REGISTRY_ONLY'),
        sidecar('shop/default', { egress: [{ hosts: ['*/*'] }] }),
      ],
      {},
      [OPEN],
    ],
    [
      'where the Sidecar of the root namespace is for some pods only',
      [...bare, policy('istio-system/some', 'REGISTRY_ONLY', { workloadSelector: { labels: { app: 'x' } } })],
      {},
      [OPEN],
    ],
    [
      'where some pods of the clients may, and the others may not',
      [
        ...bare,
        policy('shop/default', 'REGISTRY_ONLY'),
        policy('shop/web', 'ALLOW_ANY', { workloadSelector: { labels: { app: 'web' } } }),
      ],
      {},
      [openBy('shop/web')],
    ],
    [
      'where only namespaces that do not see the rule are open',
      [way('a', { exportTo: ['.', 'shop'] }), ...shop, ...client('other'), policy('shop/default', 'REGISTRY_ONLY')],
      {},
      [],
    ],
    [
      'where the clients are not among the manifests',
      [way('a', { exportTo: ['.', 'shop'] }), policy('shop/default', 'REGISTRY_ONLY')],
      {},
      [],
    ],
    ['and nobody is', [way('a', { exportTo: ['shop'] })], {}, [OPEN]],
  ])('%s', (_, manifests, settings, expected) => {
    expect(said('CDI0204', manifests, settings)).toEqual(expected.map((text) => `a ${OUT}: ${text}`));
  });

  test('gateways are no clients', () => {
    const pod = { containers: [{ name: 'istio-proxy', image: 'auto' }] };
    const edge = [namespace('edge', INJECTED), deployment('edge/door', { istio: 'door' }, pod)];
    expect(said('CDI0204', [...bare, ...edge, policy('shop/default', 'REGISTRY_ONLY')])).toEqual([]);
  });
});

testCases('CDI', [
  {
    name: 'egress as it should be',
    settings: REGISTRY_ONLY,
    manifests: [
      enforced,
      entry([HOST]),
      egressGateway(HOST),
      virtualService('istio-system/out', {
        hosts: [HOST],
        gateways: ['mesh', 'out'],
        tls: [hop(['mesh'], HOST, EGRESS, 443), hop(['out'], HOST, HOST, 443)],
      }),
    ],
    finds: [],
  },
  {
    name: 'egress without ServiceEntry, port, second hop or anything that enforces it',
    manifests: [
      egressGateway(HOST),
      virtualService('istio-system/out', {
        hosts: [HOST],
        gateways: ['mesh', 'out'],
        tls: [hop(['mesh'], HOST, EGRESS)],
      }),
    ],
    finds: [
      'CDI0201 warning VirtualService istio-system/out spec.hosts[0]',
      'CDI0202 error VirtualService istio-system/out spec.tls',
      'CDI0204 info VirtualService istio-system/out spec.tls[0].route[0].destination',
      'CDI0205 info VirtualService istio-system/out spec.tls[0].route[0].destination',
      'CDI0208 warning VirtualService istio-system/out spec.tls[0].route[0].destination.port',
    ],
  },
]);

test('CDI0208 names the port of the match', () => {
  const rule = (kind: string, port?: number): Manifest =>
    virtualService('shop/out', {
      hosts: [HOST],
      gateways: ['mesh', 'out'],
      [kind]: [
        {
          match: [{ gateways: ['mesh'], sniHosts: [HOST], ...(port && { port }) }],
          ...to(EGRESS),
        },
      ],
    });
  const fix = (kind: string, port?: number): string => found('CDI0208', [rule(kind, port)])[0].fix;
  expect(fix('tls', 8443)).toBe('Write port: { number: 8443 } into the destination.');
  expect(fix('http', 80)).toBe('Write port: { number: 80 } into the destination.');
  expect(fix('tls')).toBe('Write port: { number: 443 } into the destination.');
  expect(fix('http')).toBe('Write port: { number: 80 } into the destination.');
});
