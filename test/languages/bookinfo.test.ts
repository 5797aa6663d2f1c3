import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'cdk8s';
import { BookinfoChart } from '../../examples/bookinfo/chart';
import { ROOT } from '../docs/markdown-blocks';
import { LANGUAGES } from './languages';
import { failureOf, make } from './programs';

/* examples/bookinfo in each language: the manifests are those of TypeScript. */

const BOOKINFO = path.join(ROOT, 'examples', 'bookinfo');
const app = new App();
new BookinfoChart(app);
const typescript = app.synthYaml();

test('the YAML of the workloads is what the chart in TypeScript makes of them', () => {
  const workloads = readFileSync(path.join(BOOKINFO, 'workloads.yaml'), 'utf8');
  expect(typescript.slice(0, workloads.length)).toBe(workloads);
});

describe.each(LANGUAGES.map((language) => [language.name, language] as const))('in %s', (name, language) => {
  const folder = path.join(BOOKINFO, name.toLowerCase());
  const file = path.join(folder, readdirSync(folder).find((each) => each.endsWith(language.extension)) ?? '');

  test('it makes the manifests of TypeScript', () => {
    const made = make((env) => language.run(file, env));
    expect(failureOf(made)).toBe('');
    expect(made.manifests).toEqual({ 'bookinfo.k8s.yaml': typescript });
  });

  test('compilers and linters have nothing to say', () => {
    expect(language.lint(file)).toBe('');
  });
});
