import { serverReads } from '../../lib/istio/server-reads';

const SIMPLE = { mode: 'SIMPLE' as never, credentialName: 'cert' };

test.each([
  ['HTTP', undefined, 'plain HTTP'],
  ['http2', undefined, 'plain HTTP'],
  ['GRPC', { httpsRedirect: true }, 'plain HTTP'],
  ['GRPC-WEB', undefined, 'plain HTTP'],
  ['HTTPS', SIMPLE, 'TLS'],
  ['tls', { mode: 'PASSTHROUGH' as never }, 'TLS'],
  ['HTTP', SIMPLE, undefined],
  ['TCP', undefined, undefined],
  ['MONGO', undefined, undefined],
])('a server for %s with tls %j reads %s', (protocol, tls, reads) => {
  expect(serverReads({ port: { name: 'a', number: 443, protocol }, tls })).toBe(reads);
});

test('a server without a port reads anything', () => {
  expect(serverReads({ port: undefined as never })).toBeUndefined();
});
