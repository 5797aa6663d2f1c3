import type { JwtRule } from '../../../imports/security';
import { requestAuthenticationsFor } from '../../mesh/authorization';
import type { Proxy } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Condition, Literal, Value } from './condition';
import type { Choice, Stage } from './partition';
import { claimsOf } from './requests';
import type { TextPattern } from './text-pattern';
import { TokenReader, valueOfClaims } from './token-reader';

/** Of an issuer that nobody trusts. */
const STRANGER = valueOfClaims({ iss: 'https://nobody.example.com', sub: 'any' });

/**
 * What RequestAuthentications tell apart, whatever policies ask: requests without a token, with one of each issuer, and with another one. A token that
 * no rule takes is refused.
 */
export function tokenStage(mesh: Mesh, proxy: Proxy): Stage {
  const rules = requestAuthenticationsFor(mesh, proxy).flatMap(({ spec }) => spec.jwtRules ?? []);
  if (rules.length === 0) {
    return [];
  }
  const known: readonly Value[] = [...new TokenReader(mesh, proxy).tokens(), STRANGER];
  const token: Condition = {
    part: 'token',
    fits: (value) => value.length > 0,
    samples: () => known,
    words: { text: 'a token', opposite: 'without a token', patterns: [ANY_ISSUER], token: 'any' },
  };
  const issuers = rules.map((rule) => ofIssuer(rule, known));
  const choice = (...asks: readonly Literal[]): Choice => ({ asks, isSure: true, ends: false });
  return [
    choice({ condition: token, holds: false }),
    ...issuers.map((condition) => choice({ condition, holds: true })),
    choice({ condition: token, holds: true }, ...issuers.map((condition) => ({ condition, holds: false }))),
  ];
}

const ANY_ISSUER: TextPattern = { way: 'prefix', text: '' };

function ofIssuer({ issuer = '', audiences = [] }: JwtRule, known: readonly Value[]): Condition {
  const whose = [issuer, ...(audiences.length === 0 ? [] : [`for ${audiences.join(' or ')}`])].join(' ');
  const text = `a token of ${whose}`;
  return {
    part: 'token',
    fits: (value) => {
      const { iss, aud } = claimsOf(value) ?? {};
      const given = Array.isArray(aud) ? aud : [aud];
      return iss === issuer && (audiences.length === 0 || audiences.some((each) => given.includes(each)));
    },
    samples: () => known,
    words: {
      text,
      opposite: `without ${text}`,
      patterns: [{ way: 'exact', text: issuer }],
      token: { issuer: whose },
    },
  };
}
