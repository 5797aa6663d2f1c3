import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

type Match = Record<string, unknown>;
const TO = [{ destination: { host: 'web' } }];

/** A VirtualService of matches of one rule each. */
const route = (matches: Match[], more: object = {}): Manifest =>
  virtualService('shop/a', {
    hosts: ['*.example.com'],
    tls: matches.map((match) => ({ match: [match], route: TO })),
    ...more,
  });
/** What is said of it, as severity and place. */
const said = (matches: Match[], more: object = {}): string[] =>
  placesOf('CDI0116', [route(matches, more)]).map((place) => place.replace('VirtualService shop/a ', ''));
const at = (port: number | undefined, ...sniHosts: string[]): Match => ({ port, sniHosts });
const [A, B, C] = ['a', 'b', 'c'].map((name) => `${name}.example.com`);
const SECOND = 'spec.tls[1].match[0].sniHosts';

test.each<[string, Match[], string[]]>([
  ['a name in two lists', [at(443, A, B), at(443, B, C)], [`error ${SECOND}[0]`]],
  ['two names in two lists', [at(443, A, B), at(443, C, B, A)], [`error ${SECOND}[1]`, `error ${SECOND}[2]`]],
  ['a name twice in one list', [at(443, A, A)], ['error spec.tls[0].match[0].sniHosts[1]']],
  ['one list twice', [at(443, A, B), at(443, A, B)], []],
  ['one list in another order', [at(443, A, B), at(443, B, A)], [`error ${SECOND}[0]`, `error ${SECOND}[1]`]],
  ['other ports', [at(443, A, B), at(8443, B, C)], []],
  ['all ports after one', [at(443, A, B), at(undefined, B, C)], [`error ${SECOND}[0]`]],
  ['one port after all', [at(undefined, A, B), at(443, B, C)], [`error ${SECOND}[0]`]],
  ['a wildcard and a name', [at(443, '*.example.com'), at(443, B)], []],
  ['other subnets', [at(443, A, B), { ...at(443, B, C), destinationSubnets: ['10.0.0.0/8'] }], []],
  [
    'other clients',
    [
      { ...at(443, A, B), sourceLabels: { app: 'x' } },
      { ...at(443, B), sourceLabels: { app: 'y' } },
    ],
    [],
  ],
])('%s', (_, matches, expected) => {
  expect(said(matches)).toEqual(expected);
});

test('a gateway leaves a match out, and sidecars reject more', () => {
  const matches = [at(443, A, B), at(443, B, C)];
  expect(said(matches, { gateways: ['edge'] })).toEqual([`warning ${SECOND}[0]`]);
  expect(said(matches, { gateways: ['edge', 'mesh'] })).toEqual([`error ${SECOND}[0]`]);
  expect(said([at(443, A, A)], { gateways: ['edge'] })).toEqual(['error spec.tls[0].match[0].sniHosts[1]']);
  const apart = [at(443, A, B), { ...at(443, B, C), gateways: ['edge'] }];
  expect(said(apart.map((match, i) => (i === 0 ? { ...match, gateways: ['mesh'] } : match)))).toEqual([]);
});

test('it names the name, the place where it stands first, and who loses what', () => {
  const texts = (matches: Match[], more: object = {}): [message: string, fix: string][] =>
    textsOf('CDI0116', [route(matches, more)]);
  const rejected =
    'istiod builds a filter chain for each list, and Envoy allows a name only once in all of them: sidecars reject the whole listener of ' +
    'the port and keep their old one. Proxies that start later have none.';
  const fix = (name: string): string => `Remove ${name} from one of the two, so that it occurs once.`;
  expect(texts([at(443, A, B), at(443, B, A)])).toEqual([
    [`The server name ${B} is already in spec.tls[0].match[0].sniHosts[1]. ${rejected}`, fix(B)],
    [`The server name ${A} is already in spec.tls[0].match[0].sniHosts[0]. ${rejected}`, fix(A)],
  ]);
  expect(texts([at(443, A, B), at(443, B, C)], { gateways: ['edge'] })).toEqual([
    [
      `The server name ${B} is already in spec.tls[0].match[0].sniHosts[1]. Gateway shop/edge uses the first list, ` +
        'and drops this match with all of its server names: connections for them use another rule or are closed.',
      fix(B),
    ],
  ]);
});
