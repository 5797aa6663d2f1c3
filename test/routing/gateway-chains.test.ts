import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { gatewayChains } from '../../lib/routing/gateway-chains';
import { gateway, manifest, server, virtualService } from '../manifests';
import { clusterText, gatewayProxy, ingress, meshOf, web } from './tables';

const SIMPLE = { mode: 'SIMPLE', credentialName: 'c' };
const PASSTHROUGH = { mode: 'PASSTHROUGH' };

function chains(manifests: readonly Manifest[]) {
  const mesh = meshOf([...ingress, web, ...manifests]);
  const { listeners, dropped } = gatewayChains(mesh, gatewayProxy(mesh));
  return {
    listeners: listeners.map(({ listener, chains: found }) => [
      listener.port,
      ...found.map(({ serverNames, routeConfig, clusters, source, path }) =>
        [
          serverNames.join() || '*',
          routeConfig ?? clusters.map(({ cluster, weight }) => `${weight}*${clusterText(cluster)}`).join(' + '),
          ...(source === undefined ? [] : [source.key, path]),
        ].join(' '),
      ),
    ]),
    dropped: dropped.map(({ source, path, names }) => `${source.key} ${path} ${names.join()}`),
  };
}

const TO = [{ destination: { host: 'web.shop.svc.cluster.local' } }];
const bound = (name: string, hosts: string[], spec: object): Manifest =>
  virtualService(`shop/${name}`, { hosts, gateways: ['istio-system/g'], ...spec });
const sni = (...sniHosts: string[]): object => ({ match: [{ sniHosts }], route: TO });

test('which rules each server asks (e75)', () => {
  const named = (name: string, protocol: string, host: string, tls: object): object => ({
    port: { number: 443, name, protocol },
    hosts: [host],
    tls,
  });
  expect(
    chains([
      gateway(
        'istio-system/g',
        named('https', 'HTTPS', 'h.example.com', SIMPLE),
        named('tls-t', 'TLS', 't.example.com', SIMPLE),
        named('tls-u', 'TLS', 'u.example.com', SIMPLE),
        named('tls-p', 'TLS', '*.example.com', PASSTHROUGH),
        named('tls-q', 'HTTPS', 'q.other.com', PASSTHROUGH),
      ),
      bound('h', ['h.example.com'], { http: [{ route: TO }] }),
      bound('t', ['t.example.com'], { tcp: [{ route: TO }] }),
      bound('u', ['u.example.com'], { tls: [sni('u.example.com')] }),
      bound('p', ['*.example.com'], { tls: [sni('p.example.com'), sni('*.example.com')] }),
      bound('q', ['q.other.com'], { tls: [sni('q.other.com')] }),
    ]),
  ).toEqual({
    // Servers of one protocol stand together. The rules for u are those of the server that covers it and passes TLS on.
    listeners: [
      [
        8443,
        'h.example.com https.443.https.g.istio-system',
        'q.other.com 0*80 web.shop shop/q spec.tls[0].match[0]',
        't.example.com 0*80 web.shop shop/t spec.tcp[0]',
        'u.example.com 0*80 web.shop shop/u spec.tls[0].match[0]',
        'p.example.com 0*80 web.shop shop/p spec.tls[0].match[0]',
        '*.example.com 0*80 web.shop shop/p spec.tls[1].match[0]',
      ],
    ],
    dropped: [],
  });
});

test('a port on which no chain is made does not listen (e42)', () => {
  expect(
    chains([
      gateway('istio-system/a', server(31400, 'TCP', ['*'])),
      gateway('istio-system/g', server(31400, 'TCP', ['*'])),
      bound('c', ['*'], { tcp: [{ route: TO }] }),
    ]).listeners,
  ).toEqual([]);
});

test("the first tcp rule of the server's port and Gateway decides, the source does not count", () => {
  const rule = (match: object[], subset: string): object => ({
    match,
    route: [{ destination: { host: 'web.shop.svc.cluster.local', subset } }],
  });
  const { listeners } = chains([
    gateway('istio-system/g', server(31400, 'TCP', ['*'])),
    bound('a', ['*'], {
      tcp: [
        rule([{ port: 9000 }], 'v1'),
        rule([{ gateways: ['mesh'] }], 'v2'),
        { match: [{ port: 31400 }] },
        rule([{ port: 9000 }, { port: 31400, sourceLabels: { app: 'nobody' } }], 'v3'),
        rule([], 'v4'),
      ],
    }),
  ]);
  expect(listeners).toEqual([[31400, '* 0*80 web.shop v3 shop/a spec.tcp[3]']]);
});

test('weights', () => {
  const to = (subset: string, weight: number): object => ({
    destination: { host: 'web.shop.svc.cluster.local', subset },
    weight,
  });
  const { listeners } = chains([
    gateway('istio-system/g', server(31400, 'TCP', ['*'])),
    bound('a', ['*'], { tcp: [{ route: [to('v1', 90), to('v2', 0), to('v3', 10)] }] }),
  ]);
  expect(listeners).toEqual([[31400, '* 90*80 web.shop v1 + 10*80 web.shop v3 shop/a spec.tcp[0]']]);
});

test('a match with a server name of one before is left out, its other names too (e62)', () => {
  expect(
    chains([
      gateway('istio-system/g', server(443, 'TLS', ['*.example.com'], PASSTHROUGH)),
      bound('a', ['*.example.com'], { tls: [sni('a.example.com', 'b.example.com')] }),
      bound('b', ['*.example.com'], { tls: [sni('b.example.com', 'c.example.com'), sni('d.example.com')] }),
    ]),
  ).toEqual({
    listeners: [
      [
        8443,
        'a.example.com,b.example.com 0*80 web.shop shop/a spec.tls[0].match[0]',
        'd.example.com 0*80 web.shop shop/b spec.tls[1].match[0]',
      ],
    ],
    dropped: ['shop/b spec.tls[0].match[0] b.example.com'],
  });
});

test('AUTO_PASSTHROUGH has a chain for each cluster of the services that its hosts cover', () => {
  const subsets = manifest('DestinationRule', 'shop/web', {
    host: 'web.shop.svc.cluster.local',
    subsets: [{ name: 'v1', labels: {} }],
  });
  const entry = manifest('ServiceEntry', 'shop/out', {
    hosts: ['x.shop.svc.cluster.local'],
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    resolution: 'DNS',
  });
  expect(
    chains([
      subsets,
      entry,
      manifest('Service', 'other/api', { ports: [{ name: 'http', port: 80 }] }),
      gateway('istio-system/g', server(15443, 'TLS', ['*.shop.svc.cluster.local'], { mode: 'AUTO_PASSTHROUGH' })),
    ]).listeners,
  ).toEqual([
    [
      15443,
      'outbound_.80_._.web.shop.svc.cluster.local 0*outbound_.80_._.web.shop.svc.cluster.local',
      'outbound_.80_.v1_.web.shop.svc.cluster.local 0*outbound_.80_.v1_.web.shop.svc.cluster.local',
    ],
  ]);
});
