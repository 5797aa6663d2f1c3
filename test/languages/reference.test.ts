import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { blocksOf, ROOT } from '../docs/markdown-blocks';
import { LANGUAGES } from './languages';
import type { Made } from './programs';
import { failureOf, make, programOf } from './programs';
import { runTypeScript } from './typescript';

/*
 * Every pattern and every resource in each language: the manifests are the same, byte for byte, and so is what checks, traces, reach and graph say.
 */

const TYPESCRIPT = programOf('reference', { extension: '.ts' });
const typescript = make((env) => runTypeScript(TYPESCRIPT, env));

describe('in TypeScript', () => {
  const text = readFileSync(TYPESCRIPT, 'utf8');
  const used = [...text.matchAll(/new (\w+)\(/g)].map(([, name]) => name);

  test('it ends well', () => {
    expect(failureOf(typescript)).toBe('');
  });

  test.each(classes(['patterns'], 'Construct'))('it uses the pattern %s', (name) => {
    expect(used).toContain(name);
  });

  test.each(classes(['networking', 'security', 'telemetry', 'extensions'], 'IstioResource'))(
    'it uses the resource %s',
    (name) => {
      expect(used).toContain(name);
    },
  );

  test.each(['networking', 'security', 'telemetryApi', 'extensions', 'gatewayApi'])('it uses a kind of %s', (name) => {
    expect(text).toMatch(new RegExp(`new (istio\\.)?${name}\\.`));
  });

  test.each(Object.keys(typescript.manifests).map((name) => name.replace('.k8s.yaml', '')))(
    'the example of docs/%s.md is in it, word for word',
    (guide) => {
      const page = path.join(ROOT, 'docs', `${guide}.md`);
      if (guide === 'checks' || !readdirSync(path.dirname(page)).includes(path.basename(page))) {
        // What the guide of the checks shows does not synthesize; the others are no guides.
        return;
      }
      const [example] = blocksOf(page).filter(({ language }) => language === 'ts');
      const [, body] = /^(?:import [^;]*;\n)+\n([^]*)$/.exec(example.text) ?? [];
      expect(words(text)).toContain(words(body));
    },
  );
});

describe.each(LANGUAGES.map((language) => [language.name, language] as const))('in %s', (_, language) => {
  const file = programOf('reference', language);
  let made: Made;
  beforeAll(() => {
    made = make((env) => language.run(file, env));
  });

  test('it ends well', () => {
    expect(failureOf(made)).toBe('');
  });

  test.each(Object.keys(typescript.manifests))('%s is that of TypeScript', (name) => {
    expect(made.manifests[name]).toBe(typescript.manifests[name]);
  });

  test('there are no other manifests', () => {
    expect(Object.keys(made.manifests)).toEqual(Object.keys(typescript.manifests));
  });

  test('it prints what the program in TypeScript prints: findings, traces, reach and graph', () => {
    expect(made.stdout).toBe(typescript.stdout);
  });

  test('warnings and suppressions that took nothing away are printed once', () => {
    expect(typescript.stderr).toContain('IstioChecks: 1 warning');
    expect(typescript.stderr).toContain('suppression CDI0201=VirtualService shop/nowhere matched no finding');
    expect(made.stderr).toBe(typescript.stderr);
  });

  test('compilers and linters have nothing to say', () => {
    expect(language.lint(file)).toBe('');
  });
});

/** The classes of folders of lib/ that extend another one. */
function classes(folders: readonly string[], base: string): string[] {
  const found = folders
    .map((folder) => path.join(ROOT, 'lib', folder))
    .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .flatMap((source) => [...source.matchAll(new RegExp(`^export class (\\w+) extends ${base}\\b`, 'gm'))])
    .map(([, name]) => name);
  return found.sort();
}

/** A text without its layout: formatters break lines at different places. */
function words(text: string): string {
  return text.replace(/\s+/g, '').replace(/,(?=[\])}])/g, '');
}
