import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import type { Grid } from '../grid';

const sidecar = (spec: unknown): Manifest[] => [manifest('Sidecar', 'shop/default', spec)];
const egress = (...listeners: unknown[]): Manifest[] => sidecar({ egress: listeners });
const hosts = (list: unknown): Manifest[] => egress({ hosts: list });
const listener = (change: object): Manifest[] => egress({ hosts: ['./*'], ...change });
const outbound = (outboundTrafficPolicy: unknown): Manifest[] => sidecar({ outboundTrafficPolicy });
const all = { hosts: ['./*'] };
const on = (number: number, change: object = {}): object => ({
  port: { number, protocol: 'HTTP', name: 'http' },
  ...all,
  ...change,
});

function named(
  about: string,
  make: (value: unknown) => Manifest[],
  values: Readonly<Record<string, unknown>>,
): [string, Manifest[]][] {
  return Object.entries(values).map(([name, value]) => [`${about}: ${name}`, make(value)]);
}

function short(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 20)}...${text.slice(-20)} of ${text.length} characters`;
}

function each(about: string, make: (value: unknown) => Manifest[], values: readonly unknown[]): [string, Manifest[]][] {
  return values.map((value) => [`${about} ${short(JSON.stringify(value))}`, make(value)]);
}

const proxy = { host: 'proxy.shop', port: { number: 3128 } };

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: Object.fromEntries([
    ...named('whole', sidecar, {
      empty: {},
      'empty lists': { ingress: [], egress: [] },
      'selector only': { workloadSelector: { labels: { app: 'web' } } },
      'empty selector hides its warning': { workloadSelector: {} },
      'selector without labels': { workloadSelector: {}, egress: [all] },
      'selector with empty labels': { workloadSelector: { labels: {} }, egress: [all] },
      'selector with labels': { workloadSelector: { labels: { app: 'web' } }, egress: [all] },
      'star in the selector': { workloadSelector: { labels: { app: '*' } }, egress: [all] },
      'selector without key': { workloadSelector: { labels: { '': 'web' } }, egress: [all] },
      'a wrong selector hides warnings': {
        workloadSelector: { labels: { app: '*' } },
        egress: [{ hosts: ['*/*', './*'] }],
      },
      'policy only': { outboundTrafficPolicy: {} },
      'pool only': { inboundConnectionPool: { tcp: { maxConnections: 1 } } },
      'empty pool': { inboundConnectionPool: {} },
      'negative limit in the pool': { inboundConnectionPool: { tcp: { maxConnections: -1 } } },
      'wrong time in the pool': { inboundConnectionPool: { http: { idleTimeout: '0s' } } },
      'http in the pool': { inboundConnectionPool: { http: { maxRetries: 1 } } },
    }),
    ...named('outbound', outbound, {
      REGISTRY_ONLY: { mode: 'REGISTRY_ONLY' },
      ALLOW_ANY: { mode: 'ALLOW_ANY' },
      'proxy with ALLOW_ANY': { mode: 'ALLOW_ANY', egressProxy: proxy },
      'proxy with REGISTRY_ONLY': { mode: 'REGISTRY_ONLY', egressProxy: proxy },
      'proxy without mode': { egressProxy: proxy },
      'proxy without port': { mode: 'ALLOW_ANY', egressProxy: { host: 'proxy.shop' } },
      'proxy with an empty port': { mode: 'ALLOW_ANY', egressProxy: { host: 'proxy.shop', port: {} } },
      'proxy with port 70000': { mode: 'ALLOW_ANY', egressProxy: { host: 'proxy.shop', port: { number: 70000 } } },
      'proxy without host': { mode: 'ALLOW_ANY', egressProxy: { port: { number: 80 } } },
      'proxy for a wildcard': { mode: 'ALLOW_ANY', egressProxy: { ...proxy, host: '*.shop' } },
      'proxy for all': { mode: 'ALLOW_ANY', egressProxy: { ...proxy, host: '*' } },
      'proxy with a short name': { mode: 'ALLOW_ANY', egressProxy: { ...proxy, host: 'proxy' } },
      'proxy with an address': { mode: 'ALLOW_ANY', egressProxy: { ...proxy, host: '10.0.0.1' } },
      'proxy with a subset': { mode: 'ALLOW_ANY', egressProxy: { ...proxy, subset: 'v1' } },
      'proxy with a wrong subset': { mode: 'ALLOW_ANY', egressProxy: { ...proxy, subset: 'v_1' } },
      'proxy with an empty subset': { mode: 'ALLOW_ANY', egressProxy: { ...proxy, subset: '' } },
    }),
    ...each('host', (host) => hosts([host]), [
      './*',
      '*/*',
      '~/*',
      '~./*',
      '~shop/*',
      '~~shop/*',
      '~*/*',
      'shop/*',
      'Shop/*',
      'shop_1/*',
      'a.b/*',
      'shop/web.shop.svc.cluster.local',
      '*/web.shop.svc.cluster.local',
      './*.example.com',
      './*example.com',
      './*-a.example.com',
      './a*.example.com',
      './a.*.com',
      './web',
      './WEB.shop',
      './web.',
      './10.0.0.1',
      './web..shop',
      './a/b.c',
      'web',
      'web.shop.svc.cluster.local',
      '*',
      '/',
      '/*',
      './',
      '~/',
      '',
      '~web',
      '~/web',
      '*/*.*',
      '*/*.',
      `${'a'.repeat(64)}/*`,
    ]),
    ...each('hosts', hosts, [
      [],
      ['./*', './*'],
      ['./*', 'shop/*'],
      ['shop/*', './a.b'],
      ['./a.b', './*'],
      ['./a.b', './a.b'],
      ['./a.b', 'shop/a.b'],
      ['./a.b', './c.d'],
      ['./*', 'prod/*'],
      ['*/*', 'prod/*'],
      ['prod/*', '*/*'],
      ['*/*', '*/*'],
      ['*/*', '*/a.b'],
      ['*/a.b', 'prod/a.b'],
      ['*/*', '~prod/*'],
      ['./*', '~./a.b'],
      ['./a.b', '~./a.b'],
      ['~./a.b', '~./a.b'],
      ['*/*', 'a'],
      ['*/*', 'a/'],
      ['a/', 'a/'],
      ['./a.b', './*.b'],
      ['*/*', '~/*'],
    ]),
    ['hosts missing', egress({})],
    ['doubles in two listeners are none', egress(on(80), on(81), all)],
    ...named('egress', (listeners) => sidecar({ egress: listeners }), {
      'port and rest': [on(80), all],
      'rest before port': [all, on(80)],
      'two for the rest': [all, all],
      'three for the rest': [all, all, all],
      'ports only': [on(80), on(81)],
      'one port twice': [on(80), on(80)],
      'one port twice with addresses': [on(80, { bind: '127.0.0.1' }), on(80, { bind: '127.0.0.2' })],
    }),
    ...named('egress listener', (change) => listener(change as object), {
      'empty port': { port: {} },
      'number 0': { port: { number: 0 } },
      'number 65535': { port: { number: 65535 } },
      'number 65536': { port: { number: 65536 } },
      'number only': { port: { number: 80 } },
      'unknown protocol': { port: { number: 80, protocol: 'X' } },
      'lower case protocol': { port: { number: 80, protocol: 'grpc-web' } },
      'wrong name': { port: { number: 80, name: 'a.b' } },
      'empty name': { port: { number: 80, name: '' } },
      'target port': { port: { number: 80, targetPort: 80 } },
      'target port 0': { port: { number: 80, targetPort: 0 } },
      address: { port: { number: 80 }, bind: '127.0.0.1' },
      'IPv6 address': { port: { number: 80 }, bind: '::1' },
      'empty address': { port: { number: 80 }, bind: '' },
      'name for an address': { port: { number: 80 }, bind: 'localhost' },
      'address with a mask': { port: { number: 80 }, bind: '127.0.0.1/8' },
      'socket with a number': { port: { number: 80 }, bind: 'unix:///run/a' },
      'address without port': { bind: '?' },
      socket: { port: { protocol: 'HTTP' }, bind: 'unix:///run/a' },
      'abstract socket': { port: { protocol: 'HTTP' }, bind: 'unix://@a' },
      'empty abstract socket': { port: { protocol: 'HTTP' }, bind: 'unix://@' },
      'relative socket': { port: { protocol: 'HTTP' }, bind: 'unix://run/a' },
      'empty socket': { port: { protocol: 'HTTP' }, bind: 'unix://' },
      'folder as socket': { port: { protocol: 'HTTP' }, bind: 'unix:///run/' },
      'address without number': { port: { protocol: 'HTTP' }, bind: '127.0.0.1' },
      'unknown protocol of a socket': { port: { protocol: 'X' }, bind: 'unix:///run/a' },
      'wrong name of a socket': { port: { name: '-' }, bind: 'unix:///run/a' },
      'socket without capture': { port: {}, bind: 'unix:///run/a', captureMode: 'NONE' },
      'socket with default capture': { port: {}, bind: 'unix:///run/a', captureMode: 'DEFAULT' },
      'socket with IPTABLES': { port: {}, bind: 'unix:///run/a', captureMode: 'IPTABLES' },
      'port with IPTABLES': { port: { number: 80 }, captureMode: 'IPTABLES' },
    }),
    ...named('as istiod reads it', sidecar, {
      'null as a listener': { egress: [null] },
      'null as a host': { egress: [{ hosts: [null] }] },
      'null as an ingress listener': { ingress: [null] },
      'null as a policy': { outboundTrafficPolicy: null },
      'modes by number': { outboundTrafficPolicy: { mode: 1, egressProxy: proxy } },
      'a mode that is not there': { outboundTrafficPolicy: { mode: 2 } },
      'a mode of MeshConfig': { outboundTrafficPolicy: { mode: 3 } },
      'capture by number': { egress: [{ port: {}, bind: 'unix:///a', captureMode: 2, hosts: ['./*'] }] },
      'a capture that is not there': { egress: [{ port: {}, bind: 'unix:///a', captureMode: 3, hosts: ['./*'] }] },
    }),
    ['one socket twice', egress({ port: {}, bind: 'unix:///a', ...all }, { port: {}, bind: 'unix:///a', ...all })],
    ['two sockets', egress({ port: {}, bind: 'unix:///a', ...all }, { port: {}, bind: 'unix:///b', ...all })],
  ]),
};

export default grid;
