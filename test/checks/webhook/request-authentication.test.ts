import { requestAuthentication } from '../../../lib/checks/webhook/request-authentication';
import { readJwks } from '../../../lib/istio/jwks';
import { said } from './said';

const rule = (part: object): string[] =>
  said(requestAuthentication, { jwtRules: [{ issuer: 'https://issuer.example', ...part }] });

test('a rule that is right', () => {
  expect(
    rule({
      jwksUri: 'https://issuer.example/keys',
      audiences: ['shop'],
      fromHeaders: [{ name: 'x-token', prefix: 'Bearer ' }],
      outputClaimToHeaders: [{ header: 'x-sub', claim: 'sub' }],
      timeout: '5s',
    }),
  ).toEqual([]);
});

test('a rule with everything wrong', () => {
  expect(
    said(requestAuthentication, {
      jwtRules: [
        {},
        {
          jwksUri: 'ftp://issuer.example',
          jwks: 'keys',
          audiences: [''],
          fromParams: ['', 'a'],
          fromCookies: [''],
          fromHeaders: [{}],
          outputClaimToHeaders: [{ header: 'x sub' }],
          timeout: '1us',
        },
      ],
    }),
  ).toEqual([
    'error spec.jwtRules[0].issuer',
    'error spec.jwtRules[1].jwksUri',
    'error spec.jwtRules[1].jwks',
    'error spec.jwtRules[1].audiences[0]',
    'error spec.jwtRules[1].fromParams[0]',
    'error spec.jwtRules[1].fromCookies[0]',
    'error spec.jwtRules[1].fromHeaders[0].name',
    'error spec.jwtRules[1].outputClaimToHeaders[0].header',
    'error spec.jwtRules[1].outputClaimToHeaders[0].claim',
    'error spec.jwtRules[1].timeout',
  ]);
});

test.each([
  ['{"keys":[]}', undefined],
  ['keys', 'It is not a JSON object.'],
  ['{"keys":1}', 'Its "keys" is not a list.'],
  ['{"kty":"rsa"}', 'The key has the type "rsa", and "kty" is RSA, EC, OKP or oct.'],
  ['{"keys":[{"kty":"RSA","n":"AQAB"}]}', 'keys[0] is of type RSA and has no "e".'],
  ['{"keys":[{"kty":"RSA","n":"A B","e":"AQAB"}]}', 'keys[0] has a "n" that cannot be read as base64url.'],
  ['{"keys":[{"kty":"oct","k":"AQAB","x5c":["AQAB"]}]}', 'keys[0] has a "x5c" that cannot be read.'],
  ['{"keys":[1]}', 'keys[0] is not an object.'],
])('%s', (jwks, problem) => {
  expect(readJwks(jwks).problem).toBe(problem);
});

test('private keys', () => {
  const jwks = '{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"},{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}]}';
  expect(readJwks(jwks).secret).toEqual([1]);
  expect(rule({ jwks })).toEqual(['warning spec.jwtRules[0].jwks']);
});
