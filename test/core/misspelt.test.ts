import { misspeltFor } from '../../lib/core/misspelt';
import { NameIndex } from '../../lib/core/name-index';

test.each([
  ['paymnets', 'payments'],
  ['payment', 'payments'],
  ['boosk', 'books'],
  ['shopapi', 'shop-api'],
  ['istio-sytem', 'istio-system'],
])('%s is %s, misspelt', (name, meant) => {
  expect(misspeltFor(name, new NameIndex([meant, 'elsewhere']))).toBe(meant);
});

test.each([
  ['team-a', 'team-b'],
  ['shop2', 'shop1'],
  ['shop2', 'shop'],
  ['det', 'dev'],
  ['orders-eu', 'orders-us'],
  ['books', 'books'],
  ['books', 'payments'],
  // Both begin and end alike, and nobody gets seven letters wrong.
  ['istiorolloutgateway', 'istiohostsplitgateway'],
])('%s may be another name than %s', (name, known) => {
  expect(misspeltFor(name, new NameIndex([known]))).toBeUndefined();
});
