import { ipRange } from '../../lib/networking/ip-range';

test.each([
  ['10.0.0.1', 'address'],
  ['2001:db8::7', 'address'],
  ['::ffff:10.0.0.1', 'address'],
  ['10.0.0.0/8', 'block'],
  ['::/0', 'block'],
  ['2001:db8::/128', 'block'],
])('%s is an %s', (text, range) => {
  expect(ipRange(text)).toBe(range);
});

test.each([
  '',
  '10.0.0',
  '10.0.0.01',
  '10.0.0.0/33',
  '::/129',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '1:2',
  ':::',
  'a.com',
  '10.0.0.0/-1',
])('"%s" is neither', (text) => {
  expect(ipRange(text)).toBeUndefined();
});
