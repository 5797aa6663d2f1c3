import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, ingressPods, server, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const pods = ingressPods('istio-system');
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0158', [pods, ...manifests]);
const http = [{ directResponse: { status: 200 } }];
const tls = (credentialName: string): object => ({ mode: 'SIMPLE', credentialName });
const wide = gateway('shop/wide', server(443, 'HTTPS', ['*.example.com'], tls('wide')));
const narrow = gateway('shop/narrow', server(443, 'HTTPS', ['a.example.com'], tls('narrow')));
const rules = (hosts: string[], gateways: string[], more: object = { http }): Manifest =>
  virtualService('shop/rules', { hosts, gateways, ...more });
const FOUND = 'warning VirtualService shop/rules spec.hosts[0]';

test('a server with the name itself takes the connections from one with a wildcard', () => {
  expect(places(wide, narrow, rules(['a.example.com'], ['wide']))).toEqual([FOUND]);
  expect(places(wide, narrow, rules(['b.example.com', 'a.example.com'], ['wide']))).toEqual([
    'warning VirtualService shop/rules spec.hosts[1]',
  ]);
  const longer = gateway('shop/longer', server(443, 'HTTPS', ['*.a.example.com'], tls('longer')));
  expect(places(wide, longer, rules(['x.a.example.com'], ['wide']))).toEqual([FOUND]);
});

test.each<[string, Manifest[]]>([
  ['it names both Gateways', [wide, narrow, rules(['a.example.com'], ['wide', 'narrow'])]],
  ['the other host', [wide, narrow, rules(['b.example.com'], ['wide'])]],
  [
    'the server of another port',
    [
      wide,
      gateway('shop/narrow', server(8443, 'HTTPS', ['a.example.com'], tls('n'))),
      rules(['a.example.com'], ['wide']),
    ],
  ],
  ['a wildcard, of which something is left', [wide, narrow, rules(['*.example.com'], ['wide'])]],
  [
    'a server of the same Gateway',
    [
      gateway('shop/both', server(443, 'HTTPS', ['*.example.com'], tls('w')), {
        ...server(443, 'HTTPS', ['a.example.com'], tls('n')),
        port: { number: 443, name: 'other', protocol: 'HTTPS' },
      }),
      rules(['a.example.com'], ['both']),
    ],
  ],
  [
    'plain HTTP, which is merged',
    [
      gateway('shop/a', server(80, 'HTTP', ['*'])),
      gateway('shop/b', server(80, 'HTTP', ['a.example.com'])),
      rules(['a.example.com'], ['a']),
    ],
  ],
  [
    'another gateway of which nothing is known',
    [wide, narrow, rules(['a.example.com'], ['wide', 'elsewhere/gateway'])],
  ],
  [
    'rules of a kind that the server does not use',
    [wide, narrow, rules(['a.example.com'], ['wide'], { tcp: [{ route: [{ destination: { host: 'web' } }] }] })],
  ],
  [
    'other pods',
    [
      wide,
      { ...narrow, spec: { ...(narrow as { spec: object }).spec, selector: { istio: 'other' } } },
      rules(['a.example.com'], ['wide']),
    ],
  ],
  [
    'a server for HTTP beside',
    [wide, narrow, gateway('shop/plain', server(80, 'HTTP', ['*'])), rules(['a.example.com'], ['wide', 'plain'])],
  ],
])('not for %s', (_, manifests) => {
  expect(places(...manifests)).toEqual([]);
});

describe('a server that istiod drops', () => {
  const made = (minute: number, given: Manifest): Manifest => ({
    ...given,
    metadata: { ...(given.metadata as object), creationTimestamp: `2024-01-01T00:0${minute}:00Z` },
  });
  const bytes = gateway('shop/bytes', server(80, 'TCP', ['*']));
  const requests = gateway('shop/requests', server(80, 'HTTP', ['*']));

  test('since its port is one for another protocol', () => {
    const own = rules(['a.example.com'], ['requests']);
    expect(places(made(1, bytes), made(2, requests), own)).toEqual([FOUND]);
    expect(places(made(2, bytes), made(1, requests), own)).toEqual([]);
    // Listed in another order than by name: which is older is not known.
    expect(places(bytes, requests, own)).toEqual([FOUND]);
    expect(
      places(requests, bytes, rules(['*'], ['bytes'], { tcp: [{ route: [{ destination: { host: 'db' } }] }] })),
    ).toEqual(['info VirtualService shop/rules spec.hosts[0]']);
  });

  test('since an older one has its host with TLS', () => {
    const twin = gateway('shop/wider', server(443, 'HTTPS', ['*.example.com'], tls('wider')));
    expect(places(made(1, wide), made(2, twin), rules(['a.example.com'], ['wider']))).toEqual([FOUND]);
    expect(places(made(1, wide), made(2, twin), rules(['a.example.com'], ['wider', 'wide']))).toEqual([]);
  });

  test('since two ports of a Gateway have one name', () => {
    const port = { number: 443, name: 'https', protocol: 'HTTPS' };
    const both = gateway(
      'shop/both',
      { port, hosts: ['a.example.com'], tls: tls('a') },
      { port, hosts: ['b.example.com'], tls: tls('b') },
    );
    expect(places(both, rules(['a.example.com', 'b.example.com'], ['both']))).toEqual([
      'warning VirtualService shop/rules spec.hosts[1]',
    ]);
  });
});

test('what it says and offers', () => {
  expect(textsOf('CDI0158', [pods, wide, narrow, rules(['a.example.com'], ['wide'])])).toEqual([
    [
      'Gateway shop/narrow (spec.servers[0]) takes the connections for a.example.com from Gateway shop/wide (spec.servers[0]), because it has the name itself or a longer wildcard, and this VirtualService is not bound to it: no request for a.example.com comes to the rules of this VirtualService.',
      'Add narrow to gateways, or remove a.example.com there.',
    ],
  ]);
});
