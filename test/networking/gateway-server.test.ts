import { GatewayServer } from '../../lib/networking/gateway-server';
import { ServerTls } from '../../lib/networking/server-tls';
import { refusal, written } from './subject';

const hosts = ['shop.example.com'];
const tls = ServerTls.credential('shop');
const TLS = { mode: 'SIMPLE', credentialName: 'shop' };

test.each([
  [GatewayServer.http({ hosts }), { port: { number: 80, name: 'http-80', protocol: 'HTTP' }, hosts }],
  [
    GatewayServer.http({ hosts, port: 8080, portName: 'web', name: 'shop', bind: '10.0.0.7' }),
    { port: { number: 8080, name: 'web', protocol: 'HTTP' }, hosts, name: 'shop', bind: '10.0.0.7' },
  ],
  [
    GatewayServer.http({ hosts, httpsRedirect: true }),
    { port: { number: 80, name: 'http-80', protocol: 'HTTP' }, hosts, tls: { httpsRedirect: true } },
  ],
  [
    GatewayServer.http({ hosts, httpsRedirect: false }),
    { port: { number: 80, name: 'http-80', protocol: 'HTTP' }, hosts },
  ],
  [
    GatewayServer.https({ hosts, tls }),
    { port: { number: 443, name: 'https-443', protocol: 'HTTPS' }, hosts, tls: TLS },
  ],
  [
    GatewayServer.tls({ hosts, tls: ServerTls.passthrough(), port: 15443 }),
    { port: { number: 15443, name: 'tls-15443', protocol: 'TLS' }, hosts, tls: { mode: 'PASSTHROUGH' } },
  ],
  [
    GatewayServer.tcp({ hosts: ['*'], port: 5432 }),
    { port: { number: 5432, name: 'tcp-5432', protocol: 'TCP' }, hosts: ['*'] },
  ],
  [
    GatewayServer.of({ hosts, port: 9090, protocol: 'GRPC-WEB' }),
    { port: { number: 9090, name: 'grpc-web-9090', protocol: 'GRPC-WEB' }, hosts },
  ],
  [
    GatewayServer.http({ hosts: ['shop/*.example.com', './a.example.com', '*/b.example.com'] }),
    {
      port: { number: 80, name: 'http-80', protocol: 'HTTP' },
      hosts: ['shop/*.example.com', './a.example.com', '*/b.example.com'],
    },
  ],
])('%j is written', (server, json) => {
  expect(written(server)).toEqual(json);
});

const PROTOCOLS = 'HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP, TLS';

test.each([
  [
    GatewayServer.http({ hosts: [] }),
    "hosts: is empty, so the server would serve nothing. Write ['shop.example.com'].",
  ],
  [
    GatewayServer.http({ hosts: ['https://shop.example.com'] }),
    'hosts[0]: "https://shop.example.com" has a scheme, but a host is only a name. Write "shop.example.com".',
  ],
  [
    GatewayServer.http({ hosts: ['shop.example.com:80'] }),
    'hosts[0]: "shop.example.com:80" has a port, but a host is only a name. Write "shop.example.com", and write the port in its own field.',
  ],
  [
    GatewayServer.http({ hosts: ['Shop!/a.example.com'] }),
    'hosts[0]: "Shop!" is not a namespace. Write a name, "." for that of the Gateway or "*" for all.',
  ],
  [
    GatewayServer.http({ hosts: ['shop'] }),
    'hosts[0]: "shop" has no dot. A gateway serves full DNS names, for example "shop.example.com".',
  ],
  [GatewayServer.http({ hosts: ['a.com', 'a.com'] }), 'hosts[1]: "a.com" is given twice.'],
  [GatewayServer.http({ hosts, port: 0 }), 'port: 0 is not a port number (a whole number, 1 to 65535).'],
  [
    GatewayServer.http({ hosts, portName: 'Web' }),
    'portName: "Web" is not the name of a port (lower-case letters, digits and "-", a letter or digit at both ends).',
  ],
  [
    GatewayServer.http({ hosts, bind: 'lo' }),
    'bind: "lo" is not an IP address. Write one such as \'127.0.0.1\', or omit it.',
  ],
  [
    GatewayServer.of({ hosts, port: 53, protocol: 'UDP' }),
    `protocol: "UDP" is not a protocol of gateways. Write one of: ${PROTOCOLS}.`,
  ],
  [
    GatewayServer.of({ hosts, port: 443, protocol: 'HTTPS' }),
    "tls: is needed for HTTPS. Write ServerTls.credential('name-of-the-secret') or ServerTls.passthrough().",
  ],
  [
    GatewayServer.of({ hosts, port: 80, protocol: 'HTTP', tls }),
    'tls: is not allowed on a HTTP server. Write GatewayServer.https or GatewayServer.tls.',
  ],
])('%j is rejected', (server, message) => {
  expect(refusal(server)).toEqual([message]);
});

test.each([
  [
    GatewayServer.http(undefined as never),
    "undefined does not fit here. Write GatewayServer.http({ hosts: ['shop.example.com'] }).",
  ],
  [
    GatewayServer.http('shop.example.com' as never),
    '"shop.example.com" does not fit here. Write GatewayServer.http({ hosts: [\'shop.example.com\'] }).',
  ],
  [
    GatewayServer.http({ hosts: 'shop.example.com' as never }),
    'hosts: "shop.example.com" is not a list. Write [\'shop.example.com\'].',
  ],
  [GatewayServer.http({ hosts: [5 as never] }), "hosts[0]: 5 is not a non-empty string. Write ['shop.example.com']."],
  [
    GatewayServer.http({ hosts, port: '80' as never }),
    'port: "80" is not a port number (a whole number, 1 to 65535). Write 80 without quotes.',
  ],
  [GatewayServer.tcp({ hosts } as never), 'port: is needed. Write the port number of the gateway’s Service.'],
  [
    GatewayServer.https({ hosts } as never),
    "tls: is needed for HTTPS. Write ServerTls.credential('name-of-the-secret') or ServerTls.passthrough().",
  ],
  [
    GatewayServer.https({ hosts, tls: 'shop' as never }),
    'tls: "shop" does not fit here. Write ServerTls.credential(\'shop\').',
  ],
  [
    GatewayServer.http({ hosts, httpsRedirect: 'yes' as never }),
    'httpsRedirect: "yes" is neither true nor false. Write true or false.',
  ],
  [GatewayServer.http({ hosts, name: 5 as never }), "name: 5 is not a non-empty string. Write 'shop'."],
])('%j from JavaScript is rejected', (server, message) => {
  expect(refusal(server)[0]).toBe(message);
});
