import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { Locator } from '../../lib/load/locate';
import { readPlain } from '../../lib/load/plain-yaml';
import { readYaml } from '../../lib/load/read-yaml';
import { splitDocuments } from '../../lib/load/split-documents';

const ROOT = path.resolve(__dirname, '../..');

/** A comment that no plain document has: the reader of all of YAML is asked then, and nothing else changes. */
const NOT_PLAIN = '\n#\t\n';

test('what tools write is read', () => {
  const text = `---
# made by a tool
apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: public
  annotations:
    example.com/note: 'it''s a "note": #1'
    example.com/json: "{\\"a\\": 1}"
spec:
  selector: {}
  servers:
  - port:
      number: 0443
      name: https-443
    hosts:
    - shop/*.example.com
    - ./a b
    minProtocolVersion: ~
  - hosts: []

    bind: 1.5
    on-off: no
`;
  expect(readPlain(text)).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: {
      name: 'public',
      annotations: { 'example.com/note': 'it\'s a "note": #1', 'example.com/json': '{"a": 1}' },
    },
    spec: {
      selector: {},
      servers: [
        {
          port: { number: 0o443, name: 'https-443' },
          hosts: ['shop/*.example.com', './a b'],
          minProtocolVersion: null,
        },
        { hosts: [], bind: 1.5, 'on-off': false },
      ],
    },
  });
});

test.each([
  ['a comment behind a value', 'a: b # c'],
  ['a value of two lines', 'a: b\n  c'],
  ['a quoted value of two lines', 'a: "b\n  c"'],
  ['a text block', 'a: |\n  b'],
  ['flow style', 'a: {b: c}'],
  ['an anchor', 'a: &b c'],
  ['an alias', 'a: *b'],
  ['a tag', 'a: !!str b'],
  ['a merge', '<<: a'],
  ['a key that is there already', 'a: b\na: c'],
  ['a key that is a boolean', 'on: b'],
  ['a key that is a number', '1: b'],
  ['a key that objects have', '__proto__: b'],
  ['a colon in a value', 'a: b: c'],
  ['a list in a list', 'a:\n- - b'],
  ['a list alone', '- a'],
  ['a text alone', 'a'],
  ['an indented document', ' a: b'],
  ['a key that is indented too far', 'a: b\n  c: d'],
  ['a key that is not indented as any', 'a:\n    b: c\n  d: e'],
  ['a tab', 'a:\tb'],
  ['the end of lines of Windows', 'a: b\r\nc: d'],
  ['two documents', 'a: b\n---\nc: d'],
  ['a number that JSON does not have', 'a: .inf'],
  ['nothing', ''],
  ['a comment alone', '# a'],
])('%s is left to the reader of all of YAML', (_, text) => {
  expect(readPlain(text)).toBeUndefined();
});

test('what is read is what the reader of all of YAML reads, at the same places', () => {
  fc.assert(
    fc.property(texts(), (text) => {
      compare(text);
    }),
    { numRuns: 5000 },
  );
});

test('the same holds for all YAML files here', () => {
  const files = ['examples', 'test', 'docs'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.ya?ml$/.test(file))
      .map((file) => path.join(ROOT, folder, file)),
  );
  const read = files.flatMap((file) =>
    [...splitDocuments(readFileSync(file, 'utf8'))].map(({ text }) => compare(text)),
  );
  expect(read.filter(Boolean).length).toBeGreaterThan(100);
});

/** Whether the text is plain. */
function compare(text: string): boolean {
  const plain = readPlain(text);
  if (plain === undefined) {
    return false;
  }
  const document = { text, line: 0 };
  const other = { text: text + NOT_PLAIN, line: 0 };
  expect(readYaml(document)).toStrictEqual(readYaml(other));
  expect(JSON.stringify(plain)).toBe(JSON.stringify(readYaml(other).values[0]));
  const [locator, otherLocator] = [new Locator(document), new Locator(other)];
  for (const each of [...pathsOf(plain, ''), '', 'missing', 'a.missing', 'a[7].b']) {
    expect(locator.find(each)).toEqual(otherLocator.find(each));
  }
  return true;
}

function pathsOf(value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null) {
    return [at];
  }
  return [
    at,
    ...Object.entries(value).flatMap(([key, each]) =>
      pathsOf(each, Array.isArray(value) ? `${at}[${key}]` : at === '' ? key : `${at}.${key}`),
    ),
  ];
}

/** Lines as in manifests, some of them wrong: what they become together is up to the readers. */
function texts(): fc.Arbitrary<string> {
  const key = fc.constantFrom('a', 'b', 'c.d/e', 'name', 'on', 'null', '_f', 'g-1', '1', '"h"', 'i j', '__proto__');
  const scalar = fc.oneof(
    fc.constantFrom(
      'x',
      'yes',
      'null',
      '~',
      '0x1f',
      '1_000',
      '-1',
      '-',
      '- x',
      '1.5e3',
      '.5',
      '{}',
      '[]',
      '{ }',
      '.inf',
    ),
    fc.constantFrom("'a'", "'it''s'", '"q"', '"q\\n"', '"\\x41"', '"a" b', "'a", '"a: b"', "''", '""', "'a': b"),
    fc.constantFrom(
      'a:b',
      'a: b',
      'a #b',
      'a#b',
      '#b',
      'http://x/',
      '*',
      '&a',
      '!x',
      '|',
      '>',
      '@',
      '%',
      '`',
      '?',
      '? a',
    ),
    fc.constantFrom(
      'shop/*.example.com',
      'a  b ',
      'é',
      '\u00a0',
      '\u2028',
      'a,b',
      '[a]',
      '$(A)',
      '=',
      '\\',
      'a:',
      '---',
      '...',
    ),
    fc.string({ maxLength: 6 }),
    fc.double().map(String),
  );
  const line = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(key, scalar).map(([a, b]) => `${a}: ${b}`) },
    { weight: 4, arbitrary: key.map((each) => `${each}:`) },
    { weight: 3, arbitrary: fc.tuple(key, scalar).map(([a, b]) => `- ${a}: ${b}`) },
    { weight: 2, arbitrary: key.map((each) => `- ${each}:`) },
    { weight: 3, arbitrary: scalar.map((each) => `- ${each}`) },
    { weight: 1, arbitrary: scalar },
    { weight: 1, arbitrary: fc.constantFrom('', '# c', ' ', '-', '---', '...', '%YAML 1.2', '-  a: b', '- - a') },
  );
  const tidy = fc.constantFrom(
    'a: x',
    'name: 1',
    "b: 'y'",
    'c.d/e: "z"',
    'g-1:',
    '_f:',
    '- x',
    '- a: x',
    '- b:',
    '- 1',
    '',
  );
  return fc
    .array(fc.tuple(fc.constantFrom(0, 0, 2, 2, 4, 6, 1), fc.oneof({ weight: 5, arbitrary: tidy }, line)), {
      maxLength: 8,
    })
    .map((lines) => lines.map(([indent, each]) => ' '.repeat(indent) + each).join('\n'));
}
