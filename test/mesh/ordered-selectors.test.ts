import fc from 'fast-check';
import { OrderedSelectors } from '../../lib/mesh/ordered-selectors';
import { selects } from '../../lib/mesh/workload';

test('it finds what a search through all finds, in their order', () => {
  const labels = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'), { maxKeys: 3 });
  const selector = fc.record({ namespace: fc.constantFrom('x', 'y'), selector: fc.option(labels, { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(selector, { maxLength: 12 }), labels, fc.constantFrom('x', 'y'), (all, given, namespace) => {
      const found = new OrderedSelectors(all, (each) => each).selecting(given, namespace);
      expect(found).toEqual(all.filter((each) => each.namespace === namespace && selects(each.selector, given)));
    }),
  );
});
