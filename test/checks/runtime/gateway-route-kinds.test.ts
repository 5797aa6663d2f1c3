import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, manifest, server, to, virtualService } from '../../manifests';
import { found, placesOf, testCases } from '../found';
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

test('CDI0102 begins as a sentence does', () => {
  const rule = manifest('VirtualService', 'shop/a', { hosts: ['a.example.com'], gateways: ['g'], tcp: [to('a')] });
  const [{ message }] = found('CDI0102', [gateway('shop/g', server(80, 'HTTP', ['a.example.com'])), rule]);
  expect(message).toMatch(/^Server 80 of Gateway shop\/g/);
});
