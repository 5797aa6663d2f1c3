import { readFileSync } from 'node:fs';
import path from 'node:path';
import { languageGuides } from '../../tools/language-guides';
import { ROOT } from './markdown-blocks';

test.each([...languageGuides()])(
  'docs/languages/%s holds what the program of this language is today (`npm run docs:languages`)',
  (file, text) => {
    expect(readFileSync(path.join(ROOT, 'docs', 'languages', file), 'utf8')).toBe(text);
  },
);
