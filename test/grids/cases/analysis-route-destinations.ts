import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { external, NO_SELECTOR, service, serviceEntry, virtualService } from '../../manifests';
import type { Grid } from '../grid';

type Spec = Record<string, unknown>;
type Case = [string, Manifest[]];

const HOST = 'www.shop.example.com';
const route = (destination: Spec): Spec => ({ route: [{ destination }] });
const to = (destination: Spec, more: Spec = {}, key = 'shop/web'): Manifest =>
  virtualService(key, { hosts: [HOST], http: [route(destination)], ...more });
const host = (name: string, more: Spec = {}, key?: string): Manifest => to({ host: name }, more, key);
const port = (number: number): Spec => ({ port: { number } });

const reviews = service('shop/reviews', [9080], NO_SELECTOR);
const exported = (exportTo: string): Manifest =>
  service('shop/reviews', [9080], NO_SELECTOR, { annotations: { 'networking.istio.io/exportTo': exportTo } });

/** How the host of a Service is written, from its own namespace and from another. */
const SPELLINGS = [
  'reviews',
  'reviews.shop',
  'reviews.shop.svc',
  'reviews.shop.svc.cluster.local',
  'reviews.bank.svc.cluster.local',
  'reviews.shop.svc.cluster.local.',
  'reviews.shop.svc.example.com',
  'Reviews',
  'review',
];
const EXPORTS = ['.', '*', 'bank', 'shop', 'bank,shop', ' bank , .', '~', ''];
const RULE_EXPORTS = [[], ['*'], ['.'], ['bank'], ['shop'], ['bank', 'shop'], ['bank', '.']];
const WILDCARDS = ['*.example.com', '*.com', '*example.com'];
const EXTERNAL = [
  'api.example.com',
  'example.com',
  'a.b.example.com',
  '*.example.com',
  '*.api.example.com',
  'api.example.org',
];

const mirrored = (mirrors: Spec): Manifest =>
  virtualService('shop/web', { hosts: [HOST], http: [{ ...route({ host: 'reviews' }), ...mirrors }] });

