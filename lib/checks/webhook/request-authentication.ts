import type { ClaimToHeader, JwtRule } from '../../../imports/security';
import { show } from '../../core/problems';
import { parseGoUrl } from '../../schema/go-url';
import { readJwks } from '../../istio/jwks';
import { durationProblem } from './shared/duration';
import { checkPolicyTarget } from './shared/policy-target';
import { schemaValidationError } from './codes/schema-validation-error';
import { schemaWarning } from './codes/schema-warning';
import type { WebhookCheck, WebhookVerdict } from './webhook-check';

const HEADER = /^[-_A-Za-z0-9]+$/;
const MAX_PORT = 2n ** 63n;

export const requestAuthentication: WebhookCheck<'security.istio.io/RequestAuthentication'> = {
  name: 'request-authentication',
  mirrors: 'ValidateRequestAuthentication',
  codes: { ...schemaValidationError, ...schemaWarning },
  kind: 'security.istio.io/RequestAuthentication',
  run({ spec }, verdict) {
    checkPolicyTarget(spec, verdict);
    spec.jwtRules?.forEach((rule, i) => checkJwtRule(rule, `spec.jwtRules[${i}]`, verdict));
  },
};

function checkJwtRule(rule: JwtRule, path: string, verdict: WebhookVerdict): void {
  const { issuer = '', jwksUri = '', jwks = '', timeout } = rule;
  if (issuer === '' && jwksUri === '') {
    verdict.error(
      `${path}.issuer`,
      'The rule has neither an issuer nor keys, so it cannot check tokens.',
      'Write issuer as the tokens have it in "iss", or jwksUri.',
    );
  }
  const uriProblem = jwksUri === '' ? undefined : jwksUriProblem(jwksUri);
  if (uriProblem !== undefined) {
    verdict.error(`${path}.jwksUri`, uriProblem, 'Write a URL such as https://issuer.example/.well-known/jwks.json.');
  }
  if (jwks !== '') {
    checkJwks(jwks, `${path}.jwks`, verdict);
  }
  checkNotEmpty(rule.audiences, `${path}.audiences`, 'audience', verdict);
  checkNotEmpty(rule.fromParams, `${path}.fromParams`, 'query parameter', verdict);
  checkNotEmpty(rule.fromCookies, `${path}.fromCookies`, 'cookie', verdict);
  rule.fromHeaders?.forEach(({ name }: { readonly name?: string }, i) => {
    if (name === undefined || name === '') {
      verdict.error(
        `${path}.fromHeaders[${i}].name`,
        'The header has no name.',
        'Write the header that carries the token.',
      );
    }
  });
  rule.outputClaimToHeaders?.forEach((each, i) =>
    checkClaimToHeader(each, `${path}.outputClaimToHeaders[${i}]`, verdict),
  );
  const timeoutProblem = timeout === undefined ? undefined : durationProblem(timeout);
  if (timeoutProblem !== undefined) {
    verdict.error(`${path}.timeout`, timeoutProblem, 'Write a duration of whole milliseconds such as 5s.');
  }
}

function jwksUriProblem(uri: string): string | undefined {
  const url = parseGoUrl(uri);
  if (url === undefined) {
    return `${show(uri)} is not a URL.`;
  }
  if (url.scheme !== 'http' && url.scheme !== 'https') {
    return `${show(uri)} has ${url.scheme === '' ? 'no scheme' : `the scheme "${url.scheme}"`}, but istiod fetches keys only with http and https.`;
  }
  return url.port !== '' && BigInt(url.port) >= MAX_PORT ? `${show(uri)} has a port that is not a number.` : undefined;
}

function checkJwks(jwks: string, path: string, verdict: WebhookVerdict): void {
  const { problem, secret } = readJwks(jwks);
  if (problem !== undefined) {
    verdict.error(
      path,
      `The key set cannot be read. ${problem}`,
      'Write the key set that the issuer publishes: {"keys":[...]}.',
    );
  }
  for (const i of secret) {
    verdict.warning(
      path,
      `keys[${i}] contains a private key, which everyone who can read the policy then has. Envoy only needs public keys.`,
      'Write the public key only, without "d"; replace the key pair if the private key was ever shared.',
    );
  }
}

function checkNotEmpty(list: readonly string[] = [], path: string, what: string, verdict: WebhookVerdict): void {
  list.forEach((each, i) => {
    if (each === '') {
      verdict.error(`${path}[${i}]`, `The name of the ${what} is empty.`, `Write the ${what}, or remove the entry.`);
    }
  });
}

function checkClaimToHeader(
  { header = '', claim = '' }: Partial<ClaimToHeader>,
  path: string,
  verdict: WebhookVerdict,
): void {
  if (header === '') {
    verdict.error(`${path}.header`, 'The header has no name.', 'Write the header that the claim is copied to.');
  } else if (!HEADER.test(header)) {
    verdict.error(
      `${path}.header`,
      `${show(header)} is not a valid header name for a claim.`,
      'Write letters, digits, "-" and "_" only.',
    );
  }
  if (claim === '') {
    verdict.error(`${path}.claim`, 'The claim has no name.', 'Write the claim that is copied, such as sub.');
  }
}
