import { clip } from '../../lib/report/terminal';

const CAVEAT = ' (depends on policy, age)';

test.each<[string, string, string]>([
  ['a short text stays', `a${CAVEAT}`, `a${CAVEAT}`],
  ['a long text is cut', 'a'.repeat(161), `${'a'.repeat(157)}...`],
  ['but not what it depends on', `${'a'.repeat(300)}${CAVEAT}`, `${'a'.repeat(157 - CAVEAT.length)}...${CAVEAT}`],
])('%s', (_, text, shown) => {
  expect(clip(text)).toBe(shown);
});
