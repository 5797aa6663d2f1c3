import { Problems } from '../../lib/core/problems';
import { readUrl, splitAddress } from '../../lib/tracing/request-url';

function read(url: unknown): { readonly url?: ReturnType<typeof readUrl>; readonly problems: string[] } {
  const problems = new Problems();
  const found = readUrl(url, problems);
  return { url: found, problems: problems.list.map(({ message }) => message) };
}

test.each([
  ['http://reviews', 'reviews', 80, 'reviews', '/'],
  ['http://reviews:9080/a?b=c#d', 'reviews', 9080, 'reviews:9080', '/a?b=c'],
  ['https://Shop.example.com:443/', 'shop.example.com', 443, 'Shop.example.com', '/'],
  ['HTTPS://shop.example.com?q', 'shop.example.com', 443, 'shop.example.com', '/?q'],
  ['grpc://cart:7070/shop.Cart/Add', 'cart', 7070, 'cart:7070', '/shop.Cart/Add'],
  ['grpcs://cart/shop.Cart/Add', 'cart', 443, 'cart', '/shop.Cart/Add'],
  ['tls://db.shop:5432', 'db.shop', 5432, 'db.shop:5432', '/'],
  ['tcp://10.0.0.7:5432/', '10.0.0.7', 5432, '10.0.0.7:5432', '/'],
  ['http://[2001:db8::1]:8080/', '2001:db8::1', 8080, '[2001:db8::1]:8080', '/'],
])('%s', (given, host, port, authority, path) => {
  expect(read(given)).toMatchObject({ url: { host, port, authority, path }, problems: [] });
});

test('dots and double slashes of a path stay: proxies decide what they mean', () => {
  expect(read('http://a/x/../y//z/./%2e%2E').url?.path).toBe('/x/../y//z/./%2e%2E');
});

test('letters beyond ASCII are sent as bytes', () => {
  expect(read('http://a/größe?q=ü').url?.path).toBe('/gr%C3%B6%C3%9Fe?q=%C3%BC');
});

test.each([
  [undefined, 'undefined is not a URL. Write for example https://shop.example.com/cart, or tcp://db.shop:5432.'],
  ['', 'it is empty. Write for example https://shop.example.com/cart, or tcp://db.shop:5432.'],
  [
    'shop.example.com',
    '"shop.example.com" has no scheme. Write "http://shop.example.com" or "https://shop.example.com".',
  ],
  ['a b', '"a b" is not a URL. Write for example https://shop.example.com/cart, or tcp://db.shop:5432.'],
  ['htps://shop', '"htps" is not a known scheme. Did you mean https?'],
  ['mysql://db:3306', '"mysql" is not a known scheme. Write one of: http, https, grpc, grpcs, tls, tcp.'],
  [
    'http://',
    '"" is neither a host nor host:port. Write for example https://shop.example.com/cart, or tcp://db.shop:5432.',
  ],
  [
    'http://a:0/',
    '"a:0" is neither a host nor host:port. Write for example https://shop.example.com/cart, or tcp://db.shop:5432.',
  ],
  [
    'http://a:65536/',
    '"a:65536" is neither a host nor host:port. Write for example https://shop.example.com/cart, or tcp://db.shop:5432.',
  ],
  [
    'http://*.example.com/',
    '"*.example.com" is neither a host nor host:port. Write for example https://shop.example.com/cart, or tcp://db.shop:5432.',
  ],
  ['http://me:secret@a/', 'it holds a user name. Write a header instead: Authorization.'],
  ['tcp://db', 'it names no port. Write for example tcp://db:5432.'],
  ['tls://db:5432/x', 'tls:// has no path, because there is no request. Write tls://db:5432.'],
  ['http://a/b c', 'its path holds the character " ". Write it as %20.'],
  ['http://a/b\nc', 'its path holds the character "\\n". Write it as %0A.'],
])('%j is refused', (given, message) => {
  expect(read(given)).toEqual({ url: undefined, problems: [message] });
});

test('an address with or without a port', () => {
  expect(splitAddress('a:1')).toEqual({ host: 'a', port: 1 });
  expect(splitAddress('a')).toEqual({ host: 'a', port: undefined });
  expect(splitAddress('[::1]:80')).toEqual({ host: '::1', port: 80 });
  expect(splitAddress('[a]:80')).toBeUndefined();
  expect(splitAddress('::1')).toBeUndefined();
});
