import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, ingressPods, server, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const places = (...manifests: Manifest[]): string[] => placesOf('CDI0117', manifests);
const to = (match?: object): object => ({
  ...(match !== undefined && { match: [match] }),
  route: [{ destination: { host: 'db' } }],
});
const inMesh = (spec: object): Manifest => virtualService('shop/db', { hosts: ['db'], ...spec });
const FOUND = (path: string): string[] => [`warning VirtualService shop/db ${path}`];

test.each<[string, object, string]>([
  [
    'the same port for fewer clients',
    { tcp: [to({ port: 80 }), to({ port: 80, sourceLabels: { app: 'a' } })] },
    'spec.tcp[1]',
  ],
  [
    'a subnet of what all connections take',
    { tcp: [to({ port: 80 }), to({ port: 80, destinationSubnets: ['10.0.0.0/8'] })] },
    'spec.tcp[1]',
  ],
  [
    'the same names for one port',
    { tls: [to({ sniHosts: ['a.com', 'b.com'] }), to({ sniHosts: ['a.com', 'b.com'], port: 443 })] },
    'spec.tls[1]',
  ],
])('in the mesh: %s', (_, spec, path) => {
  expect(places(inMesh(spec))).toEqual(FOUND(path));
});

test.each<[string, object]>([
  ['another port', { tcp: [to({ port: 80 }), to({ port: 81 })] }],
  ['more clients', { tcp: [to({ port: 80, sourceLabels: { app: 'a' } }), to({ port: 80 })] }],
  ['other addresses', { tcp: [to({ destinationSubnets: ['10.0.0.0/8'] }), to({ port: 80 })] }],
  ['another kind', { tcp: [to({ port: 80 })], tls: [to({ sniHosts: ['a.com'] })] }],
  ['what Istio warns of itself', { tcp: [to(), to({ port: 80 })] }],
])('not for %s', (_, spec) => {
  expect(places(inMesh(spec))).toEqual([]);
});

describe('at a gateway', () => {
  const front = gateway('shop/front', server(3306, 'TCP', ['*']));
  const rules = (name: string, ...tcp: object[]): Manifest =>
    virtualService(`shop/${name}`, { hosts: ['*'], gateways: ['front'], tcp });
  const pods = ingressPods('istio-system');

  test('the first rule that fits decides', () => {
    expect(places(pods, front, rules('db', to({ port: 3306 }), to()))).toEqual(FOUND('spec.tcp[1]'));
    expect(places(pods, front, rules('db', to({ port: 3307 }), to()))).toEqual([]);
    const both = gateway('shop/front', server(3306, 'TCP', ['*']), server(3307, 'TCP', ['*']));
    expect(places(pods, both, rules('db', to({ port: 3306 }), to()))).toEqual([]);
  });

  test('also of several VirtualServices', () => {
    const other = rules('a', to({ port: 3306 }));
    expect(places(pods, front, other, rules('db', to()))).toEqual(FOUND('spec.tcp[0]'));
    expect(textsOf('CDI0117', [pods, front, other, rules('db', to())])).toEqual([
      [
        'No connection comes to this rule: spec.tcp[0] of VirtualService shop/a comes before it at Gateway shop/front and takes all of its connections.',
        'Give the two rules different ports, or put them into one VirtualService.',
      ],
    ]);
    expect(placesOf('CDI0117', [pods, front, rules('z', to()), rules('db', to())])).toEqual([
      'info VirtualService shop/db spec.tcp[0]',
    ]);
  });

  test('what asks in the mesh too is reached there', () => {
    const both = virtualService('shop/db', {
      hosts: ['db'],
      gateways: ['mesh', 'front'],
      tcp: [to({ port: 3306, gateways: ['front'] }), to()],
    });
    expect(places(pods, front, both)).toEqual([]);
  });
});

test('what it says and offers in the mesh', () => {
  expect(textsOf('CDI0117', [inMesh({ tcp: [to({ port: 80 }), to({ port: 80, sourceNamespace: 'a' })] })])).toEqual([
    [
      'No connection comes to this rule: spec.tcp[0].match[0] comes before it and takes all of its connections.',
      'Give spec.tcp[0].match[0] a narrower match, or remove this rule.',
    ],
  ]);
});
