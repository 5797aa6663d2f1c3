import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { BlockList as PageBlockList, isIP as pageIsIP } from '../../page/node/net';

/* The page has no `node:net`: what stands for it says the same. */

const addresses = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.tuple(fc.ipV6(), fc.stringMatching(/^[a-z0-9]{1,4}$/)).map((parts) => parts.join('%')),
  fc.stringMatching(/^[0-9a-f:.]{0,20}$/),
  fc.constantFrom(
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '1::2::3',
    '01.2.3.4',
    '1.2.3',
    '1.2.3.256',
    ':1',
    '1:',
    '',
    'a',
    '1:2:3:4:5:6:7::',
  ),
);

test('what an address is', () => {
  fc.assert(
    fc.property(addresses, (text) => expect({ text, version: pageIsIP(text) }).toEqual({ text, version: isIP(text) })),
    { seed: 1, numRuns: 2000 },
  );
});

test('which addresses are in a block', () => {
  const v4 = fc.tuple(fc.constantFrom('10.0.0.0', '10.1.2.3', '192.168.7.1', '0.0.0.0'), fc.nat(32));
  const v6 = fc.tuple(fc.constantFrom('fd00::', '2001:db8::1', '::', '::ffff:10.0.0.0'), fc.nat(128));
  const near = fc.oneof(
    fc.constantFrom('10.0.0.7', '10.1.2.3', 'fd00::9', '2001:db8::2', '::ffff:10.0.0.1'),
    fc.ipV4(),
    fc.ipV6(),
  );
  fc.assert(
    fc.property(fc.oneof(v4, v6), near, ([start, bits], address) => {
      const family = (text: string): 'ipv4' | 'ipv6' => (text.includes(':') ? 'ipv6' : 'ipv4');
      const [real, own] = [new BlockList(), new PageBlockList()];
      real.addSubnet(start, bits, family(start));
      own.addSubnet(start, bits, family(start));
      expect(own.check(address, family(address))).toBe(real.check(address, family(address)));
    }),
    { seed: 1, numRuns: 2000 },
  );
});
