import { addressesAround, inBlock, isBlock } from '../../lib/istio/ip-block';

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

test.each<[string, readonly string[]]>([
  ['10.0.0.0/8', ['10.0.0.1', '10.0.0.0', '10.255.255.255', '11.0.0.0', '9.255.255.255']],
  ['10.1.2.3', ['10.1.2.3', '10.1.2.4', '10.1.2.2']],
  ['10.1.2.3/31', ['10.1.2.2', '10.1.2.3', '10.1.2.4', '10.1.2.1']],
  ['0.0.0.0/0', ['0.0.0.1', '0.0.0.0', '255.255.255.255']],
  [
    '2001:db8::/32',
    [
      '2001:db8:0:0:0:0:0:1',
      '2001:db8:0:0:0:0:0:0',
      '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
      '2001:db9:0:0:0:0:0:0',
      '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff',
    ],
  ],
  ['::ffff:10.0.0.1', ['0:0:0:0:0:ffff:a00:1', '0:0:0:0:0:ffff:a00:2', '0:0:0:0:0:ffff:a00:0']],
  ['here', []],
])('around %s', (block, expected) => {
  expect(addressesAround(block)).toEqual(expected);
});
