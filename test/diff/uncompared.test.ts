import { changedObjects } from '../../lib/diff/changed-objects';
import { sidesOf } from '../../lib/diff/sides';
import { uncompared } from '../../lib/diff/uncompared';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { destinationRule, manifest, requestAuthentication, server, virtualService } from '../manifests';
import { meshOf } from '../routing/tables';

/* What has changed although no request shows it. */

const told = (before: readonly Manifest[], after: readonly Manifest[]): string[] =>
  uncompared(changedObjects(sidesOf(meshOf(before), meshOf(after)))).map(({ object: { kind, key }, fields }) =>
    [kind, key, ...fields].join(' '),
  );
const rules = (more: object): Manifest =>
  virtualService('shop/web', { hosts: ['web'], http: [{ route: [{ destination: { host: 'web' } }], ...more }] });
const of = (more: object): Manifest => destinationRule('shop/web', { host: 'web', ...more });
const policy = (trafficPolicy: object): Manifest => of({ trafficPolicy });
const front = (tls: object): Manifest =>
  manifest('Gateway', 'shop/front', { servers: [server(443, 'HTTPS', ['*'], { mode: 'SIMPLE', ...tls })] });
const telemetry = (spec: object): Manifest => manifest('telemetry.istio.io/v1/Telemetry', 'shop/logs', spec);
const cors = { corsPolicy: { allowOrigins: [{ exact: 'https://a' }] } };
const limits = { connectionPool: { tcp: { maxConnections: 1 } } };
const one = { maxConnections: 1, connectTimeout: '1s' };
const same = { connectTimeout: '1s', maxConnections: 1 };

test.each<[string, Manifest[], Manifest[], string[]]>([
  ['CORS', [rules({})], [rules(cors)], ['VirtualService shop/web corsPolicy']],
  [
    'headers of responses, and not those of requests',
    [rules({})],
    [rules({ headers: { response: { set: { a: 'b' } }, request: { set: { a: 'b' } } } })],
    ['VirtualService shop/web headers.response'],
  ],
  ['a timeout is compared', [rules(cors)], [rules({ ...cors, timeout: '1s' })], []],
  [
    'limits of a subset',
    [of({ subsets: [{ name: 'v1' }] })],
    [of({ subsets: [{ name: 'v1', trafficPolicy: limits }] })],
    ['DestinationRule shop/web connectionPool'],
  ],
  [
    'members in another order are the same',
    [policy({ connectionPool: { tcp: one } })],
    [policy({ connectionPool: { tcp: same }, tls: { mode: 'DISABLE' } })],
    [],
  ],
  [
    'several',
    [policy({ tls: { mode: 'SIMPLE', credentialName: 'a' } })],
    [policy({ ...limits, tls: { mode: 'SIMPLE', credentialName: 'b' } })],
    ['DestinationRule shop/web connectionPool tls.credentialName'],
  ],
  ['in a new DestinationRule', [], [policy(limits)], ['DestinationRule shop/web connectionPool']],
  ['in one that is gone', [policy(limits)], [], ['DestinationRule shop/web connectionPool']],
  ['in another new object it is told with the rest', [], [rules(cors)], []],
  [
    'certificates of a Gateway',
    [front({ credentialName: 'a' })],
    [front({ credentialName: 'b' })],
    ['Gateway shop/front tls.credentialName'],
  ],
  ['the mode is compared', [front({})], [front({ mode: 'MUTUAL' })], []],
  [
    'keys of tokens',
    [requestAuthentication('shop/jwt', { jwtRules: [{ issuer: 'a', jwks: 'x' }] })],
    [requestAuthentication('shop/jwt', { jwtRules: [{ issuer: 'a', jwks: 'y' }] })],
    ['RequestAuthentication shop/jwt jwks'],
  ],
  ['all of a Telemetry', [], [telemetry({ accessLogging: [{ disabled: true }] })], ['Telemetry shop/logs']],
  ['an empty one is nothing', [], [telemetry({})], []],
])('%s', (_, before, after, expected) => {
  expect(told(before, after)).toEqual(expected);
});
