import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, manifest, server, to, virtualService } from '../../manifests';
import { placesOf, testCases, textsOf } from '../found';
import { hop } from './egress-manifests';

const places = (...manifests: Manifest[]): string[] => placesOf('CDI0102', manifests);

const bound = (key: string, spec: object, hosts = ['a.example.com']): Manifest =>
  manifest('VirtualService', key, { hosts, gateways: ['istio-system/front'], ...spec });
const HTTP = { http: [to('web')] };
const TCP = { tcp: [to('web')] };
const front = (...servers: object[]): Manifest => gateway('istio-system/front', ...servers);

test('a server for Redis never uses http rules', () => {
  expect(places(front(server(80, 'REDIS', ['*'])), bound('shop/web', HTTP, ['*']))).toEqual([
    'error VirtualService shop/web spec.http',
  ]);
});

test('a server counts for VirtualServices of the namespaces of its hosts', () => {
  const own = front(server(80, 'HTTP', ['./a.example.com']));
  expect(places(own, bound('shop/web', TCP))).toEqual([]);
  expect(places(own, bound('istio-system/web', TCP))).toEqual(['error VirtualService istio-system/web spec.tcp']);
});

test('short names of hosts are completed', () => {
  const full = front(server(80, 'HTTP', ['web.shop.svc.cluster.local']));
  expect(places(full, bound('shop/web', TCP, ['web']))).toEqual(['error VirtualService shop/web spec.tcp']);
  expect(places(full, bound('other/web', TCP, ['web']))).toEqual([]);
});

test('one server of many, with the rules that another one asks', () => {
  expect(
    places(
      front(server(80, 'HTTP', ['a.example.com']), server(9000, 'TCP', ['*.example.com'])),
      bound('shop/web', HTTP),
      bound('shop/bytes', TCP, ['b.example.com']),
    ),
  ).toEqual([]);
  expect(
    places(
      front(server(80, 'HTTP', ['a.example.com']), server(9000, 'TCP', ['*.example.com'])),
      bound('shop/web', HTTP),
    ),
  ).toEqual(['warning VirtualService shop/web spec.http']);
});

test('a server that redirects to one that passes TLS through needs no rules', () => {
  const passThrough = server(443, 'TLS', ['a.example.com'], { mode: 'PASSTHROUGH' });
  const tls = bound('shop/web', { tls: [hop(['istio-system/front'], 'a.example.com', 'web')] });
  const places = (first: object): string[] => placesOf('CDI0102', [front(first, passThrough), tls]);
  expect(places(server(80, 'HTTP', ['a.example.com'], { httpsRedirect: true }))).toEqual([]);
  expect(places(server(80, 'HTTP', ['a.example.com']))).toEqual(['warning VirtualService shop/web spec.tls']);
});

const WEB = ['shop.example.com'];

