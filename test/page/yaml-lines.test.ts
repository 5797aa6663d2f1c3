import fc from 'fast-check';
import { load } from 'js-yaml';
import { yamlLines } from '../../page/yaml-lines';

const textOf = (value: unknown): string =>
  `${yamlLines(value)
    .map(({ text }) => text)
    .join('\n')}\n`;

test('as Kubernetes writes it, each line with its path', () => {
  const manifest = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', annotations: { note: 'a: b', 'example.com/on': 'true', text: 'one\n\ntwo\n' } },
    spec: { ports: [{ name: 'http', port: 80 }, { port: 443 }], selector: {}, ips: [] },
  };
  expect(yamlLines(manifest).map(({ text, path }) => `${text.padEnd(28)} ${path}`.trimEnd())).toEqual([
    'apiVersion: v1               apiVersion',
    'kind: Service                kind',
    'metadata:                    metadata',
    '  name: web                  metadata.name',
    '  annotations:               metadata.annotations',
    '    note: "a: b"             metadata.annotations.note',
    '    example.com/on: "true"   metadata.annotations.example.com/on',
    '    text: |                  metadata.annotations.text',
    '      one                    metadata.annotations.text',
    '                             metadata.annotations.text',
    '      two                    metadata.annotations.text',
    'spec:                        spec',
    '  ports:                     spec.ports',
    '  - name: http               spec.ports[0].name',
    '    port: 80                 spec.ports[0].port',
    '  - port: 443                spec.ports[1].port',
    '  selector: {}               spec.selector',
    '  ips: []                    spec.ips',
  ]);
});

const texts = fc.oneof(
  fc.string({ unit: 'binary' }).filter((text) => !/[\ud800-\udfff]/.test(text)),
  fc.string(),
  fc.constantFrom(
    '',
    'true',
    'No',
    '1e3',
    '0x1f',
    '1_000',
    '.5',
    '~',
    'a: b',
    '- a',
    '# a',
    'a #b',
    '@a',
    '|',
    'a\nb',
    'a\nb\n',
    ' a\nb',
    'a\n\n',
    '\ta',
    '2001-01-01',
    '12:30:45',
    '=',
  ),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    texts,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      texts.filter((text) => text !== '__proto__'),
      tie('value'),
      { maxKeys: 3 },
    ),
  ),
})).value;

test('whatever it is, a reader of YAML gets it back', () => {
  fc.assert(
    fc.property(values, (value) => {
      const text = textOf(value);
      expect({ text, value: load(text) }).toEqual({ text, value });
    }),
    { seed: 1, numRuns: 2000 },
  );
});
