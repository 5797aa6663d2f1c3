import type { CompactSchema } from '../../tools/import/compact';
import { emitRules } from '../../tools/import/rules';

const emit = (...rules: string[]) => {
  const schema = { type: 'object' as const, 'x-kubernetes-validations': rules.map((rule) => ({ rule })) };
  const compact: CompactSchema = { group: 'a', kinds: { A: { version: 'v1', schema } }, types: {} };
  return emitRules([compact]);
};

/** The function that a rule becomes. */
const written = (rule: string) => /\(self\) => (.*),\n/.exec(emit(rule))?.[1];

describe('rules become functions', () => {
  test.each([
    ['self.a == "b"', 'cel.equal(cel.select(self, "a"), "b")'],
    ['has(self.__namespace__)', 'cel.has(self, "namespace")'],
    ['a && b && c', 'cel.and(() => a, () => b, () => c)'],
    ['a || (b || c)', 'cel.or(() => a, () => b, () => c)'],
    ['a ? {} : []', 'cel.when(a, () => ({}), () => [])'],
    ['a > 1', 'cel.less(1, a)'],
    ['a >= -1', 'cel.lessOrEqual(-1, a)'],
    ['a != true', '!cel.equal(a, true)'],
    ['!(a in ["b"])', 'cel.not(cel.within(a, ["b"]))'],
    ['size(a) + b.size()', 'cel.add(cel.size(a), cel.size(b))'],
    ['a[0].b', 'cel.select(cel.index(a, 0), "b")'],
    ['a.all(b, b.c)', 'cel.all(a, (b) => cel.select(b, "c"))'],
    ['a.exists(b, b.c)', 'cel.exists(a, (b) => cel.select(b, "c"))'],
    ['a.exists_one(b, b.c)', 'cel.existsOne(a, (b) => cel.select(b, "c"))'],
    ['a.filter(b, b.c)', 'cel.filter(a, (b) => cel.select(b, "c"))'],
    ['a.substring(1, 2)', 'cel.substring(a, 1, 2)'],
  ])('%s', (rule, expected) => {
    expect(written(rule)).toBe(expected);
  });

  test('each once, sorted, and those about changes apart', () => {
    const text = emit('b', 'a', 'b', 'self == oldSelf');
    expect([...text.matchAll(/^ {2}"(.*)":$/gm)].map(([, rule]) => rule)).toEqual(['a', 'b']);
    expect(text).toContain('export const TRANSITION_RULES: ReadonlySet<string> = new Set([\n  "self == oldSelf",\n]);');
  });

  test.each([
    ['a.map(b, b.c)', 'a macro that loops by _+_ is not supported'],
    ['a.map(b, b.d, b.c)', 'map() is not supported'],
    ['a == 1.5', 'a constant of type doubleValue is not supported'],
    ['{"a": 1} == a', 'a map is not supported'],
    ['a * 2 == 4', '_*_ with 2 arguments is not supported'],
    ['a.replace("b", "c") == a', 'replace with 3 arguments is not supported'],
    ['a.__dot__b', 'the name __dot__b is not supported'],
    ['a &&', 'the rule a && cannot be compiled'],
  ])('%s is rejected', (rule, message) => {
    expect(() => emit(rule)).toThrow(message);
  });
});
