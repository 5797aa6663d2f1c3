import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import type { Server } from '../../manifests';
import { deployment, INGRESS, manifest, named, NO_SELECTOR, server, service } from '../../manifests';
import type { Grid } from '../grid';

type Spec = Record<string, unknown>;
type Case = [string, Manifest[]];
type Labels = Record<string, string>;

const gw = (key: string, servers: Server[], selector: Labels | undefined = INGRESS): Manifest =>
  manifest('Gateway', key, { ...(selector === undefined ? {} : { selector }), servers: named(servers) });
const pair = (a: Server[], b: Server[], ofA?: Labels, ofB?: Labels): Manifest[] => [
  gw('infra/a', a, ofA),
  gw('shop/b', b, ofB),
];
const own = { app: 'gw' };
const pods = [deployment('infra/gw', { app: 'gw', tier: 'edge' }), service('infra/gw', [80, 443], { selector: own })];
const host = (name: string, more: Spec = {}, number: number = 80): Server => ({
  ...server(number, 'HTTP', [name]),
  ...more,
});

const HOSTS = ['www.example.com', '*.example.com', '*', 'infra/www.example.com', '*/www.example.com'];
const SELECTORS: Record<string, Labels | undefined> = {
  none: undefined,
  app: own,
  tier: { tier: 'edge' },
  'app and tier': { app: 'gw', tier: 'edge' },
  'app of nobody': { app: 'other' },
  ingress: INGRESS,
  'app and a label of nobody': { app: 'gw', x: 'y' },
};
const portService = (port: Spec): Manifest[] => [
  deployment('infra/gw', own),
  manifest('Service', 'infra/gw', { selector: own, ports: [{ name: 'http', protocol: 'TCP', ...port }] }),
];
const at = (number: number): Manifest => gw('infra/a', [server(number, 'HTTP', ['*'])], own);
const files = { serverCertificate: '/etc/a.crt', privateKey: '/etc/a.key' };
const CERTIFICATES: Record<string, Spec> = {
  'a Secret': { credentialName: 'cert' },
  'another Secret': { credentialName: 'other' },
  files,
  'files with another key': { ...files, privateKey: '/etc/b.key' },
};
const secrets = ['cert', 'other'].map((name): Manifest => ({
  ...manifest('Secret', `infra/${name}`, undefined, { annotations: {} }),
  data: {},
}));

