/*
 * Whether the names in a certificate fit what an AuthorizationPolicy asks of a caller. The names are whole, `spiffe://cluster.local/ns/shop/sa/web`,
 * and those of other clients with a certificate may be any text; Envoy tries each of them.
 *
 * pilot/pkg/security/authz/model/generator.go: srcPrincipalGenerator, srcNamespaceGenerator, srcServiceAccountGenerator, srcTrustDomainGenerator;
 * matcher/string.go: StringMatcherWithPrefix
 */
import { policyTextFits } from './policy-text';

const SPIFFE = 'spiffe://';

/** Where a policy stands, which decides how its values are read. */
export interface PolicyHome {
  readonly namespace: string;
  /** That of the mesh, then those that stand for it. */
  readonly trustDomains: readonly string[];
}

/** A field that asks who calls; its attribute of conditions is another name for it. */
export type IdentityField = 'principals' | 'namespaces' | 'serviceAccounts' | 'trustDomains';

export function identityFits(
  field: IdentityField,
  value: string,
  names: readonly string[],
  { namespace, trustDomains }: PolicyHome,
): boolean {
  switch (field) {
    case 'principals':
      return aliasesOf(value, trustDomains).some((each) => names.some((name) => principalFits(each, name)));
    case 'namespaces':
      return fitsOne(`^.*/ns/${value.split('*').map(escaped).join('.*')}/.*$`, names);
    case 'serviceAccounts': {
      const slash = value.indexOf('/');
      const [home, account] = slash < 0 ? [namespace, value] : [value.slice(0, slash), value.slice(slash + 1)];
      return fitsOne(`^${SPIFFE}.+/ns/${escaped(home)}/(?:.+/|)sa/${escaped(account)}(?:/.+)?$`, names);
    }
    case 'trustDomains':
      return (trustDomains.includes(value) ? trustDomains : [value]).some((each) =>
        names.some((name) => trustDomainFits(each, name)),
      );
  }
}

function principalFits(value: string, name: string): boolean {
  if (value === '*') {
    return name !== '';
  }
  return value.startsWith('*')
    ? name.startsWith(SPIFFE) && name.slice(SPIFFE.length).endsWith(value.slice(1))
    : policyTextFits(SPIFFE + value, name);
}

function trustDomainFits(value: string, name: string): boolean {
  if (value === '*') {
    return name.startsWith(SPIFFE);
  }
  const star = value.indexOf('*');
  return star < 0
    ? name.startsWith(`${SPIFFE}${value}/`)
    : fitsOne(`^${SPIFFE}${escaped(value.slice(0, star))}[^/]*${escaped(value.slice(star + 1))}/.*$`, [name]);
}

const aliases = new WeakMap<readonly string[], Map<string, readonly string[]>>();

function aliasesOf(principal: string, trustDomains: readonly string[]): readonly string[] {
  const ofMesh = aliases.get(trustDomains) ?? new Map<string, readonly string[]>();
  aliases.set(trustDomains, ofMesh);
  const found = ofMesh.get(principal) ?? withAliases(principal, trustDomains);
  ofMesh.set(principal, found);
  return found;
}

/**
 * A principal in all trust domains of the mesh, if it is in one of them; `cluster.local` stands for the mesh's own.
 * pilot/pkg/security/trustdomain/bundle.go: ReplaceTrustDomainAliases
 */
function withAliases(principal: string, trustDomains: readonly string[]): readonly string[] {
  const [domain, ...rest] = principal.split('/');
  if (rest.length !== 4 || domain === '*') {
    return [principal];
  }
  return domain === 'cluster.local' || trustDomains.some((each) => overlap(domain, each))
    ? trustDomains.map((each) =>
        domain.startsWith('*') && each.endsWith(domain.slice(1)) ? principal : [each, ...rest].join('/'),
      )
    : [principal];
}

/** Whether two texts are the same, or one fits the other as a pattern with "*" at its beginning or end. */
function overlap(a: string, b: string): boolean {
  const fits = (pattern: string, text: string): boolean =>
    (pattern.endsWith('*') && text.startsWith(pattern.slice(0, -1))) ||
    (pattern.startsWith('*') && text.endsWith(pattern.slice(1)));
  return a === b || fits(a, b) || fits(b, a);
}

const known = new Map<string, RegExp>();

function fitsOne(expression: string, names: readonly string[]): boolean {
  let pattern = known.get(expression);
  if (pattern === undefined) {
    pattern = new RegExp(expression);
    known.set(expression, pattern);
  }
  return names.some((name) => pattern.test(name));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
