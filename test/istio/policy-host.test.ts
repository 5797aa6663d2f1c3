import * as fc from 'fast-check';
import { policyHostCovers, policyHosts } from '../../lib/istio/policy-host';

test.each<[string, string, boolean]>([
  ['shop.example.com', 'shop.example.com', true],
  ['shop.example.com', 'SHOP.example.com', true],
  ['Shop.example.com', 'shop.example.com', true],
  ['shop.example.com', 'shop.example.com:80', false],
  ['shop.example.com:*', 'shop.example.com:80', true],
  ['shop.example.com:*', 'shop.example.com', false],
  ['shop.*', 'shop.example.com:80', true],
  ['*.example.com', 'shop.example.com', true],
  ['*.example.com', 'shop.example.com:80', false],
  ['*.example.com', '*.shop.example.com', true],
  ['shop.example.com', '*.example.com', false],
  ['*', 'anything', true],
])('%s and the header %s: %s', (pattern, header, covers) => {
  expect(policyHostCovers(pattern, header)).toBe(covers);
});

/** How Envoy finds the routes of a request (HeaderUtility::getPortStart, and the lower case of the rest). */
const routedHost = (header: string): string => header.replace(/:[^:\]]*$/, '').toLowerCase();

test('the hosts of a policy fit every header whose requests get the routes of the host', () => {
  const host = 'dash.example.com';
  const spelling = fc.mixedCase(fc.constant(host));
  const port = fc.oneof(
    fc.constant(''),
    fc.string({ maxLength: 6 }).map((text) => `:${text}`),
  );
  fc.assert(
    fc.property(spelling, port, (name, rest) => {
      const header = `${name}${rest}`;
      fc.pre(routedHost(header) === host);
      expect(policyHosts(host).some((each) => policyHostCovers(each, header))).toBe(true);
    }),
  );
});