testCases('CDI', [
  {
    name: 'rules of the kind that the server asks',
    manifests: [
      gateway(
        'shop/g',
        server(80, 'HTTP', ['a.example.com']),
        server(443, 'TLS', ['b.example.com'], { mode: 'PASSTHROUGH' }),
        server(9000, 'TLS', ['c.example.com'], { mode: 'ISTIO_MUTUAL' }),
        server(9001, 'TCP', ['d.example.com']),
        server(8443, 'HTTPS', ['e.example.com'], { mode: 'SIMPLE', credentialName: 'e' }),
        server(15443, 'TLS', ['*.local'], { mode: 'AUTO_PASSTHROUGH' }),
      ),
      virtualService('shop/a', { hosts: ['a.example.com'], gateways: ['g'], http: [to('a')] }),
      virtualService('shop/b', { hosts: ['b.example.com'], gateways: ['g'], tls: [hop(['g'], 'b.example.com', 'b')] }),
      virtualService('shop/c', { hosts: ['c.example.com'], gateways: ['g'], tcp: [to('c')] }),
      virtualService('shop/d', { hosts: ['d.example.com'], gateways: ['g'], tcp: [to('d')] }),
      virtualService('shop/e', { hosts: ['e.example.com'], gateways: ['g'], http: [to('e')] }),
    ],
    finds: [],
  },
  {
    name: 'rules of another kind',
    manifests: [
      gateway(
        'shop/g',
        server(443, 'TLS', ['b.example.com'], { mode: 'PASSTHROUGH' }),
        server(8443, 'HTTPS', ['e.example.com'], { mode: 'SIMPLE', credentialName: 'e' }),
        server(9000, 'TLS', ['c.example.com'], { mode: 'ISTIO_MUTUAL' }),
      ),
      virtualService('shop/b', { hosts: ['b.example.com'], gateways: ['g'], http: [to('b')] }),
      virtualService('shop/c', {
        hosts: ['c.example.com'],
        gateways: ['shop/g'],
        tls: [hop(['shop/g'], 'c.example.com', 'c')],
      }),
      virtualService('shop/e', { hosts: ['e.example.com'], gateways: ['g'], tcp: [to('e')] }),
    ],
    finds: [
      'CDI0102 error VirtualService shop/b spec.http',
      'CDI0102 error VirtualService shop/c spec.tls',
      'CDI0102 error VirtualService shop/e spec.tcp',
    ],
  },
  {
    name: 'a VirtualService for one of two servers is no error, as another may have the rules for the other one',
    manifests: [
      gateway('shop/g', server(80, 'HTTP', WEB), server(443, 'TLS', WEB, { mode: 'PASSTHROUGH' })),
      virtualService('shop/a', { hosts: WEB, gateways: ['g'], http: [to('web')] }),
    ],
    finds: ['CDI0102 warning VirtualService shop/a spec.http'],
  },
  {
    name: 'servers of protocols that are bytes to a gateway ask tcp rules',
    manifests: ['REDIS', 'mysql', 'MONGO', 'UDP'].flatMap((protocol) => [
      gateway(`shop/${protocol.toLowerCase()}`, server(9000, protocol, ['*'])),
      virtualService(`shop/http-${protocol.toLowerCase()}`, {
        hosts: ['*'],
        gateways: [protocol.toLowerCase()],
        http: [to('web')],
      }),
    ]),
    finds: [
      'CDI0102 error VirtualService shop/http-mongo spec.http',
      'CDI0102 error VirtualService shop/http-mysql spec.http',
      'CDI0102 error VirtualService shop/http-redis spec.http',
      'CDI0102 error VirtualService shop/http-udp spec.http',
    ],
  },
]);

describe('CDI0102 says what the server reads, what becomes of requests, and which rules to write', () => {
  const REFUSED =
    'They are never used: nothing listens on the port, and connections are refused (or closed, if another server of the port has rules).';
  const NOT_FOUND = 'They are never used: every request gets 404.';
  const BYTES = 'terminates TLS, if there is any, and forwards the bytes unread';
  const REQUESTS = 'terminates TLS, if there is any, and reads HTTP requests';
  const only = (kind: string): string => `but this VirtualService has only ${kind} rules for it.`;
  const FITS_HTTP = 'or give the server a protocol and TLS mode for http rules (HTTP, or HTTPS with SIMPLE or MUTUAL).';
  const FITS_TLS = 'or give the server a protocol and TLS mode for tls rules (TLS or HTTPS with PASSTHROUGH).';

  test.each<[object, object, string, string]>([
    [
      server(80, 'HTTP', ['*']),
      TCP,
      `Server 80 of Gateway istio-system/front (HTTP) ${REQUESTS}, ${only('tcp')} ${NOT_FOUND}`,
      'Write http rules.',
    ],
    [
      server(8443, 'HTTPS', ['*'], { mode: 'SIMPLE', credentialName: 'a' }),
      TCP,
      `Server 8443 of Gateway istio-system/front (HTTPS, tls.mode SIMPLE) ${REQUESTS}, ${only('tcp')} ${NOT_FOUND}`,
      'Write http rules.',
    ],
    [
      server(6379, 'REDIS', ['*']),
      HTTP,
      `Server 6379 of Gateway istio-system/front (REDIS) ${BYTES}, ${only('http')} ${REFUSED}`,
      `Write tcp rules, ${FITS_HTTP}`,
    ],
    [
      server(443, 'TLS', ['*'], { mode: 'PASSTHROUGH' }),
      HTTP,
      'Server 443 of Gateway istio-system/front (TLS, tls.mode PASSTHROUGH) forwards TLS unread, so rules can match only the server name, ' +
        `${only('http')} ${REFUSED}`,
      `Write tls rules, ${FITS_HTTP}`,
    ],
    [
      server(9000, 'TLS', ['*'], { mode: 'ISTIO_MUTUAL' }),
      { tls: [to('web')] },
      `Server 9000 of Gateway istio-system/front (TLS, tls.mode ISTIO_MUTUAL) ${BYTES}, ${only('tls')} ${REFUSED}`,
      `Write tcp rules, ${FITS_TLS}`,
    ],
  ])('%j', (listener, rules, message, fix) => {
    expect(textsOf('CDI0102', [front(listener), bound('shop/web', rules)])).toEqual([[message, fix]]);
  });
});
