import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import yaml from 'js-yaml';
import { load, Loaded } from '../../lib/load/load';

const OBJECT = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n';

function read(text: string): { values: unknown[]; unreadable: unknown[] } {
  const loaded = new Loaded();
  loaded.add('a.yaml', text);
  return { values: loaded.values, unreadable: loaded.unreadable };
}

/** A few lines that stand for more than a billion values. */
function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 10; i++) {
    lines.push(
      `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    );
  }
  return `${lines.join('\n')}\n`;
}

describe('what cannot be read is told, and the rest is read', () => {
  test.each<[string, string, number | undefined, RegExp]>([
    ['broken YAML', 'a: 1\n b: 2\n', 2, /not YAML/],
    ['a key twice', 'a: 1\na: 2\n', 2, /key a stands twice/],
    ['an alias bomb', bomb(), undefined, /far more than the text holds/],
    ['an alias of itself', 'a: &x [*x]\n', undefined, /alias of itself/],
    ['a host that looks like an alias', 'hosts:\n  - *.example.com\n', 2, /in quotes/],
    ['a tab', 'a:\n\tb: 1\n', 2, /tab/],
    ['a template', 'name: {{ .Values.name }}\n', 1, /helm template/],
    ['a template line', 'a: 1\n{{- if .Values.x }}\nb: 2\n{{- end }}\n', 2, /helm template/],
    ['deep nesting', `a: ${'['.repeat(100_000)}\n`, undefined, /nested deeper/],
    [
      'deep nesting of blocks',
      Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n') + '\n',
      undefined,
      /nested deeper/,
    ],
    ['infinity', 'a: .inf\n', 1, /JSON does not have/],
    ['a null key', '~: 1\n', undefined, /key is null/],
    ['an open quote', 'a: "x\n', undefined, /not YAML/],
    ['broken JSON', '{"a": 1\n', undefined, /neither JSON nor YAML/],
    ['an at sign', 'a:\n  - @b\n', 2, /needs quotes/],
    ['an unknown directive', '%YAML 3.0\n---\na: 1\n', undefined, /not YAML/],
  ])('%s', (_, text, line, message) => {
    const { values, unreadable } = read(`${OBJECT}---\n${text}---\n${OBJECT}`);
    expect(values.filter((value) => (value as { kind?: string }).kind === 'Service')).toHaveLength(2);
    expect(unreadable).toEqual([expect.objectContaining({ file: 'a.yaml', message: expect.stringMatching(message) })]);
    if (line !== undefined) {
      expect(unreadable).toEqual([expect.objectContaining({ line: line + 4 })]);
    }
  });

  test('deep nesting of JSON', () => {
    const deep = `${'{"a":'.repeat(600)}1${'}'.repeat(600)}`;
    expect(read(`${deep}\n`)).toEqual({
      values: [],
      unreadable: [
        { file: 'a.yaml', line: 1, column: expect.any(Number), message: expect.stringContaining('nested deeper') },
      ],
    });
  });

  test('of two equal keys the last one counts, as in Kubernetes', () => {
    expect(read('a: 1\na: 2\n').values).toEqual([{ a: 2 }]);
  });
});

describe('what is unusual, and right', () => {
  test.each<[string, string, unknown[]]>([
    ['a byte order mark', '\ufeffa: 1\n', [{ a: 1 }]],
    [
      'byte order marks of files that were joined',
      'a: 1\n---\n\ufeffb: 2\n\ufeff---\nc: 3\n',
      [{ a: 1 }, { b: 2 }, { c: 3 }],
    ],
    ['CRLF', 'a: 1\r\nb: |\r\n  x\r\n---\r\nc: yes\r\n', [{ a: 1, b: 'x\n' }, { c: true }]],
    ['empty documents', '---\n---\n# nothing\n---\n\n---\na: 1\n...\n', [{ a: 1 }]],
    ['no text', '', []],
    ['a document behind its marker', '--- {a: 1}\n--- # next\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['directives', '%YAML 1.1\n---\na: 1\n...\n%YAML 1.1\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['dashes in a text', 'a: |\n  ---\n  b\nc: ----\n', [{ a: '---\nb\n', c: '----' }]],
    ['numbers as text', 'a: "80"\nb: 0777\nc: 2024-01-01\n', [{ a: '80', b: 511, c: '2024-01-01' }]],
    ['values that are no objects', 'hello\n---\n- 1\n---\n3\n', ['hello', [1], 3]],
    [
      'JSON texts one after the other',
      '{"a": "}\\""}\n {"b": [{"c": 2}]} {"d": 3}\n',
      [{ a: '}"' }, { b: [{ c: 2 }] }, { d: 3 }],
    ],
    ['JSON', '{"a":\n\t{"b": 1}}\n', [{ a: { b: 1 } }]],
  ])('%s', (_, text, values) => {
    expect(read(text)).toEqual({ values, unreadable: [] });
  });

  test('names of JavaScript are names like others', () => {
    const { values } = read(
      '__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}\nb:\n  <<: {__proto__: {polluted: 1}}\n',
    );
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(Object.keys(values[0] as object)).toEqual(['__proto__', 'constructor', 'b']);
    expect(Object.getPrototypeOf(values[0])).toBe(Object.prototype);
  });

  test('aliases are written out', () => {
    const [value] = read('a: &x {k: [1]}\nb: *x\nc: {<<: *x, d: 2}\n').values as [Record<string, unknown>];
    expect(value).toEqual({ a: { k: [1] }, b: { k: [1] }, c: { k: [1], d: 2 } });
    expect(value.a).not.toBe(value.b);
  });
});

describe('places', () => {
  const text = [
    '# a comment',
    '---',
    'kind: VirtualService',
    'metadata:',
    '  annotations:',
    '    "example.com/a.b": x',
    '    plain.example.com/c: y',
    'spec:',
    '  hosts: [a, "b"]',
    '  http:',
    '    - route:',
    '        - destination: {host: a, subset: v3}',
    '        -',
    '          weight: 1',
    '  tcp: &t',
    '  - port: 1',
    '  tls: *t',
  ].join('\n');

  test.each([
    ['', '3:1'],
    ['spec', '8:1'],
    ['spec.hosts[1]', '9:14'],
    ['spec.http[0].route[0].destination.subset', '12:34'],
    ['spec.http[0].route[1].weight', '14:11'],
    ['spec.http[0].route[1].missing.more', '14:11'],
    ['spec.http[4]', '10:3'],
    ['metadata.annotations["example.com/a.b"]', '6:5'],
    ['metadata.annotations.plain.example.com/c', '7:5'],
    ['metadata.name', '4:1'],
    ['spec.tls[0].port', '16:5'],
  ])('%s is at %s', (field, place) => {
    const loaded = new Loaded();
    loaded.add('a.yaml', text);
    const { line, column } = loaded.place(loaded.values[0], field)!;
    expect(`${line}:${column}`).toBe(place);
  });

  test('in lists, in any document, with CRLF', () => {
    const loaded = new Loaded();
    loaded.add('a.yaml', 'a: 1\r\n---\r\nkind: List\r\nitems:\r\n- kind: A\r\n- kind: B\r\n  spec:\r\n    x: 1\r\n');
    const { items } = loaded.values[1] as { items: unknown[] };
    expect(loaded.place(items[1], 'spec.x')).toEqual({ file: 'a.yaml', line: 8, column: 5, source: '    x: 1' });
  });

  test.each([
    ['{"a": [1, {"b": {"c": 2}}]}', 'a[1].b.c', '1:18'],
    ['{\n  "a": {\n    "b": [\n      {"c": 1},\n      {"d": 2}\n    ]\n  }\n}\n', 'a.b[1].d', '5:8'],
    ['- {a: {b: 1}}\n- [{c: 1}]\n- - {d: 1}\n', '[0].a.b', '1:8'],
    ['- {a: {b: 1}}\n- [{c: 1}]\n- - {d: 1}\n', '[1][0].c', '2:5'],
    ['- {a: {b: 1}}\n- [{c: 1}]\n- - {d: 1}\n', '[2][0].d', '3:6'],
    ['{\n\t"a": 1,\n\t"b": {"c": 2}\n}', 'b.c', '3:8'],
  ])('in braces: %j, %s', (text, field, place) => {
    const loaded = new Loaded();
    loaded.add('a.json', text);
    const { line, column } = loaded.place(loaded.values[0], field)!;
    expect(`${line}:${column}`).toBe(place);
  });

  test('of a key that stands twice, the one that counts', () => {
    const loaded = new Loaded();
    loaded.add('a.yaml', 'a: 1\nb: {c: 1}\na: 2\nb: {c: 2}\n');
    const lines = ['a', 'b', 'b.c'].map((field) => loaded.place(loaded.values[0], field)!.line);
    expect(lines).toEqual([3, 4, 4]);
  });

  test('in JSON texts one after the other', () => {
    const loaded = new Loaded();
    loaded.add('a.json', '\n{"a": 1} {"b": 2}\n{\n  "c": 3\n}\n');
    const places = ['a', 'b', 'c'].map((name, i) => loaded.place(loaded.values[i], name)!);
    expect(places.map(({ line, column }) => `${line}:${column}`)).toEqual(['2:2', '2:11', '4:3']);
  });
});

test('places in documents by turns read each document once', () => {
  const loaded = new Loaded();
  const list = 'kind: List\nitems:\n  - spec: {x: 1}\n  - spec: {x: 2}\n';
  loaded.add('a.yaml', list);
  loaded.add('b.yaml', `\n${list}`);
  const [a, b] = (loaded.values as { items: unknown[] }[]).map(({ items }) => items);
  const targets = [a[1], b[0], undefined, a[0], b[1]].map((value) => ({ value, path: 'spec.x' }));
  const reads = jest.spyOn(yaml, 'loadAll');
  const places = loaded.placeAll(targets).map((place) => place && `${place.file}:${place.line}:${place.column}`);
  expect(places).toEqual(['a.yaml:4:12', 'b.yaml:4:12', undefined, 'a.yaml:3:12', 'b.yaml:5:12']);
  expect(reads).toHaveBeenCalledTimes(2);
  reads.mockRestore();
});

describe('files and folders', () => {
  let folder: string;
  const at = (...names: string[]): string => path.join(folder, ...names);
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'load-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('come sorted, each once, without what is hidden', () => {
    for (const name of ['b', 'a', '.hidden', 'node_modules']) {
      mkdirSync(at(name));
      writeFileSync(at(name, 'x.yml'), `from: ${name}\n`);
    }
    writeFileSync(at('c.json'), '{"from": "c"}');
    writeFileSync(at('README.md'), 'no: yaml\n');
    symlinkSync(folder, at('a', 'loop'));
    symlinkSync(at('c.json'), at('d.yaml'));
    const { values, unreadable } = load([folder, at('b')]);
    expect(values).toEqual([{ from: 'a' }, { from: 'b' }, { from: 'c' }]);
    expect(unreadable).toEqual([]);
  });

  test('that cannot be read are told', () => {
    writeFileSync(at('binary.yaml'), Buffer.from([1, 0, 2]));
    writeFileSync(at('latin1.yaml'), Buffer.from('a: 1\nb: caf\u00e9\n', 'latin1'));
    symlinkSync(at('gone'), at('dangling.yaml'));
    symlinkSync(at('self.yaml'), at('self.yaml'));
    symlinkSync(at('self'), at('self'));
    mkdirSync(at('folder.yaml'));
    writeFileSync(at('utf16.yaml'), Buffer.from('\ufeffa: é\n', 'utf16le'));
    writeFileSync(at('bom.yaml'), '\ufeffa: 2\n');
    const { values, unreadable } = load([folder, at('nothing')]);
    expect(values).toEqual([{ a: 2 }, { a: 'é' }]);
    expect(unreadable.map(({ file, line, message }) => [path.relative(folder, file), line, message])).toEqual([
      ['binary.yaml', undefined, expect.stringContaining('binary')],
      ['dangling.yaml', undefined, expect.stringContaining('no such')],
      ['latin1.yaml', 2, expect.stringContaining('not UTF-8')],
      ['self.yaml', undefined, expect.stringContaining('leads back')],
      ['nothing', undefined, expect.stringContaining('no such')],
    ]);
  });

  test('a folder without manifests, and a file without the right to read it', () => {
    mkdirSync(at('empty'));
    writeFileSync(at('secret.yaml'), 'a: 1\n');
    chmodSync(at('secret.yaml'), 0);
    expect(load([at('empty')]).unreadable).toEqual([expect.objectContaining({ file: at('empty') })]);
    // Whoever may read everything may read it.
    expect(load([at('secret.yaml')]).unreadable).toHaveLength(process.getuid?.() === 0 ? 0 : 1);
  });

  test('50 MB are read', () => {
    const document = `${OBJECT}data:\n  x: "${'x'.repeat(1_000_000)}"\n---\n`;
    writeFileSync(at('large.yaml'), document.repeat(50));
    expect(load([at('large.yaml')]).values).toHaveLength(50);
  });

  test('standard input', () => {
    const loaded = load(['-'], () => Buffer.from('a: 1\n'));
    expect(loaded.place(loaded.values[0], 'a')).toMatchObject({ file: 'stdin', line: 1 });
  });
});
