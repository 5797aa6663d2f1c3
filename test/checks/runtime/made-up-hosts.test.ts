import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { external, manifest } from '../../manifests';
import { testCases, textsOf } from '../found';

const entry = (host: string, more: object = {}): Manifest => external('shop/pool', [host], more);
const to = (...addresses: string[]): object => ({ endpoints: addresses.map((address) => ({ address })) });
const PLACE = 'CDI0215 info ServiceEntry shop/pool spec.hosts[0]';
const CAPTURE = { ISTIO_META_DNS_CAPTURE: 'true' };

testCases('CDI0215', [
  {
    name: 'endpoints of other domains',
    manifests: [entry('pool.shop.test', to('one.a.test', 'two.b.test'))],
    finds: [PLACE],
  },
  { name: 'the host itself', manifests: [entry('pool.shop.test', to('pool.shop.test'))], finds: [] },
  {
    name: 'names of the same domain',
    manifests: [entry('api.shop.test', to('eu.api.shop.test', 'us.api.shop.test'))],
    finds: [],
  },
  { name: 'no endpoints', manifests: [entry('pool.shop.internal')], finds: [] },
  {
    name: 'addresses behind a public name',
    manifests: [entry('db.example.com', { resolution: 'STATIC', ...to('10.0.0.7') })],
    finds: [],
  },
  ...['db.shop.internal', 'db.mesh', 'db.shop.global', 'db.local'].map((host) => ({
    name: `addresses behind ${host}`,
    manifests: [entry(host, { resolution: 'STATIC', ...to('10.0.0.7') })],
    finds: [PLACE],
  })),
  {
    name: 'machines behind a name that is not public',
    manifests: [entry('vm.mesh', { resolution: 'STATIC', workloadSelector: { labels: { app: 'vm' } } })],
    finds: [PLACE],
  },
  { name: 'a wildcard', manifests: [entry('*.shop.test', to('www.a.test'))], finds: [] },
  { name: 'a Service', manifests: [entry('db.shop.svc.cluster.local', to('db.a.test'))], finds: [] },
  {
    name: 'DNS proxying in the mesh',
    manifests: [entry('pool.shop.test', to('one.a.test'))],
    settings: { meshConfig: { defaultConfig: { proxyMetadata: CAPTURE } } },
    finds: [],
  },
  {
    name: 'DNS proxying in the namespace',
    manifests: [
      entry('pool.shop.test', to('one.a.test')),
      manifest('ProxyConfig', 'shop/dns', { environmentVariables: CAPTURE }),
    ],
    finds: [],
  },
]);

test('it says what would decide it', () => {
  const fix =
    'If a DNS server knows the name, nothing needs to change. Otherwise turn DNS proxying on: meshConfig.defaultConfig.proxyMetadata with ISTIO_META_DNS_CAPTURE: "true"; or use a host that exists.';
  expect(textsOf('CDI0215', [entry('pool.shop.test', to('one.a.test', 'two.b.test'))])).toEqual([
    [
      'The endpoints of pool.shop.test are other names (one.a.test and two.b.test), and sidecars do not answer DNS lookups by default. If no DNS server knows pool.shop.test, clients fail before any proxy sees a connection.',
      fix,
    ],
  ]);
  expect(textsOf('CDI0215', [entry('db.mesh', { resolution: 'STATIC', ...to('10.0.0.7') })])).toEqual([
    [
      'db.mesh ends like no public domain, and sidecars do not answer DNS lookups by default. If no DNS server knows db.mesh, clients fail before any proxy sees a connection.',
      fix,
    ],
  ]);
});
