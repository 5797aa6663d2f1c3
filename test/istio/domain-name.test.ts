import { domainFlaw, isDnsLabel, isOrdinaryDomain, wildcardDomainFlaw } from '../../lib/istio/domain-name';

const long = 'a'.repeat(64);

test.each(['shop', 'Shop', '0', 'a-b', 'A'.repeat(63)])('%s is a label', (label) => {
  expect(isDnsLabel(label)).toBe(true);
});

test.each(['', '-a', 'a-', 'a_b', 'a.b', '*', long, 'ü'])('"%s" is no label', (label) => {
  expect(isDnsLabel(label)).toBe(false);
});

test.each(['shop', 'Shop.Example.com', 'a.b.', '1.a', `a.${2n ** 63n}`])(
  '%s is a domain name, with a wildcard too',
  (host) => {
    expect([domainFlaw(host), wildcardDomainFlaw(host)]).toEqual([undefined, undefined]);
  },
);

test.each([
  ['', { what: 'empty' }],
  ['ü'.repeat(128), { what: 'tooLong', length: 256 }],
  ['10.0.0.1', { what: 'number', label: '1' }],
  ['a..b', { what: 'label', label: '' }],
  [`a.${long}`, { what: 'label', label: long }],
  ['a.*.b', { what: 'label', label: '*' }],
  ['*.a', { what: 'label', label: '*' }, undefined],
  ['*', { what: 'label', label: '*' }, undefined],
  ['*-a.b', { what: 'label', label: '*-a' }, undefined],
  ['*a.b', { what: 'label', label: '*a' }, undefined],
  ['a*.b', { what: 'label', label: 'a*' }],
  ['**.b', { what: 'label', label: '**' }],
])('flaw of "%s"', (host, flaw, ...asWildcard) => {
  expect(domainFlaw(host)).toEqual(flaw);
  expect(wildcardDomainFlaw(host)).toEqual(asWildcard.length === 0 ? flaw : asWildcard[0]);
});

test('what is ordinary at a look has no flaw', () => {
  for (const host of ['a', 'a.b-c.com', `${'a'.repeat(63)}.x`]) {
    expect([isOrdinaryDomain(host), domainFlaw(host)]).toEqual([true, undefined]);
  }
  for (const host of ['A', 'a.', '*.a', '1.2.3.4', `${long}.x`, `${'a.'.repeat(127)}ab`]) {
    expect(isOrdinaryDomain(host)).toBe(false);
  }
});
