import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, server, service, serviceEntry, sidecar, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const places = (...manifests: Manifest[]): string[] => placesOf('CDI0157', manifests);
const db = service('shop/db', [{ name: 'tcp', port: 3306 }]);
const web = service('shop/web', [80]);
const external = (protocol: string): Manifest =>
  serviceEntry('shop/api', {
    hosts: ['api.example.com'],
    ports: [{ number: 443, name: 'port', protocol }],
    resolution: 'DNS',
  });
const to = (host: string): object => ({ route: [{ destination: { host } }] });
const tls = (host: string): object => ({ match: [{ sniHosts: [host] }], ...to(host) });
const rules = (host: string, spec: object): Manifest => virtualService('shop/rules', { hosts: [host], ...spec });

test.each<[string, Manifest[], string]>([
  ['http rules for a TCP port', [db, rules('db', { http: [to('db')] })], 'spec.http'],
  ['tcp rules for an HTTP port', [web, rules('web', { tcp: [to('web')] })], 'spec.tcp'],
  ['tls rules for an HTTP port', [web, rules('web', { tls: [tls('web')] })], 'spec.tls'],
  [
    'http rules for HTTPS outside',
    [external('HTTPS'), rules('api.example.com', { http: [{ timeout: '3s', ...to('api.example.com') }] })],
    'spec.http',
  ],
  ['tcp rules for TLS', [external('TLS'), rules('api.example.com', { tcp: [to('api.example.com')] })], 'spec.tcp'],
  [
    'one rule of several, by its port',
    [
      service('shop/both', [80, { name: 'tcp', port: 90 }]),
      rules('both', { http: [{ match: [{ port: 90 }], ...to('both') }, to('both')] }),
    ],
    'spec.http[0]',
  ],
])('%s', (_, manifests, path) => {
  expect(places(...manifests)).toEqual([`warning VirtualService shop/rules ${path}`]);
});

test.each<[string, Manifest[]]>([
  [
    'rules that fit',
    [web, db, rules('web', { http: [to('web')] }), virtualService('shop/b', { hosts: ['db'], tcp: [to('db')] })],
  ],
  ['a port that fits', [service('shop/both', [80, { name: 'tcp', port: 90 }]), rules('both', { http: [to('both')] })]],
  ['another host that fits', [db, web, virtualService('shop/rules', { hosts: ['db', 'web'], http: [to('web')] })]],
  [
    'a protocol that is detected',
    [service('shop/any', [{ name: 'any', port: 90 }]), rules('any', { http: [to('any')], tcp: [to('any')] })],
  ],
  ['a host that is not known', [rules('elsewhere', { http: [to('elsewhere')] })]],
  [
    'rules for a gateway too',
    [
      db,
      gateway('shop/front', server(80, 'HTTP', ['*'])),
      virtualService('shop/rules', { hosts: ['db'], gateways: ['mesh', 'front'], http: [to('db')] }),
    ],
  ],
  ['a port that no host has', [db, rules('db', { http: [{ match: [{ port: 80 }], ...to('db') }] })]],
  [
    'a listener of a Sidecar that speaks HTTP',
    [
      db,
      rules('db', { http: [to('db')] }),
      sidecar('shop/default', {
        egress: [{ port: { number: 3306, name: 'http', protocol: 'HTTP' }, hosts: ['./*'] }],
      }),
    ],
  ],
])('not for %s', (_, manifests) => {
  expect(places(...manifests)).toEqual([]);
});

test('what it says and offers', () => {
  expect(textsOf('CDI0157', [db, rules('db', { http: [to('db')] })])).toEqual([
    [
      'Sidecars do not use http rules for db.shop.svc.cluster.local: its port is 3306 (TCP), and sidecars read no requests there. Connections go to the host as if there were no such rules.',
      'Write tcp rules; or, if the port speaks plain HTTP, name it "http-..." (in a ServiceEntry: protocol: HTTP).',
    ],
  ]);
});
