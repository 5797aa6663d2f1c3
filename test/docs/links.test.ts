import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pageName, pages, ROOT } from './markdown-blocks';

const all = [...pages(), path.join(ROOT, 'CONTRIBUTING.md'), path.join(ROOT, 'CHANGELOG.md')].filter((file) =>
  existsSync(file),
);

/** The anchor that a heading gets on the usual Markdown hosts. */
function anchor(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function withoutCode(text: string): string {
  return text.replace(/^( *)(`{3,})[^\n]*\n[\s\S]*?^ *\2 *$/gm, '');
}

function anchors(file: string): string[] {
  return [...withoutCode(readFileSync(file, 'utf8')).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchor(heading));
}

/** Links of a page that lead nowhere. */
function broken(file: string): string[] {
  const links = [...withoutCode(readFileSync(file, 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) {
      return false;
    }
    const [target, fragment] = link.split('#');
    const to = target === '' ? file : path.resolve(path.dirname(file), target);
    if (!existsSync(to)) {
      // Made by `npm run synth`.
      return !pageName(to).startsWith('manifests/');
    }
    return (
      fragment !== undefined && to.endsWith('.md') && pageName(to) !== 'docs/api.md' && !anchors(to).includes(fragment)
    );
  });
}

describe('links between pages lead somewhere', () => {
  for (const file of all) {
    test(pageName(file), () => {
      expect(broken(file)).toEqual([]);
    });
  }
});
