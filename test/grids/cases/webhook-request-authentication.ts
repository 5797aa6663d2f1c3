import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { requestAuthentication } from '../../manifests';
import type { Grid } from '../grid';

type Case = [string, Manifest[]];

const policy = (spec: object): Manifest[] => [requestAuthentication('shop/tokens', spec)];
const rule = (part: object): Manifest[] => policy({ jwtRules: [{ issuer: 'https://issuer.example', ...part }] });
const each = (field: string, values: readonly unknown[], make = (value: unknown) => rule({ [field]: value })): Case[] =>
  values.map((value) => [`${field} ${JSON.stringify(value)}`, make(value)]);
const key = (part: object): string => JSON.stringify({ keys: [part] });

const RSA = { kty: 'RSA', n: 'AQAB', e: 'AQAB' };
const EC = { kty: 'EC', crv: 'P-256', x: 'AQAB', y: 'AQAB' };
const OKP = { kty: 'OKP', crv: 'Ed25519', x: 'AQAB' };
const OCT = { kty: 'oct', k: 'AQAB' };

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: Object.fromEntries([
    ['nothing', policy({})],
    ['selector without labels', policy({ selector: {} })],
    ['selector with a wildcard', policy({ selector: { matchLabels: { app: '*' } } })],
    [
      'selector and targetRefs',
      policy({ selector: { matchLabels: { a: 'b' } }, targetRefs: [{ kind: 'Service', name: 'a' }] }),
    ],
    ['target of another kind', policy({ targetRef: { kind: 'Deployment', group: 'apps', name: 'a' } })],
    ['neither issuer nor jwksUri', policy({ jwtRules: [{}] })],
    ['both empty', policy({ jwtRules: [{ issuer: '', jwksUri: '' }] })],
    ['jwks only', policy({ jwtRules: [{ jwks: '{"keys":[]}' }] })],
    ['jwksUri only', policy({ jwtRules: [{ jwksUri: 'https://issuer.example/keys' }] })],
    ['the second rule counts too', policy({ jwtRules: [{ issuer: 'a' }, {}] })],
    ...each('audiences', [[], ['a'], ['a', '']]),
    ...each('fromParams', [['a'], ['']]),
    ...each('fromCookies', [['a'], ['a', '']]),
    ...each('fromHeaders', [[{ name: 'x-token' }], [{ name: '' }], [{ prefix: 'Bearer ' }], [{ name: 'a b' }]]),
    ...each('outputClaimToHeaders', [
      [{ header: 'x-sub', claim: 'sub' }],
      [{ header: 'x_Sub-1', claim: 'a.b' }],
      [{ header: '', claim: 'sub' }],
      [{ header: 'x-sub', claim: '' }],
      [{ header: 'x-sub' }],
      [{ claim: 'sub' }],
      [{ header: 'x sub', claim: 'sub' }],
      [{ header: 'x:sub', claim: 'sub' }],
      [{ header: 'x.sub', claim: 'sub' }],
    ]),
    ...each('outputPayloadToHeader', ['', 'a b']),
    ...each('timeout', ['5s', '1ms', '0s', '-1s', '0.5ms', '1.5ms', '1h', '100us']),
    ...each('jwksUri', [
      '',
      'https://issuer.example/keys',
      'http://issuer.example',
      'HTTPS://issuer.example',
      'ftp://issuer.example',
      'issuer.example/keys',
      'issuer.example:443/keys',
      '//issuer.example',
      '/keys',
      'https:',
      'https://',
      'https:keys',
      '://a',
      'https://a b/',
      'https://a/b c',
      'https://a:443/',
      'https://a:/',
      'https://a:b/',
      'https://a:1:2/',
      'https://a:99999999999999999999/',
      'https://user:pass@a/',
      'https://us er@a/',
      'https://[::1]:443/',
      'https://[::1/',
      'https://[a]/',
      'https://[fe80::1%25eth0]/',
      'https://%41/',
      'https://%ff/',
      'https://a/%zz',
      'https://a/%41',
      'https://a/#%zz',
      'https://a/?%zz',
      'https://a/\n',
      'https://é/',
    ]),
    ...each('jwks', [
      '{"keys":[]}',
      '{"keys":null}',
      '{"keys":{}}',
      '{"keys":["a"]}',
      '{}',
      '[]',
      'null',
      'keys',
      '{"keys":[]',
      '{"keys":[]} and more',
      ' {"keys":[]}',
      JSON.stringify(RSA),
      ...[RSA, EC, OKP, OCT, { kty: 'rsa' }, { kty: 1 }, { n: 'AQAB' }].map(key),
      ...[RSA, EC, OKP].map((public_) => key({ ...public_, d: 'AQAB' })),
      JSON.stringify({ keys: [RSA, { ...EC, d: 'AQAB' }] }),
      ...[
        { n: undefined },
        { e: undefined },
        { n: 'a b' },
        { n: 'A' },
        { n: 'AB==' },
        { n: 'AB=' },
        { n: 'A+/=' },
        { n: 'A+_A' },
        { n: 1 },
        { n: null },
        { n: '' },
        { kid: 1 },
        { kid: null },
        { alg: [] },
        { use: 'sig' },
        { key_ops: ['verify'] },
        { key_ops: 'verify' },
        { x5c: ['AQAB'] },
        { x5c: [] },
        { x5t: 1 },
        { x5u: 1 },
        { d: null },
        { d: 1 },
        { p: 1 },
        { other: {} },
      ].map((part) => key({ ...RSA, ...part })),
      ...[{ crv: 'x' }, { crv: undefined }, { crv: 1 }, { y: undefined }].map((part) => key({ ...EC, ...part })),
      key({ ...OKP, x: undefined }),
      key({ kty: 'oct' }),
    ]),
  ]),
};

export default grid;
