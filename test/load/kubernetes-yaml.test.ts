import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readYaml } from '../../lib/load/read-yaml';

/** What sigs.k8s.io/yaml 1.6.0 (`YAMLToJSONStrict`) makes of hostile texts. */
const recorded = JSON.parse(readFileSync(path.join(__dirname, 'kubernetes-yaml.json'), 'utf8')) as {
  yaml: string;
  json?: unknown;
}[];

/** Read as Kubernetes reads them when it is not strict, or as JSON; nobody writes them by chance. */
const DIFFERENT: readonly [string, unknown][] = [
  // Strict reading rejects to override a merged key.
  ['a: &x {k: 1}\nb:\n  <<: *x\n  k: 2\n', { a: { k: 1 }, b: { k: 2 } }],
  // Escapes of JSON, which files in JSON do have.
  ['{"a":1E5,"b":"\\/"}', { a: 100_000, b: '/' }],
  ['a: "\\ud83d\\ude00"\n', { a: '😀' }],
];

test('scalars, keys and documents are read as Kubernetes reads them', () => {
  const different = recorded.filter(({ yaml, json }) => {
    const { values, problem } = readYaml({ text: yaml, line: 0 });
    return json === undefined
      ? problem === undefined
      : JSON.stringify(sorted(values[0] ?? null)) !== JSON.stringify(sorted(json));
  });
  expect(recorded.length).toBeGreaterThan(600);
  expect(different).toEqual([]);
});

test.each(DIFFERENT)('%j is read', (yaml, json) => {
  expect(readYaml({ text: yaml, line: 0 })).toEqual({ values: [json] });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, each]) => [key, sorted(each)])
    : value;
}
