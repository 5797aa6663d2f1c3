import type { Opening } from '../../lib/routing/chain-choice';
import { inBlock } from '../../lib/istio/ip-block';
import { chosenChain } from '../../lib/routing/chain-choice';

const CHAINS = [
  { name: 'any', serverNames: [] },
  { name: 'http', serverNames: [], onlyHttp: true },
  { name: 'exact', serverNames: ['a.example.com'] },
  { name: 'near', serverNames: ['*.b.example.com'] },
  { name: 'far', serverNames: ['*.example.com'] },
  { name: 'mesh', serverNames: ['m.example.com'], applicationProtocols: ['istio'] },
  { name: 'range', serverNames: ['a.example.com'], subnets: ['10.0.0.0/8'] },
];

test.each<[string, Partial<Opening>, string | undefined]>([
  ['the name itself', { sni: 'A.example.com' }, 'exact'],
  ['the longest wildcard', { sni: 'x.b.example.com' }, 'near'],
  ['a wildcard, two labels', { sni: 'x.y.example.com' }, 'far'],
  ['no name', {}, 'any'],
  ['plain HTTP', { isHttp: true }, 'http'],
  ['the protocol', { sni: 'm.example.com', alpn: ['istio'] }, 'mesh'],
  ['another protocol: not the wildcard behind it', { sni: 'm.example.com', alpn: ['h2'] }, undefined],
  ['the address first', { sni: 'a.example.com', address: '10.1.2.3' }, 'range'],
  ['and not the chains of all addresses behind it', { sni: 'x.example.com', address: '10.1.2.3' }, undefined],
])('%s', (_, opening, expected) => {
  expect(chosenChain(CHAINS, { isHttp: false, ...opening })?.name).toBe(expected);
});

test('ranges of addresses', () => {
  expect(inBlock('10.98.0.0/16', '10.98.7.7')).toBe(true);
  expect(inBlock('10.98.0.0/16', '10.99.0.0')).toBe(false);
  expect(inBlock('10.0.0.1', '10.0.0.1')).toBe(true);
  expect(inBlock('fd00::/8', 'fd00::1')).toBe(true);
  expect(inBlock('10.0.0.0/8', 'fd00::1')).toBe(false);
});
