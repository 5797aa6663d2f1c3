import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pageName, pages, ROOT } from './markdown-blocks';

const API = path.join(ROOT, 'docs', 'api');
const reference = readdirSync(API).map((name) => path.join(API, name));
const all = [...pages(), ...reference, path.join(ROOT, 'CONTRIBUTING.md'), path.join(ROOT, 'CHANGELOG.md')].filter(
  (file) => existsSync(file),
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
  const text = withoutCode(readFileSync(file, 'utf8'));
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchor(heading));
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id)];
}

/** Links of a page that lead nowhere. */
function broken(file: string): string[] {
  const text = withoutCode(readFileSync(file, 'utf8'));
  const links = [...text.matchAll(/\]\(([^)\s]+)\)|href="([^"]+)"/g)].map(([, link, href]) => link ?? href);
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
    return fragment !== undefined && to.endsWith('.md') && !anchors(to).includes(fragment);
  });
}

describe('links between pages lead somewhere', () => {
  for (const file of all) {
    test(pageName(file), () => {
      expect(broken(file)).toEqual([]);
    });
  }
});
