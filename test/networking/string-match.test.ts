import { StringMatch } from '../../lib/networking/string-match';
import { refusal, written } from './subject';

test.each([
  [StringMatch.exact('/api'), { exact: '/api' }],
  [StringMatch.exact(''), { exact: '' }],
  [StringMatch.prefix('/api'), { prefix: '/api' }],
  [StringMatch.regex('^/v[0-9]+$'), { regex: '^/v[0-9]+$' }],
  [StringMatch.regex('a\\\\1'), { regex: 'a\\\\1' }],
  [StringMatch.present(), {}],
])('%j is written', (match, json) => {
  expect(written(match)).toEqual(json);
});

test.each(['(?i)/A', '(?P<n>a)', '(?:a)', '\\Aa\\z', '\\Q[\\E', '[[:alpha:]]', '[\\x{61}-z]', '\\p{Greek}'])(
  '%s, which RE2 reads, is written',
  (regex) => {
    expect(written(StringMatch.regex(regex))).toEqual({ regex });
  },
);

test.each([
  [StringMatch.prefix(''), 'prefix: an empty string matches everything. Omit the match, or write what it must be.'],
  [StringMatch.regex(''), 'regex: an empty string matches everything. Omit the match, or write what it must be.'],
  [
    StringMatch.regex('(?!a)b'),
    'regex: "(?!a)b" uses "(?!", which RE2 does not have. Write it without look-around and back-references.',
  ],
  [
    StringMatch.regex('(?<=a)b'),
    'regex: "(?<=a)b" uses "(?<=", which RE2 does not have. Write it without look-around and back-references.',
  ],
  [
    StringMatch.regex('(a)\\1'),
    'regex: "(a)\\\\1" uses "\\1", which RE2 does not have. Write it without look-around and back-references.',
  ],
  [
    StringMatch.regex('['),
    'regex: "[" is not a regular expression (unterminated character class). Write one that RE2 reads.',
  ],
  [StringMatch.regex('*a'), 'regex: "*a" is not a regular expression (nothing to repeat). Write one that RE2 reads.'],
  [StringMatch.regex('(a'), 'regex: "(a" is not a regular expression (unterminated group). Write one that RE2 reads.'],
  [StringMatch.regex('a'.repeat(1025)), 'regex: the expression has 1025 characters, and Istio takes at most 1024.'],
  [StringMatch.regex('é'.repeat(513)), 'regex: the expression has 1026 characters, and Istio takes at most 1024.'],
  [StringMatch.exact(5 as never), 'exact: 5 is not a string.'],
  [StringMatch.prefix(undefined as never), 'prefix: undefined is not a string.'],
  [StringMatch.regex(/a/ as never), 'regex: an object of class RegExp is not a string.'],
])('%j is rejected', (match, message) => {
  expect(refusal(match)).toEqual([message]);
});
