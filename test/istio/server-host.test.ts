import { serverHost, serverHosts } from '../../lib/istio/server-host';

test.each([
  ['a.com', '*', 'a.com'],
  ['*/a.com', '*', 'a.com'],
  ['./*.a.com', 'edge', '*.a.com'],
  ['shop/a.com', 'shop', 'a.com'],
  ['*', '*', '*'],
  ['shop/*', 'shop', '*'],
])('%s is for namespace %s: %s', (written, namespace, host) => {
  expect(serverHost(written, 'edge')).toEqual({ namespace, host });
});

test('what takes everything leaves no room for others', () => {
  expect(serverHosts(['shop/a.com', '*/*'], 'edge')).toEqual([{ namespace: '*', host: '*' }]);
  expect(serverHosts(['./a.com', 'b.com'], 'edge')).toEqual([
    { namespace: 'edge', host: 'a.com' },
    { namespace: '*', host: 'b.com' },
  ]);
});
