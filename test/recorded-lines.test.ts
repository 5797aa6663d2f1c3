import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecordedLines, recordedLines } from './recorded-lines';

const VERDICTS = {
  'two | of them': { webhookErrors: ['a; b', 'c\\'], analysis: [] },
  'a \\| case': { analysis: ['IST0101 VirtualService shop/web'] },
  'line\nbreak \\n ; ': { analysis: [] },
  'half \ud83d of 😀': { analysis: [] },
};

test('a line a case, sorted', () => {
  expect(recordedLines(VERDICTS)).toBe(
    [
      'a \\\\\\| case | analysis: IST0101 VirtualService shop/web',
      'half \\ud83d of 😀 | analysis: ok',
      'line\\u000abreak \\\\n \\;  | analysis: ok',
      'two \\| of them | webhookErrors: a\\; b; c\\\\ | analysis: ok',
      '',
    ].join('\n'),
  );
});

test('what is read is what was written', () => {
  expect(readRecordedLines(recordedLines(VERDICTS))).toEqual(VERDICTS);
  expect(readRecordedLines('')).toEqual({});
});

test.each(
  ['grids/recorded', 'kiali/recorded'].flatMap((folder) =>
    readdirSync(join(__dirname, folder)).map((file) => `${folder}/${file}`),
  ),
)('%s is in this form', (file) => {
  const text = readFileSync(join(__dirname, file), 'utf8');
  expect(recordedLines(readRecordedLines(text))).toBe(text);
});