const grid: Grid = {
  layers: ['analysis'],
  cases: Object.fromEntries<Manifest[]>([
    // Conflicts of port and host
    ...HOSTS.flatMap((a) => HOSTS.map((b): Case => [`${a} and ${b} on one port`, pair([host(a)], [host(b)])])),
    ['another port', pair([host('*')], [host('*', {}, 443)])],
    ['another bind', pair([host('*', { bind: '10.0.0.1' })], [host('*')])],
    ['one bind', pair([host('*', { bind: '10.0.0.1' })], [host('*', { bind: '10.0.0.1' })])],
    [
      'an earlier server of the other Gateway',
      pair([host('a.example.com'), host('b.example.com')], [host('a.example.com')]),
    ],
    [
      'the last server of the other Gateway',
      pair([host('a.example.com'), host('b.example.com')], [host('b.example.com')]),
    ],
    [
      'one host on two servers, next to another Gateway',
      pair([host('a.example.com'), host('a.example.com')], [host('b.example.com')]),
    ],
    ['one host on two servers', [gw('infra/a', [host('a.example.com'), host('a.example.com')])]],
    [
      'one host on two servers, bound twice',
      pair([host('a.example.com', { bind: '10.0.0.1' }), host('a.example.com')], [host('a.example.com')]),
    ],
    [
      'one host on two servers, next to another port',
      pair([host('a.example.com'), host('a.example.com')], [host('b.example.com', {}, 443)]),
    ],
    [
      'the second of three hosts',
      pair([server(80, 'HTTP', ['a.example.com', 'b.example.com', 'c.example.com'])], [host('b.example.com')]),
    ],
    ['three Gateways', [...pair([host('*')], [host('*')]), gw('bank/c', [host('*')])]],
    ['a Gateway in a namespace of Kubernetes', [gw('infra/a', [host('*')]), gw('kube-system/b', [host('*')])]],
    // Selectors
    ...Object.entries(SELECTORS).flatMap(([nameOfA, a]) =>
      Object.entries(SELECTORS).map(([nameOfB, b]): Case => [
        `selector ${nameOfA} and selector ${nameOfB}`,
        [
          ...pods,
          manifest('Gateway', 'infra/a', { ...(a && { selector: a }), servers: [host('*')] }),
          manifest('Gateway', 'shop/b', { ...(b && { selector: b }), servers: [host('*')] }),
        ],
      ]),
    ),
    ['no pods', [gw('infra/a', [host('*')], own)]],
    ['an empty selector', [gw('infra/a', [host('*')], {})]],
    ['no selector', [manifest('Gateway', 'infra/a', { servers: [host('*')] })]],
    [
      'pods of another namespace',
      [deployment('shop/gw', own), service('shop/gw', [80], { selector: own }), gw('infra/a', [host('*')], own)],
    ],
    ['pods of a namespace of Kubernetes', [deployment('kube-system/gw', own), gw('infra/a', [host('*')], own)]],
    ['no servers', [...pods, manifest('Gateway', 'infra/a', { selector: own })]],
    [
      'no servers, next to one with the selector',
      [...pods, manifest('Gateway', 'infra/a', { selector: own }), gw('infra/b', [host('*')], own)],
    ],
    ['no servers and no selector', [manifest('Gateway', 'infra/a', {})]],
    // Ports of the Service
    ...[80, 443, 31400, 15443, 8080].map((number): Case => [
      `port ${number} of the default ingress gateway`,
      [gw('infra/a', [server(number, 'HTTP', ['*'])])],
    ]),
    [
      'the default ingress gateway has a Service of its own',
      [
        service('istio-system/istio-ingressgateway', [8080], { selector: INGRESS }),
        gw('infra/a', [server(80, 'HTTP', ['*'])]),
      ],
    ],
    ...[80, 8080, 8443].flatMap((number) => [
      [`port ${number}, Service 80 to 8080`, [...portService({ port: 80, targetPort: 8080 }), at(number)]] as Case,
      [`port ${number}, Service 80 to "8080"`, [...portService({ port: 80, targetPort: '8080' }), at(number)]] as Case,
      [
        `port ${number}, Service 80 to a named port`,
        [...portService({ port: 80, targetPort: 'http' }), at(number)],
      ] as Case,
      [`port ${number}, Service 80 without target port`, [...portService({ port: 80 }), at(number)]] as Case,
      [`port ${number}, Service for UDP`, [...portService({ port: number, protocol: 'UDP' }), at(number)]] as Case,
    ]),
    ['pods without Service', [deployment('infra/gw', own), at(80)]],
    [
      'a Service of another namespace',
      [deployment('infra/gw', own), service('shop/gw', [80], { selector: own }), at(80)],
    ],
    [
      'a Service for other pods',
      [deployment('infra/gw', own), service('infra/gw', [80], { selector: { app: 'other' } }), at(80)],
    ],
    [
      'a Service without selector takes all pods',
      [deployment('infra/gw', own), service('infra/gw', [80], NO_SELECTOR), at(80)],
    ],
    [
      'the second of two Services',
      [
        deployment('infra/gw', own),
        service('infra/a', [443], { selector: own }),
        service('infra/b', [80], { selector: own }),
        at(80),
      ],
    ],
    [
      'pods in two namespaces, one with the port',
      [deployment('infra/gw', own), deployment('shop/gw', own), service('shop/b', [80], { selector: own }), at(80)],
    ],
    // Certificates
    ...Object.entries(CERTIFICATES).flatMap(([nameOfA, a]) =>
      Object.entries(CERTIFICATES).map(([nameOfB, b]): Case => [
        `${nameOfA} and ${nameOfB}`,
        [
          ...pods,
          ...secrets,
          gw('infra/a', [server(443, 'HTTPS', ['a.example.com'], { mode: 'SIMPLE', ...a })], own),
          gw('infra/b', [server(443, 'HTTPS', ['b.example.com'], { mode: 'SIMPLE', ...b })], own),
        ],
      ]),
    ),
    ...Object.entries(SELECTORS).flatMap(([name, a]): Case[] =>
      a === undefined || name === 'none'
        ? []
        : [
            [
              `one certificate, selector app and selector ${name}`,
              [
                ...pods,
                gw('infra/a', [server(443, 'HTTPS', ['a.example.com'], { mode: 'SIMPLE', ...files })], own),
                gw('infra/b', [server(443, 'HTTPS', ['b.example.com'], { mode: 'SIMPLE', ...files })], a),
              ],
            ],
          ],
    ),
    [
      'one certificate, no selector and selector app',
      [
        ...pods,
        manifest('Gateway', 'infra/a', {
          servers: [server(443, 'HTTPS', ['a.example.com'], { mode: 'SIMPLE', ...files })],
        }),
        gw('infra/b', [server(443, 'HTTPS', ['b.example.com'], { mode: 'SIMPLE', ...files })], own),
      ],
    ],
    [
      'one certificate on two servers of one Gateway',
      [
        ...pods,
        gw(
          'infra/a',
          [
            server(443, 'HTTPS', ['a.example.com'], { mode: 'SIMPLE', ...files }),
            server(443, 'HTTPS', ['b.example.com'], { mode: 'SIMPLE', ...files }),
          ],
          own,
        ),
      ],
    ],
    [
      'a certificate and no key',
      [
        ...pods,
        gw('infra/a', [server(443, 'HTTPS', ['a.example.com'], { mode: 'SIMPLE', serverCertificate: '/a' })], own),
        gw('infra/b', [server(443, 'HTTPS', ['b.example.com'], { mode: 'SIMPLE', serverCertificate: '/a' })], own),
      ],
    ],
  ]),
};

export default grid;
