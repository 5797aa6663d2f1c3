import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Trace } from '../../lib/routing/trace';
import { SHOP, deployment, destinationRule, serviceEntry } from '../manifests';
import { ask } from './calls';
import { WEB, meshOf, web } from './tables';

const SET: readonly Manifest[] = [SHOP, deployment('shop/client', { app: 'client' })];

const entry = (...endpoints: object[]): Manifest =>
  serviceEntry('shop/db', {
    hosts: ['db.example.com'],
    resolution: 'STATIC',
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    endpoints,
  });

const distributing = (host: string, distribute: object[], more: object = {}): Manifest =>
  destinationRule('shop/rule', {
    host,
    trafficPolicy: { loadBalancer: { localityLbSetting: { distribute, ...more } } },
  });

/** `10.0.0.1 90 %` */
function shares({ outcomes }: Trace): string[] {
  return outcomes.map(
    (each) => `${each.kind === 'workload' ? each.address : each.kind} ${Math.round(each.share * 100)} %`,
  );
}

function asked(
  manifests: readonly Manifest[],
  host = 'db.example.com',
  meshConfig: Record<string, unknown> = {},
): Trace {
  return ask(new Mesh([...SET, ...manifests], [], { meshConfig }), host, { from: 'shop/client' });
}

const TWO = [
  { address: '10.0.0.1', locality: 'r1/z1' },
  { address: '10.0.0.2', labels: { 'istio-locality': 'r2.z1' } },
];
const BOTH = { from: '*', to: { 'r1/*': 90, 'r2/*': 10 } };

test.each<[string, readonly Manifest[], readonly string[]]>([
  [
    'weights',
    [entry({ address: '10.0.0.1', weight: 9 }, { address: '10.0.0.2', weight: 1 })],
    ['10.0.0.1 90 %', '10.0.0.2 10 %'],
  ],
  ['none', [entry({ address: '10.0.0.1', weight: 3 }, { address: '10.0.0.2' })], ['10.0.0.1 75 %', '10.0.0.2 25 %']],
  ['localities', [entry(...TWO), distributing('db.example.com', [BOTH])], ['10.0.0.1 90 %', '10.0.0.2 10 %']],
  [
    'off',
    [entry(...TWO), distributing('db.example.com', [BOTH], { enabled: false })],
    ['10.0.0.1 50 %', '10.0.0.2 50 %'],
  ],
  [
    'one of them',
    [entry(...TWO), distributing('db.example.com', [{ from: '*', to: { r2: 100 } }])],
    ['10.0.0.2 100 %'],
  ],
  [
    'none of them',
    [entry(...TWO), distributing('db.example.com', [{ from: '*', to: { r3: 100 } }])],
    ['failure 100 %'],
  ],
  [
    'several of one',
    [
      entry(...TWO, { address: '10.0.0.3', locality: 'r1/z2', weight: 3 }),
      distributing('db.example.com', [{ from: '*/*', to: { '*': 100 } }]),
    ],
    ['10.0.0.1 20 %', '10.0.0.2 20 %', '10.0.0.3 60 %'],
  ],
])('%s', (_, manifests, expected) => {
  const found = asked(manifests);
  expect(shares(found)).toEqual(expected);
  expect(found.unknown.map(({ what }) => what)).toEqual([]);
});

test('the mesh distributes where no DestinationRule does', () => {
  const meshConfig = { localityLbSetting: { distribute: [BOTH] } };
  expect(shares(asked([entry(...TWO)], 'db.example.com', meshConfig))).toEqual(['10.0.0.1 90 %', '10.0.0.2 10 %']);
});

test('a locality of the client, or of pods, is in no file', () => {
  const text =
    'localityLbSetting.distribute divides the calls by the localities of client and pods, which are in no file; shares are taken from the endpoints.';
  const ofClient = asked([entry(...TWO), distributing('db.example.com', [{ ...BOTH, from: 'r1/*' }])]);
  expect(shares(ofClient)).toEqual(['10.0.0.1 50 %', '10.0.0.2 50 %']);
  expect(ofClient.unknown).toMatchObject([{ what: 'endpoints', text, objects: [{ key: 'shop/rule' }] }]);
  const pods = [web, deployment('shop/web', { app: 'web' }), distributing(WEB, [BOTH])];
  expect(ask(meshOf([...SET, ...pods]), 'web', { from: 'shop/client' }).unknown).toMatchObject([
    { what: 'endpoints', text },
  ]);
});

test('endpoints of one name are told apart by their addresses', () => {
  const named = ({ hops }: Trace): string[] => hops.slice(1).map(({ name }) => name);
  expect(named(asked([entry(...TWO)]))).toEqual(['db.example.com at 10.0.0.1', 'db.example.com at 10.0.0.2']);
  expect(named(asked([entry(TWO[0])]))).toEqual(['db.example.com']);
});
