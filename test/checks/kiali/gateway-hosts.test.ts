import { gateway, manifest, server } from '../../manifests';
import { testCases, textsOf } from '../found';

const web = (...hosts: string[]): object => server(80, 'HTTP', hosts);
const FOUND = (name: string, i: number, j: number): string =>
  `KIA0301 warning Gateway ${name} spec.servers[${i}].hosts[${j}]`;

testCases('KIA0301', [
  {
    name: 'one host at one port of the same pods, in any case',
    manifests: [
      gateway('shop/a', web('a.example.com', 'shop.example.com')),
      gateway('shop/b', web('b.example.com'), web('Shop.example.com')),
    ],
    finds: [FOUND('shop/a', 0, 1), FOUND('shop/b', 1, 0)],
  },
  {
    name: 'a wildcard, and a host within it',
    manifests: [gateway('shop/a', web('*.example.com')), gateway('shop/b', web('shop.example.com'))],
    finds: [FOUND('shop/a', 0, 0), FOUND('shop/b', 0, 0)],
  },
  {
    name: 'twice in one Gateway',
    manifests: [gateway('shop/a', web('a.example.com'), web('a.example.com'))],
    finds: [FOUND('shop/a', 0, 0), FOUND('shop/a', 1, 0)],
  },
  {
    name: 'other ports, other pods, or VirtualServices of other namespaces',
    manifests: [
      gateway('shop/a', web('a.example.com')),
      gateway('shop/b', server(8080, 'HTTP', ['a.example.com'])),
      manifest('Gateway', 'shop/c', { selector: { istio: 'internal' }, servers: [web('a.example.com')] }),
      gateway('shop/d', web('shop/d.example.com')),
      gateway('front/d', web('./d.example.com')),
    ],
    finds: [],
  },
]);

test('it says where the host stands too', () => {
  expect(textsOf('KIA0301', [gateway('shop/a', web('*')), gateway('shop/b', web('a.example.com'))])).toEqual([
    [
      'Gateway shop/b also has a.example.com at port 80 of the same pods. A gateway has one set of certificates and routes for a host and port, and the order of creation decides which of the two applies.',
      'Keep * in one of the two, or select other pods.',
    ],
    [
      'Gateway shop/a also has * at port 80 of the same pods. A gateway has one set of certificates and routes for a host and port, and the order of creation decides which of the two applies.',
      'Keep a.example.com in one of the two, or select other pods.',
    ],
  ]);
  expect(textsOf('KIA0301', [gateway('shop/a', web('a.example.com'), web('a.example.com'))])[0]).toEqual([
    'spec.servers[1].hosts[0] of this Gateway also has a.example.com at port 80 of the same pods. A gateway has one set of certificates and routes for a host and port, and the order of creation decides which of the two applies.',
    'Keep a.example.com in one of the two, or select other pods.',
  ]);
});
