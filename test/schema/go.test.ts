import { FORMATS } from '../../lib/schema/format';
import { isMapped, parseGoAddress } from '../../lib/schema/go-address';
import { parseGoDuration } from '../../lib/schema/go-duration';
import { parseGoRequestUri, parseGoUrl } from '../../lib/schema/go-url';
import { compilePattern } from '../../lib/schema/pattern';
import { RE2JS } from '../../lib/vendor/re2';
import { allSchemas } from './all-schemas';

// What is expected here is what Go's own packages answered.

test.each<[string, bigint | undefined]>([
  ['5s', 5_000_000_000n],
  ['0', 0n],
  ['+0', 0n],
  ['-1.5h', -5_400_000_000_000n],
  ['1h2m3s4ms5us6ns', 3_723_004_005_006n],
  ['5µs', 5_000n],
  ['5μs', 5_000n],
  ['.5s', 500_000_000n],
  ['5.s', 5_000_000_000n],
  ['0.1ns', 0n],
  ['0.000000000000000000001h', 0n],
  ['1.00000000000000000000000001s', 1_000_000_000n],
  ['0.9223372036854775808h', 3_320_413_933_267n],
  ['2562047h47m16.854775807s', 9_223_372_036_854_775_807n],
  ['-2562047h47m16.854775808s', -9_223_372_036_854_775_808n],
  ['2562047h47m16.854775808s', undefined],
  ['9999999h', undefined],
  ['99999999999999999999s', undefined],
  ['00000000000000000000001s', 1_000_000_000n],
  ['', undefined],
  ['-', undefined],
  ['5', undefined],
  ['.s', undefined],
  ['s', undefined],
  ['5d', undefined],
  ['5 s', undefined],
  ['5s ', undefined],
  ['1e3s', undefined],
  ['--5s', undefined],
])('duration %j', (text, expected) => {
  expect(parseGoDuration(text)).toBe(expected);
});

test.each<[string, string]>([
  ['1.2.3.4', '4'],
  ['01.2.3.4', ''],
  ['1.2.3', ''],
  ['1.2.3.256', ''],
  ['1.2.3.4%eth0', ''],
  ['::', '6'],
  ['::1', '6'],
  ['1:2:3:4:5:6:7:8', '6'],
  ['1:2:3:4:5:6:7::', '6'],
  ['1:2:3:4:5:6:7:8::', ''],
  ['1::2::3', ''],
  ['1:2:3', ''],
  [':1', ''],
  ['12345::', ''],
  ['g::', ''],
  ['::1.2.3.4', '6'],
  ['::ffff:1.2.3.4', '6 mapped'],
  ['1.2.3.4::', ''],
  ['1:2:3:4:5:6:1.2.3.4', '6'],
  ['fe80::1%eth0', '6 zone'],
  ['fe80::1%', ''],
  ['%eth0', ''],
  ['', ''],
])('address %j', (text, expected) => {
  const address = parseGoAddress(text);
  const words = address && [
    address.family,
    ...(isMapped(address) ? ['mapped'] : []),
    ...(address.zone === '' ? [] : ['zone']),
  ];
  expect(words?.join(' ') ?? '').toBe(expected);
});

test.each<[string, string | undefined, string | undefined]>([
  ['https://a.b/c?d#e', 'https a.b ', 'https a.b '],
  ['HTTPS://a', 'https a ', 'https a '],
  ['oci://a:b:80/c', 'oci a:b 80', 'oci a:b 80'],
  ['http://a:b:80/c', undefined, undefined],
  ['a/b', '  ', undefined],
  ['/a', '  ', '  '],
  ['*', '  ', '  '],
  ['', '  ', undefined],
  ['a:b', 'a  ', 'a  '],
  [':a', undefined, undefined],
  ['1a:b', undefined, undefined],
  ['http://a b', undefined, undefined],
  ['http://a/b c', 'http a ', 'http a '],
  ['http://a/%zz', undefined, undefined],
  ['http://a/?%zz', 'http a ', 'http a '],
  ['http://a/#%zz', undefined, undefined],
  ['http://a/\u007f', undefined, undefined],
  ['http://u:p@a/', 'http a ', 'http a '],
  ['http://u p@a/', undefined, undefined],
  ['http://a%41/', undefined, undefined],
  ['http://a%80/', 'http a\u0080 ', 'http a\u0080 '],
  ['http://a%25/', 'http a% ', 'http a% '],
  ['http://[::1]:80/', 'http ::1 80', 'http ::1 80'],
  ['http://[::1]a/', undefined, undefined],
  ['http://[1.2.3.4]/', undefined, undefined],
  ['http://[::1%25eth0]/', 'http ::1%eth0 ', 'http ::1%eth0 '],
  ['http://[::1%25%41]/', 'http ::1%A ', 'http ::1%A '],
  ['http://[::1%25%5e]/', undefined, undefined],
  ['http://a[::1]/', undefined, undefined],
  ['http://[::1/', undefined, undefined],
  ['//a b', undefined, '  '],
  ['///a', '  ', '  '],
  ['http:///a', 'http  ', 'http  '],
  ['http://a<b>/', 'http a<b> ', 'http a<b> '],
  ['http://a^b/', undefined, undefined],
  ['http://a:b', undefined, undefined],
  ['oci://a:80,b:81/c', 'oci a:80,b 81', 'oci a:80,b 81'],
  ['//a:80/x', ' a 80', '  '],
  ['a?b:c', '  ', undefined],
  ['http://[::1]:x/', undefined, undefined],
  ['http://[::ffff:1.2.3.4]/', 'http ::ffff:1.2.3.4 ', 'http ::ffff:1.2.3.4 '],
])('URL %j', (text, url, requestUri) => {
  const words = [parseGoUrl(text), parseGoRequestUri(text)].map(
    (parsed) => parsed && `${parsed.scheme} ${parsed.hostname} ${parsed.port}`,
  );
  expect(words).toEqual([url, requestUri]);
});

test.each<[string, string, boolean]>([
  ['byte', 'AAAA', true],
  ['byte', 'AA==', true],
  ['byte', '', false],
  ['byte', 'AA', false],
  ['ipv4', '1.2.3.4', true],
  ['ipv4', '001.02.3.4', true],
  ['ipv4', '::ffff:1.2.3.4', true],
  ['ipv4', '::1', false],
  ['ipv6', '::1', true],
  ['ipv6', '::1%eth0', false],
  ['ipv6', '1.2.3.4', false],
])('format %s: %j', (format, text, expected) => {
  expect(FORMATS[format].is(text)).toBe(expected);
});

test('patterns say what RE2 says', () => {
  const patterns = [...new Set(allSchemas().flatMap(({ pattern }) => pattern ?? []))];
  const texts = [
    '',
    'a',
    'A',
    'a.b',
    '*.a',
    'a/b',
    'a\n',
    'é',
    '\u{1f600}',
    '-a',
    'a_b',
    '1s',
    'http://a:80',
    '*',
    'spiffe://a/b#c',
    'a`|^',
  ];
  for (const pattern of patterns) {
    const [ours, re2] = [compilePattern(pattern), RE2JS.compile(pattern)];
    expect(texts.map(ours)).toEqual(texts.map((text) => re2.matcher(text).find()));
  }
  expect(patterns.length).toBeGreaterThan(10);
  expect(compilePattern('^(?i)a\\z')('A')).toBe(true);
});
