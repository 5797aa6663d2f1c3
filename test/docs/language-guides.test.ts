import { readFileSync } from 'node:fs';
import path from 'node:path';
import { GUIDES, languageGuides } from '../../tools/language-guides';
import { ROOT } from './markdown-blocks';

test.each([...languageGuides()])(
  'docs/languages/%s holds what the program of this language is today (`npm run docs:languages`)',
  (file, text) => {
    expect(readFileSync(path.join(ROOT, 'docs', 'languages', file), 'utf8')).toBe(text);
  },
);

test.each(GUIDES)('docs/%s.md leads to its example in other languages', (guide, title) => {
  const anchor = title.toLowerCase().replaceAll(' ', '-');
  const links = ['Python', 'Java', 'Go'].map(
    (name) => `[${name}](languages/${name.toLowerCase()}-guides.md#${anchor})`,
  );
  expect(readFileSync(path.join(ROOT, 'docs', `${guide}.md`), 'utf8')).toContain(
    `In other languages: ${links.join(', ')}.\n`,
  );
});
