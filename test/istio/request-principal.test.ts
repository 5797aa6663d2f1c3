import { mayBeOfIssuer } from '../../lib/istio/request-principal';

const ISSUER = 'https://id.example.com';

test.each(['*', `${ISSUER}/*`, `${ISSUER}/alice`, '*/alice', '*.example.com/alice', '*ice'])(
  '%s may be of it',
  (value) => {
    expect(mayBeOfIssuer(value, ISSUER)).toBe(true);
  },
);

test.each([
  ISSUER,
  `${ISSUER}//*`,
  'https://other.example.com/*',
  'id.example.com/alice',
  '*.example.org/alice',
  'http://x*',
])('%s is not', (value) => {
  expect(mayBeOfIssuer(value, ISSUER)).toBe(false);
});

test('an issuer with a slash at its end', () => {
  expect(mayBeOfIssuer(`${ISSUER}//*`, `${ISSUER}/`)).toBe(true);
  expect(mayBeOfIssuer(`${ISSUER}/*`, `${ISSUER}/`)).toBe(false);
});
