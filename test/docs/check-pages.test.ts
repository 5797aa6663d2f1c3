import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECK_PAGES, checkPages } from '../../tools/check-pages';

test('docs/checks has a page for each code, and each says what the code does today (`npm run docs:checks`)', () => {
  const pages = readdirSync(CHECK_PAGES).map((file): [string, string] => [
    file,
    readFileSync(join(CHECK_PAGES, file), 'utf8'),
  ]);
  expect(Object.fromEntries(pages)).toEqual(Object.fromEntries(checkPages()));
});
