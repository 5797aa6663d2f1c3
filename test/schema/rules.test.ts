import { celEnv, celFunc, celMethod, CelScalar, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import fc from 'fast-check';
import { RULES, TRANSITION_RULES } from '../../imports/schema/rules';
import { CelError } from '../../lib/schema/cel-runtime';
import { parseGoAddress, isMapped } from '../../lib/schema/go-address';
import { parseGoRequestUri, parseGoUrl } from '../../lib/schema/go-url';
import type { Schema } from '../../lib/schema/kind-schema';
import { allSchemas } from './all-schemas';

type Outcome = boolean | 'error';

/** The functions that Kubernetes adds to the language. A URL that was read is a text with a sign before it. */
const KUBERNETES = [
  celFunc('isURL', [CelScalar.STRING], CelScalar.BOOL, (text) => parseGoRequestUri(text) !== undefined),
  celFunc('url', [CelScalar.STRING], CelScalar.STRING, (text) => {
    const scheme = parseGoRequestUri(text) && parseGoUrl(text)?.scheme;
    if (scheme === undefined) {
      throw new Error('not a URL');
    }
    return `url ${scheme}`;
  }),
  celMethod('getScheme', CelScalar.STRING, [], CelScalar.STRING, function () {
    return this.replace(/^url /, '');
  }),
  celFunc('isIP', [CelScalar.STRING], CelScalar.BOOL, (text) => {
    const address = parseGoAddress(text);
    return address?.zone === '' && !isMapped(address);
  }),
];

const env = celEnv({ variables: { self: CelScalar.DYN }, funcs: [...strings, ...KUBERNETES] });

/** What the reference implementation says of a rule. */
function reference(rule: string): (self: unknown) => Outcome {
  const program = plan(env, parse(rule.replaceAll(/__([a-z]+)__/g, '$1_')));
  return (self) => {
    const result = program({ self: celInput(self) as never });
    return isCelError(result) || typeof result !== 'boolean' ? 'error' : result;
  };
}

/** With whole numbers as integers, without fields that are null, and with names that the parser takes. */
function celInput(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(celInput);
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== null);
    return new Map(entries.map(([key, item]) => [key === 'namespace' ? 'namespace_' : key, celInput(item)]));
  }
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
}

function ours(rule: string, self: unknown): Outcome {
  try {
    const said = RULES[rule](self);
    return typeof said === 'boolean' ? said : 'error';
  } catch (error) {
    if (error instanceof CelError) {
      return 'error';
    }
    throw error;
  }
}

const TEXTS = [
  '',
  '*',
  'a',
  '*.a.b',
  'a.b.c',
  '/',
  '/a//b',
  '/a/./b',
  '/a/../b',
  '/a%2fb',
  '/a%2Fb',
  '/a#b',
  '/a/..',
  '/a/.',
  'unix://',
  'unix:///run/x',
  'unix://@x',
  'unix:///run/',
  '1s',
  '0s',
  '1ms',
  '999us',
  '1h30m',
  '-5s',
  'x',
  '80',
  '0',
  '65536',
  '-1',
  'http://a.b/c',
  'oci://a/b',
  'ftp://a',
  'a:b',
  '10.0.0.0/8',
  '10.0.0.1',
  '::1',
  '::ffff:1.2.3.4',
  '\u{1f600}',
  'x'.repeat(63),
  'a.b/' + 'c'.repeat(64),
  'STATIC',
];

/** Values that fit a schema, mostly, made of the texts that a rule speaks of and of hostile ones. */
function valuesOf(schema: Schema, texts: string[], depth = 0): fc.Arbitrary<unknown> {
  const text = fc.constantFrom(...texts);
  const hostile = fc.oneof(
    text,
    fc.constantFrom(null, true, false, ...(schema.type === 'string' ? [] : [0, 1, -1, 1.5, 70000]), [], {}),
    fc.array(text, { maxLength: 2 }),
    fc.dictionary(text, text, { maxKeys: 2 }),
  );
  const fitting = (): fc.Arbitrary<unknown> => {
    if (schema.enum !== undefined) {
      return fc.constantFrom(...schema.enum);
    }
    switch (schema.type) {
      case 'object':
        return schema.properties === undefined ? mapOf(schema) : fieldsOf(schema.properties);
      case 'array':
        return fc.array(partOf(schema.items), { maxLength: depth === 0 ? 4 : 2 });
      case 'integer':
      case 'number':
        return fc.constantFrom(0, 1, 80, 443, 65535, 65536, -1);
      case 'boolean':
        return fc.boolean();
      default:
        return text;
    }
  };
  // A few of the fields at a time, or rules that want some of them to be absent are hardly ever kept.
  const fieldsOf = (properties: Readonly<Record<string, Schema>>) =>
    fc
      .shuffledSubarray(Object.keys(properties), { maxLength: Math.min(5, Object.keys(properties).length) })
      .chain((names) =>
        fc.record(Object.fromEntries(names.map((name) => [name, valuesOf(properties[name], texts, depth + 1)]))),
      );
  // The API server drops a null in a map before it looks at rules.
  const mapOf = ({ additionalProperties }: Schema) =>
    fc.dictionary(
      text,
      partOf(additionalProperties).filter((item) => item !== null),
      { maxKeys: 3 },
    );
  const partOf = (part: Schema | boolean | undefined) =>
    typeof part === 'object' ? valuesOf(part, texts, depth + 1) : hostile;
  // The reference implementation finds no fields in what is no object, where Kubernetes' has no outcome; neither comes to that.
  return schema.type === 'object' || schema.type === 'array'
    ? fitting()
    : fc.oneof({ arbitrary: hostile, weight: 1 }, { arbitrary: fitting(), weight: 12 });
}

const places = new Map<string, Schema[]>();
for (const schema of allSchemas()) {
  for (const { rule } of schema['x-kubernetes-validations'] ?? []) {
    places.set(rule, [...(places.get(rule) ?? []), schema]);
  }
}

test('every rule of the CRDs is compiled, or is about changes', () => {
  expect([...places.keys()].sort()).toEqual([...Object.keys(RULES), ...TRANSITION_RULES].sort());
  expect([...TRANSITION_RULES]).toEqual(['self == oldSelf']);
});

describe('a rule says what the reference implementation of the language says', () => {
  test.each(Object.keys(RULES))('%s', (rule) => {
    const expected = reference(rule);
    const own = [...rule.matchAll(/'([^'\\]*)'|"([^"\\]*)"/g)].map(([, single, double]) => single ?? double);
    // The reference implementation takes an empty text for a number or a duration, which Go does not.
    const texts = [...own, ...TEXTS].filter((text) => text !== '' || !/\b(int|duration)\(/.test(rule));
    const seen = new Set<Outcome>();
    fc.assert(
      fc.property(
        fc.constantFrom(...places.get(rule)!).chain((schema) => valuesOf(schema, texts)),
        (self) => {
          const said = ours(rule, self);
          seen.add(said);
          expect(said).toBe(expected(self));
        },
      ),
      { numRuns: 100, seed: 1 },
    );
    expect(seen).toContain(true);
  });
});
