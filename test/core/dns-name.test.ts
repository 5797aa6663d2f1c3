import { DNS_LABEL, DNS_SUBDOMAIN, NAMESPACED_NAME } from '../../lib/core/dns-name';

test.each([
  ['a', true, true, false],
  ['a-0', true, true, false],
  ['a.b', false, true, false],
  ['a/b', false, false, true],
  ['A', false, false, false],
  ['-a', false, false, false],
  ['a.', false, false, false],
  ['a/b/c', false, false, false],
  ['a.b/c', false, false, false],
  ['', false, false, false],
])('"%s": label %s, subdomain %s, name with its namespace %s', (text, ...expected) => {
  expect([DNS_LABEL, DNS_SUBDOMAIN, NAMESPACED_NAME].map((form) => form.test(text))).toEqual(expected);
});
