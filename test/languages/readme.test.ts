import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Package } from '../../tools/release/checkout';
import { readJson } from '../../tools/release/checkout';
import { blocksOf, ROOT } from '../docs/markdown-blocks';
import { bindingsOf } from './bindings';
import { failureOf, make } from './programs';
import { python } from './python';

/* The README, and what becomes of it in the packages of other languages, which show it as their page. */

const README = blocksOf(path.join(ROOT, 'README.md'));
const programs = (blocks: typeof README): string[] =>
  blocks.filter(({ language }) => ['python', 'java', 'go'].includes(language)).map(({ text }) => text);

test('its program in Python makes what it says of the one in TypeScript', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'readme-'));
  try {
    const file = path.join(folder, 'main.py');
    writeFileSync(file, `${README.find(({ language }) => language === 'python')!.text}\n`);
    const made = make((env) => python.run(file, env));
    expect(failureOf(made)).toBe('');
    const { text } = README.find(({ language }) => language === 'yaml')!;
    expect(made.manifests).toEqual({ 'bookinfo.k8s.yaml': `${text}\n` });
    expect(python.lint(file)).toBe('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe.each([
  ['Python', path.join(bindingsOf('cdk8s-istio', 'python'), 'README.md')],
  ['Go', path.join(bindingsOf('cdk8s-istio', 'go'), 'cdk8sistio', 'README.md')],
])('in the package for %s', (_, file) => {
  test('nothing in TypeScript says that it is another language', () => {
    expect(programs(blocksOf(file))).toEqual(programs(README));
  });

  test('every link leads to a place that its readers have', () => {
    const links = [...readFileSync(file, 'utf8').matchAll(/\]\(([^)]+)\)/g)].map(([, to]) => to);
    expect(links).toContain(
      `https://github.com/cdk8s-istio/cdk8s-istio/blob/v${readJson<Package>(ROOT, 'package.json').version}/docs/checks.md`,
    );
    expect(links.filter((to) => !to.startsWith('https://'))).toEqual([]);
  });
});
