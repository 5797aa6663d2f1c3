import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, peerAuthentication, SHOP, service } from '../../manifests';
import { placesOf, textsOf } from '../found';

const WEB = { app: 'web' };
const pods = (...ports: object[]): Manifest =>
  deployment('shop/web', WEB, { containers: [{ name: 'app', image: 'web:1', ports }] });
const front = (targetPort: number | string = 8080): Manifest =>
  service('shop/web', [{ name: 'http', port: 80, targetPort }]);
const policy = (portLevelMtls: object, spec: object = {}, key = 'shop/web'): Manifest =>
  peerAuthentication(key, { selector: { matchLabels: WEB }, mtls: { mode: 'STRICT' }, portLevelMtls, ...spec });
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0420', [SHOP, ...manifests]);
const FOUND = ['error PeerAuthentication shop/web spec.portLevelMtls[80]'];

test.each(['DISABLE', 'PERMISSIVE'])('the port of a Service with mode %s', (mode) => {
  const manifests = [SHOP, front(), pods(), policy({ 80: { mode }, 9090: { mode } })];
  expect(placesOf('CDI0420', manifests)).toEqual(FOUND);
  expect(textsOf('CDI0420', manifests)).toEqual([
    [
      'Port 80 of Service shop/web leads to port 8080 of its pods. portLevelMtls is for ports of the pods, so 80 has no effect: the pods stay STRICT on port 8080. Callers without mutual TLS are reset.',
      'Write "8080", the port of the pods.',
    ],
  ]);
});

test('a port that should be strict stays open', () => {
  const open = policy({ 80: { mode: 'STRICT' } }, { mtls: undefined });
  expect(textsOf('CDI0420', [SHOP, front(), pods(), open])[0][0]).toContain(
    'the pods stay PERMISSIVE on port 8080. They take plain text and mutual TLS.',
  );
});

test('where the mode is the same it is a warning', () => {
  const warning = ['warning PeerAuthentication shop/web spec.portLevelMtls[80]'];
  expect(places(front(), pods(), policy({ 80: { mode: 'STRICT' } }))).toEqual(warning);
  expect(places(front(), pods(), policy({ 80: { mode: 'UNSET' } }))).toEqual(warning);
});

test('a port of the pods, or one that may be', () => {
  const plain = policy({ 80: { mode: 'DISABLE' } });
  expect(places(front(), pods(), policy({ 8080: { mode: 'DISABLE' } }))).toEqual([]);
  expect(places(front(80), pods(), plain)).toEqual([]);
  expect(places(front('web'), pods(), plain)).toEqual([]);
  expect(places(front('web'), pods({ name: 'web', containerPort: 3000 }), plain)).toEqual(FOUND);
  expect(places(front(), pods({ containerPort: 80 }), plain)).toEqual([]);
  expect(places(pods(), plain)).toEqual([]);
});

test('policies that are for no such pods', () => {
  const plain = { 80: { mode: 'DISABLE' } };
  expect(places(front(), pods(), policy(plain, { selector: { matchLabels: { app: 'cart' } } }))).toEqual([]);
  expect(places(front(), pods(), policy(plain, { selector: undefined }))).toEqual([]);
  expect(places(front(), pods(), policy(plain, {}, 'books/web'))).toEqual([]);
  expect(places(front(), pods(), policy(plain, {}, 'istio-system/web'))).toEqual([]);
});
