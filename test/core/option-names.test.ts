import { readFileSync } from 'node:fs';
import { OPTION_NAMES_FILE, optionNames } from '../../tools/option-names';

test('the table of options is what the code says: npm run options', () => {
  expect(readFileSync(OPTION_NAMES_FILE, 'utf8')).toBe(optionNames());
});
