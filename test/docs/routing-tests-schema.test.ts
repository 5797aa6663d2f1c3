import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { testFileSchema } from '../../lib/routing-tests/format/json-schema';
import { ROOT } from './markdown-blocks';

/* The schema of test files that editors use is the one by which they are read; `npm run docs:update` writes it. */

const FILE = path.join(ROOT, 'docs', 'routing-tests.schema.json');
const updating = (expect.getState().snapshotState as unknown as { _updateSnapshot: string })._updateSnapshot === 'all';

test('docs/routing-tests.schema.json is up to date', () => {
  const text = `${JSON.stringify(testFileSchema(), undefined, 2)}\n`;
  if (updating) {
    writeFileSync(FILE, text);
  }
  expect(readFileSync(FILE, 'utf8')).toBe(text);
});

const isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(testFileSchema());
const TEST = { name: 'a', requests: { url: 'http://a/' }, expect: { status: 200 } };

test.each<[string, object]>([
  ['a test', TEST],
  ['lists', { ...TEST, from: ['a', 'b'], requests: { url: ['http://a/', 'http://b/'], headers: { c: ['d'] } } }],
  ['several requests', { ...TEST, requests: [{ url: 'http://a/' }, { url: 'http://b/', sni: null }] }],
  ['a split', { ...TEST, expect: { split: { v1: 80, v2: 20 } } }],
  ['headers that are not there', { ...TEST, expect: { headers: { a: null } } }],
  ['any failure', { ...TEST, expect: { failure: true } }],
  ['a timeout', { ...TEST, expect: { timeout: '1m30s' } }],
])('%s fits the schema', (_, each) => {
  expect([isValid({ tests: [each] }), isValid.errors]).toEqual([true, null]);
});

test.each<[string, object]>([
  ['an unknown member', { ...TEST, form: 'outside' }],
  ['no name', { ...TEST, name: undefined }],
  ['an empty list', { ...TEST, from: [] }],
  ['an empty expectation', { ...TEST, expect: {} }],
  ['a number for a text', { ...TEST, requests: { url: 'http://a/', headers: { a: 1 } } }],
  ['a percentage over 100', { ...TEST, expect: { share: 101 } }],
  ['a failure that is none', { ...TEST, expect: { failure: 'NoRuote' } }],
  ['a timeout without a unit', { ...TEST, expect: { timeout: '5' } }],
])('%s does not fit the schema', (_, each) => {
  expect(isValid({ tests: [JSON.parse(JSON.stringify(each))] })).toBe(false);
});