const grid: Grid = {
  layers: ['analysis'],
  cases: Object.fromEntries<Manifest[]>([
    ...SPELLINGS.flatMap((name): Case[] => [
      [`host ${name} from its namespace`, [reviews, host(name)]],
      [`host ${name} from another namespace`, [reviews, host(name, {}, 'bank/web')]],
    ]),
    ['host of a Service that is not there', [host('reviews')]],
    [
      'host of a Service in a namespace of Kubernetes',
      [service('kube-system/dns', [80], NO_SELECTOR), host('dns.kube-system.svc.cluster.local')],
    ],
    ['a VirtualService in a namespace of Kubernetes', [host('reviews', {}, 'kube-system/web')]],
    ['host of the default ingress gateway', [host('istio-ingressgateway.istio-system.svc.cluster.local')]],
    [
      'port 31400 of the default ingress gateway',
      [to({ host: 'istio-ingressgateway.istio-system.svc.cluster.local', ...port(31400) })],
    ],
    [
      'a Service of the name of the default ingress gateway',
      [
        service('istio-system/istio-ingressgateway', [8080], NO_SELECTOR),
        to({ host: 'istio-ingressgateway.istio-system.svc.cluster.local', ...port(31400) }),
      ],
    ],
    [
      'two hosts, one of them missing',
      [
        reviews,
        virtualService('shop/web', {
          hosts: [HOST],
          http: [
            {
              route: [
                { destination: { host: 'reviews' }, weight: 50 },
                { destination: { host: 'ratings' }, weight: 50 },
              ],
            },
          ],
        }),
      ],
    ],
    ...EXPORTS.flatMap((to): Case[] => [
      [`Service exported to "${to}", asked from its namespace`, [exported(to), host('reviews')]],
      [
        `Service exported to "${to}", asked from bank`,
        [exported(to), host('reviews.shop.svc.cluster.local', {}, 'bank/web')],
      ],
    ]),
    ...RULE_EXPORTS.flatMap((exportTo): Case[] => [
      [
        `VirtualService exported to [${exportTo.join()}], Service to its namespace`,
        [exported('.'), host('reviews', { exportTo })],
      ],
      [
        `VirtualService exported to [${exportTo.join()}], Service to bank`,
        [exported('bank'), host('reviews', { exportTo })],
      ],
      [
        `VirtualService exported to [${exportTo.join()}], wildcard of its namespace`,
        [
          external('shop/ext', ['*.example.com'], { exportTo: ['.'], resolution: 'NONE' }),
          host('api.example.com', { exportTo }),
        ],
      ],
      [
        `VirtualService exported to [${exportTo.join()}], wildcard for bank`,
        [
          external('shop/ext', ['*.example.com'], { exportTo: ['bank'], resolution: 'NONE' }),
          host('api.example.com', { exportTo }),
        ],
      ],
      [
        `ServiceEntry exported to [${exportTo.join()}], asked from its namespace`,
        [external('shop/ext', ['api.example.com'], { exportTo }), host('api.example.com')],
      ],
      [
        `ServiceEntry exported to [${exportTo.join()}], asked from bank`,
        [external('shop/ext', ['api.example.com'], { exportTo }), host('api.example.com', {}, 'bank/web')],
      ],
    ]),
    ...WILDCARDS.flatMap((wildcard) =>
      EXTERNAL.map((name): Case => [
        `host ${name} with a ServiceEntry for ${wildcard}`,
        [external('bank/ext', [wildcard], { resolution: 'NONE' }), host(name)],
      ]),
    ),
    ...EXTERNAL.map((name): Case => [
      `host ${name} with a ServiceEntry for api.example.com`,
      [external('bank/ext', ['api.example.com']), host(name)],
    ]),
    ['a short host of a ServiceEntry', [external('shop/ext', ['legacy'], { resolution: 'DNS' }), host('legacy')]],
    ['a short host of a ServiceEntry elsewhere', [external('bank/ext', ['legacy']), host('legacy')]],
    [
      'a short host of a ServiceEntry elsewhere, in full',
      [external('bank/ext', ['legacy']), host('legacy.bank.svc.cluster.local')],
    ],
    [
      'two hosts of a ServiceEntry',
      [external('shop/ext', ['api.example.com', 'db.example.com']), host('db.example.com')],
    ],
    ['a delegate', [reviews, virtualService('shop/part', { http: [route({ host: 'reviews' })] })]],
    [
      'a delegate with a host that is not there',
      [reviews, virtualService('shop/part', { http: [route({ host: 'ratings' })] })],
    ],
    ...['tcp', 'tls'].flatMap((protocol): Case[] =>
      ['reviews', 'ratings'].map((name) => [
        `${protocol} to ${name}`,
        [
          reviews,
          virtualService('shop/web', {
            hosts: [HOST],
            [protocol]: [
              { ...(protocol === 'tls' ? { match: [{ sniHosts: [HOST] }] } : {}), ...route({ host: name }) },
            ],
          }),
        ],
      ]),
    ),
    ['a mirror', [reviews, mirrored({ mirror: { host: 'reviews' } })]],
    ['a mirror that is not there', [reviews, mirrored({ mirror: { host: 'ratings' } })]],
    ['a mirror with a wrong port', [reviews, mirrored({ mirror: { host: 'reviews', ...port(80) } })]],
    ['mirrors', [reviews, mirrored({ mirrors: [{ destination: { host: 'reviews' } }] })]],
    [
      'mirrors that are not there',
      [reviews, mirrored({ mirrors: [{ destination: { host: 'reviews' } }, { destination: { host: 'ratings' } }] })],
    ],
    [
      'a redirect goes nowhere in the mesh',
      [virtualService('shop/web', { hosts: [HOST], http: [{ redirect: { uri: '/x' } }] })],
    ],
    // Ports
    ...[[], [9080], [9080, 9090]].flatMap((ports) =>
      [undefined, 9080, 80].map((number): Case => [
        `port ${number ?? 'left out'} of a Service with [${ports.join()}]`,
        [
          service('shop/reviews', ports, NO_SELECTOR),
          to({ host: 'reviews', ...(number === undefined ? {} : port(number)) }),
        ],
      ]),
    ),
    ...[[443], [80, 443]].flatMap((ports) =>
      [undefined, 443, 8443].map((number): Case => [
        `port ${number ?? 'left out'} of a ServiceEntry with [${ports.join()}]`,
        [
          external('shop/ext', ['api.example.com'], {}, ports),
          to({ host: 'api.example.com', ...(number === undefined ? {} : port(number)) }),
        ],
      ]),
    ),
    [
      'no port of a wildcard with two',
      [external('shop/ext', ['*.example.com'], { resolution: 'NONE' }, [80, 443]), host('api.example.com')],
    ],
    [
      'the target port is none of the Service',
      [
        {
          ...service('shop/reviews'),
          spec: { ports: [{ name: 'http', port: 80, targetPort: 9080, protocol: 'TCP' }] },
        },
        to({ host: 'reviews', ...port(9080) }),
      ],
    ],
    [
      'a headless Service',
      [
        {
          ...service('shop/db'),
          spec: { clusterIP: 'None', ports: [{ name: 'tcp', port: 5432, protocol: 'TCP' }] },
        },
        to({ host: 'db', ...port(5432) }),
      ],
    ],
    [
      'a Service of type ExternalName',
      [
        {
          ...service('shop/api'),
          spec: {
            type: 'ExternalName',
            externalName: 'api.example.com',
            ports: [{ name: 'tcp', port: 443, protocol: 'TCP' }],
          },
        },
        to({ host: 'api', ...port(443) }),
      ],
    ],
    [
      'Service and ServiceEntry with one host: the Service counts',
      [
        external('shop/ext', ['reviews.shop.svc.cluster.local'], {}, [1234]),
        reviews,
        to({ host: 'reviews', ...port(1234) }),
      ],
    ],
    [
      'two ServiceEntries with one host, both with the port',
      [
        external('shop/a', ['api.example.com'], {}, [80]),
        external('shop/b', ['api.example.com'], {}, [80, 443]),
        to({ host: 'api.example.com', ...port(80) }),
      ],
    ],
    [
      'ServiceEntry without ports',
      [serviceEntry('shop/ext', { hosts: ['api.example.com'], resolution: 'DNS', ports: [] }), host('api.example.com')],
    ],
  ]),
};

export default grid;
