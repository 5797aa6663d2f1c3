import type { NamedPort, Protocol } from '../../lib/istio/protocol';
import { familyOf, isHttp, isTcp, isTls, parseProtocol, PROTOCOLS, protocolOfPort } from '../../lib/istio/protocol';

test.each<[NamedPort, Protocol]>([
  [{}, 'Unsupported'],
  [{ name: 'http' }, 'HTTP'],
  [{ name: 'HTTP-web' }, 'HTTP'],
  [{ name: 'httpweb' }, 'Unsupported'],
  [{ name: 'http2-api' }, 'HTTP2'],
  [{ name: 'http_proxy' }, 'HTTP_PROXY'],
  [{ name: 'https' }, 'HTTPS'],
  [{ name: 'grpc-api' }, 'GRPC'],
  [{ name: 'grpc-web' }, 'GRPC-Web'],
  [{ name: 'GRPC-webapp' }, 'GRPC-Web'],
  [{ name: 'tls-a' }, 'TLS'],
  [{ name: 'mongo' }, 'Mongo'],
  [{ name: 'mysql-main' }, 'MySQL'],
  [{ name: 'redis' }, 'Redis'],
  [{ name: 'udp' }, 'UDP'],
  [{ name: 'web', port: 80 }, 'Unsupported'],
  [{ name: 'web', port: 3306 }, 'TCP'],
  [{ port: 25 }, 'TCP'],
  [{ port: 53 }, 'TCP'],
  [{ port: 27017 }, 'TCP'],
  [{ name: 'http', port: 3306 }, 'HTTP'],
  [{ name: 'http', protocol: 'UDP' }, 'UDP'],
  [{ appProtocol: 'http', protocol: 'UDP' }, 'UDP'],
  [{ name: 'http', protocol: 'SCTP' }, 'HTTP'],
  [{ appProtocol: 'kubernetes.io/h2c' }, 'HTTP2'],
  [{ appProtocol: 'kubernetes.io/ws' }, 'HTTP'],
  [{ appProtocol: 'kubernetes.io/wss' }, 'HTTPS'],
  [{ appProtocol: 'Kubernetes.io/h2c' }, 'Unsupported'],
  [{ name: 'kubernetes.io/h2c' }, 'Unsupported'],
  [{ appProtocol: 'tcp-raw', name: 'http' }, 'TCP'],
  [{ appProtocol: 'quic', name: 'http' }, 'Unsupported'],
  [{ appProtocol: '', name: 'http' }, 'Unsupported'],
  [{ appProtocol: 'quic', port: 3306 }, 'TCP'],
])('%j is %s', (port, protocol) => {
  expect(protocolOfPort(port)).toBe(protocol);
});

test.each([
  ['http', 'HTTP', 'http'],
  ['GRPC-WEB', 'GRPC-Web', 'http'],
  ['HTTP2', 'HTTP2', 'http'],
  ['HTTPS', 'HTTPS', 'tls'],
  ['tls', 'TLS', 'tls'],
  ['MONGO', 'Mongo', 'tcp'],
  ['UDP', 'UDP', 'udp'],
  ['http-web', 'Unsupported', undefined],
  ['constructor', 'Unsupported', undefined],
  ['', 'Unsupported', undefined],
  [undefined, 'Unsupported', undefined],
])('%s is %s, %s', (name, protocol, family) => {
  expect(parseProtocol(name)).toBe(protocol);
  expect(familyOf(parseProtocol(name))).toBe(family);
});

test('TLS is bytes as well, what is found out is neither', () => {
  expect([isTcp('TLS'), isTcp('HTTPS'), isTcp('Redis'), isTcp('HTTP'), isTcp('UDP'), isTcp('Unsupported')]).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  expect([isTls('TLS'), isTls('TCP'), isTls('Unsupported')]).toEqual([true, false, false]);
  expect([isHttp('GRPC'), isHttp('HTTPS'), isHttp('Unsupported')]).toEqual([true, false, false]);
});

test('Istio knows what it documents', () => {
  expect(PROTOCOLS.map(parseProtocol)).not.toContain('Unsupported');
});
