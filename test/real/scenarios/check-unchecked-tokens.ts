import { client } from '../base';
import { example } from '../fixture';
import { jwtIssuer } from '../jwt';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const issuer = jwtIssuer('https://issuer.example.com');
const slashed = jwtIssuer('https://issuer.example.com/');
const TOKEN = 'a request with a token that nothing checks has no principal, and is refused';
const SLASHED = 'so is one of an issuer with a slash at its end';

const login = (jwtRules: object[]): Manifest => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'RequestAuthentication',
  metadata: { name: 'login', namespace: 'shop' },
  spec: { selector: { matchLabels: { app: 'web' } }, jwtRules },
});
const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });

scenario({
  title: 'A policy asks for tokens, and no RequestAuthentication checks them',
  manifests: [...client('shop', 'checkout'), ...example('CDI0414', 'wrong')],
  check: { code: 'CDI0414', reported: ['AuthorizationPolicy shop/web'] },
  requests: [
    {
      name: TOKEN,
      from: CALLER,
      url: 'http://web/',
      headers: bearer(issuer.token({})),
      expect: { status: 403, attempts: 0 },
    },
    {
      name: SLASHED,
      from: CALLER,
      url: 'http://web/',
      headers: bearer(slashed.token({})),
      expect: { status: 403, attempts: 0 },
    },
  ],
  negatives: [
    {
      change: 'a RequestAuthentication checks them',
      mutate: (manifests) => {
        manifests.push(login([{ issuer: issuer.name, jwks: issuer.jwks }]));
      },
      because: { [TOKEN]: { status: 200, backend: 'shop/web' } },
      reported: [],
    },
    {
      change: 'the principal has both the slash of the issuer and the one before the subject',
      mutate: (manifests) => {
        manifests.push(login([{ issuer: slashed.name, jwks: slashed.jwks }]));
        find(manifests, 'AuthorizationPolicy').spec.rules[0].from[0].source.requestPrincipals = [`${slashed.name}/*`];
      },
      because: { [SLASHED]: { status: 200, backend: 'shop/web' } },
      reported: [],
    },
    {
      change: 'the RequestAuthentication has an issuer with a slash at its end, and the principal has only one',
      mutate: (manifests) => {
        manifests.push(login([{ issuer: slashed.name, jwks: slashed.jwks }]));
      },
      because: { [TOKEN]: { status: 401 } },
    },
  ],
});
