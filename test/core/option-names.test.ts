import { readFileSync } from 'node:fs';
import type { PublicApi } from '../../tools/api-types';
import { API_TYPES_FILE, apiTypes, publicApi } from '../../tools/api-types';
import { OPTION_NAMES_FILE, optionNames } from '../../tools/option-names';

let api: PublicApi;

beforeAll(() => {
  api = publicApi();
});

test('the table of options is what the code says: npm run options', () => {
  expect(readFileSync(OPTION_NAMES_FILE, 'utf8')).toBe(optionNames(api));
});

test('the table of types is what the code says: npm run options', () => {
  expect(readFileSync(API_TYPES_FILE, 'utf8')).toBe(apiTypes(api));
});
