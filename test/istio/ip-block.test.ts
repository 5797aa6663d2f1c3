import { inBlock, isBlock } from '../../lib/istio/ip-block';

test.each<[string, string, boolean]>([
  ['10.0.0.0/8', '10.1.2.3', true],
  ['10.0.0.0/8', '11.1.2.3', false],
  ['10.1.2.3', '10.1.2.3', true],
  ['10.1.2.3', '10.1.2.4', false],
  ['10.1.2.3/31', '10.1.2.2', true],
  ['0.0.0.0/0', '203.0.113.7', true],
  ['2001:db8::/32', '2001:db8:1::1', true],
  ['2001:db8::/32', '10.1.2.3', false],
  ['10.0.0.0/8', '2001:db8::1', false],
  ['10.0.0.0/8', 'somebody', false],
])('%s, %s: %s', (block, address, expected) => {
  expect(isBlock(block)).toBe(true);
  expect(inBlock(block, address) === true).toBe(expected);
});

test.each(['', 'here', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0/8', '::/129'])(
  '"%s" is no block',
  (block) => {
    expect(isBlock(block)).toBe(false);
    expect(inBlock(block, '10.0.0.1')).toBeUndefined();
  },
);
