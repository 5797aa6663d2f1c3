import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import {
  deployment,
  destinationRule,
  external,
  gateway,
  INGRESS,
  manifest,
  NO_SELECTOR,
  server,
  service,
  serviceEntry,
  subsets,
  virtualService,
  workload,
  workloadEntry,
} from '../../manifests';
import type { Grid } from '../grid';

type Spec = Record<string, unknown>;
type Case = [string, Manifest[]];

const reviews = service('shop/reviews', [9080]);
const pods = deployment('shop/reviews-v1', { app: 'reviews', version: 'v1' });
const rule = (host: string, names: string[], key = 'shop/reviews'): Manifest =>
  destinationRule(key, { host, ...subsets(...names) });
const routes = (hosts: string[], destinations: Spec[], more: Spec = {}, key = 'shop/web'): Manifest =>
  virtualService(key, { hosts, http: destinations.map((destination) => ({ route: [{ destination }] })), ...more });
const to = (host: string, subset: string, key = 'shop/web'): Manifest =>
  routes(['www.example.com'], [{ host, subset }], {}, key);
const mirrored = (mirrors: Spec): Manifest =>
  virtualService('shop/web', {
    hosts: ['www.example.com'],
    http: [{ route: [{ destination: { host: 'reviews' } }], ...mirrors }],
  });
const base = [reviews, pods];

const FULL = 'reviews.shop.svc.cluster.local';
const SPELLINGS = ['reviews', FULL, 'reviews.shop', 'reviews.bank.svc.cluster.local'];
const gw = gateway('shop/gw', server(80, 'HTTP', ['*']));
const split = routes(['reviews'], [{ host: 'reviews', subset: 'v1' }]);
const plain = (host: string, gateways: string[], key = 'shop/outside'): Manifest =>
  routes(['www.example.com'], [{ host }], { gateways }, key);

const grid: Grid = {
  layers: ['analysis'],
  cases: Object.fromEntries<Manifest[]>([
    ...SPELLINGS.flatMap((ofRoute) =>
      SPELLINGS.map((ofRule): Case => [
        `subset of ${ofRoute} in a rule for ${ofRule}`,
        [...base, rule(ofRule, ['v1']), to(ofRoute, 'v1')],
      ]),
    ),
    ['no rule for the host', [...base, to('reviews', 'v1')]],
    ['another subset', [...base, rule('reviews', ['v1']), to('reviews', 'v2')]],
    ['an empty subset', [...base, to('reviews', '')]],
    ['subsets in two rules', [...base, rule('reviews', []), rule('reviews', ['v1'], 'shop/more'), to('reviews', 'v1')]],
    ['a short host of another namespace', [...base, rule('reviews', ['v1'], 'bank/reviews'), to('reviews', 'v1')]],
    ['the full host in another namespace', [...base, rule(FULL, ['v1'], 'bank/reviews'), to('reviews', 'v1')]],
    [
      'a rule that is exported to its namespace only',
      [...base, destinationRule('bank/r', { host: FULL, exportTo: ['.'], ...subsets('v1') }), to('reviews', 'v1')],
    ],
    ['a rule for a wildcard', [...base, rule('*.shop.svc.cluster.local', ['v1']), to(FULL, 'v1')]],
    [
      'an external host, rule in the same namespace',
      [
        external('shop/ext', ['api.example.com']),
        pods,
        rule('api.example.com', ['v1'], 'shop/ext'),
        to('api.example.com', 'v1'),
      ],
    ],
    [
      'an external host, rule in another namespace',
      [
        external('bank/ext', ['api.example.com']),
        pods,
        rule('api.example.com', ['v1'], 'bank/ext'),
        to('api.example.com', 'v1'),
      ],
    ],
    ['a rule in a namespace of Kubernetes', [...base, rule(FULL, ['v1'], 'kube-system/r'), to('reviews', 'v1')]],
    ...['v1', 'v2'].flatMap((subset): Case[] => [
      [
        `mirror to subset ${subset}`,
        [...base, rule('reviews', ['v1']), mirrored({ mirror: { host: 'reviews', subset } })],
      ],
      [
        `mirrors to subset ${subset}`,
        [...base, rule('reviews', ['v1']), mirrored({ mirrors: [{ destination: { host: 'reviews', subset } }] })],
      ],
      [
        `tcp to subset ${subset}`,
        [
          ...base,
          rule('reviews', ['v1']),
          virtualService('shop/web', {
            hosts: ['www.example.com'],
            tcp: [{ route: [{ destination: { host: 'reviews', subset } }] }],
          }),
        ],
      ],
      [
        `tls to subset ${subset}`,
        [
          ...base,
          rule('reviews', ['v1']),
          virtualService('shop/web', {
            hosts: ['www.example.com'],
            tls: [
              { match: [{ sniHosts: ['www.example.com'] }], route: [{ destination: { host: 'reviews', subset } }] },
            ],
          }),
        ],
      ],
      [
        `delegate to subset ${subset}`,
        [
          ...base,
          rule('reviews', ['v1']),
          virtualService('shop/part', {
            http: [{ route: [{ destination: { host: 'reviews', subset } }] }],
          }),
        ],
      ],
    ]),
    // Routes of a gateway past the subsets
    [
      'a gateway past the subsets of another VirtualService',
      [...base, gw, rule('reviews', ['v1']), split, plain('reviews', ['gw'])],
    ],
    ['the host in full, which is not compared', [...base, gw, rule('reviews', ['v1']), split, plain(FULL, ['gw'])]],
    ['no gateway', [...base, rule('reviews', ['v1']), split, plain('reviews', [])]],
    ['the gateway mesh counts', [...base, rule('reviews', ['v1']), split, plain('reviews', ['mesh'])]],
    [
      'the gateway names the subset too',
      [
        ...base,
        gw,
        rule('reviews', ['v1']),
        split,
        routes(['www.example.com'], [{ host: 'reviews', subset: 'v1' }], { gateways: ['gw'] }, 'shop/outside'),
      ],
    ],
    [
      'subsets of a host that is none of its own',
      [...base, gw, rule('reviews', ['v1']), to('reviews', 'v1'), plain('reviews', ['gw'])],
    ],
    [
      'one VirtualService with and without subset',
      [
        ...base,
        rule('reviews', ['v1']),
        routes(['reviews'], [{ host: 'reviews', subset: 'v1' }, { host: 'reviews' }], { gateways: ['mesh'] }),
      ],
    ],
    [
      'the same name in another namespace',
      [
        ...base,
        gw,
        rule('reviews', ['v1']),
        split,
        service('bank/reviews', [80], NO_SELECTOR),
        gateway('bank/gw', server(80, 'HTTP', ['bank.example.com'])),
        virtualService('bank/outside', {
          hosts: ['bank.example.com'],
          gateways: ['gw'],
          http: [{ route: [{ destination: { host: 'reviews' } }] }],
        }),
      ],
    ],
    // Subsets and their pods
    ['a subset without pods', [...base, rule('reviews', ['v1', 'v2'])]],
    ['pods of another namespace count', [reviews, deployment('bank/x', { version: 'v1' }), rule('reviews', ['v1'])]],
    [
      'pods of a namespace of Kubernetes do not count',
      [reviews, deployment('kube-system/x', { version: 'v1' }), rule('reviews', ['v1'])],
    ],
    ['a subset without labels', [...base, destinationRule('shop/r', { host: 'reviews', subsets: [{ name: 'all' }] })]],
    [
      'labels on two pods',
      [
        reviews,
        deployment('shop/a', { app: 'reviews' }),
        deployment('shop/b', { version: 'v1' }),
        destinationRule('shop/r', {
          host: 'reviews',
          subsets: [{ name: 'v1', labels: { app: 'reviews', version: 'v1' } }],
        }),
      ],
    ],
    [
      'the pod of the default ingress gateway counts',
      [reviews, destinationRule('shop/r', { host: 'reviews', subsets: [{ name: 'gw', labels: INGRESS }] })],
    ],
    [
      'a Pod',
      [
        reviews,
        manifest('Pod', 'shop/a', { containers: [{ name: 'app', image: 'a' }] }, { labels: { version: 'v1' } }),
        rule('reviews', ['v1']),
      ],
    ],
    ...['StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'].map((kind): Case => [
      `pods of a ${kind}`,
      [reviews, workload('shop/a', { labels: { version: 'v1' } }, {}, kind), rule('reviews', ['v1'])],
    ]),
    [
      'pods of a CronJob',
      [
        reviews,
        manifest('CronJob', 'shop/a', {
          jobTemplate: { spec: { template: { metadata: { labels: { version: 'v1' } }, spec: { containers: [] } } } },
        }),
        rule('reviews', ['v1']),
      ],
    ],
    [
      'pods of a Rollout',
      [reviews, workload('shop/a', { labels: { version: 'v1' } }, {}, 'Rollout'), rule('reviews', ['v1'])],
    ],
    [
      'labels of a ServiceEntry workloadSelector count too',
      [
        external('shop/ext', ['api.example.com'], {
          workloadSelector: { labels: { app: 'api' } },
          resolution: 'STATIC',
        }),
        deployment('shop/a', { version: 'v1' }),
        rule('api.example.com', ['v1']),
      ],
    ],
    [
      'labels of a subset win over those of the workloadSelector',
      [
        external('shop/ext', ['api.example.com'], {
          workloadSelector: { labels: { version: 'v9' } },
          resolution: 'STATIC',
        }),
        deployment('shop/a', { version: 'v1' }),
        rule('api.example.com', ['v1']),
      ],
    ],
    [
      'endpoints of a ServiceEntry are no pods',
      [
        serviceEntry('shop/ext', {
          hosts: ['api.example.com'],
          resolution: 'STATIC',
          ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
          endpoints: [{ address: '10.0.0.1', labels: { version: 'v1' } }],
        }),
        rule('api.example.com', ['v1']),
      ],
    ],
    [
      'a WorkloadEntry is no pod',
      [
        reviews,
        workloadEntry('shop/vm', { address: '10.0.0.1', labels: { app: 'reviews', version: 'v1' } }),
        rule('reviews', ['v1']),
      ],
    ],
    ...[
      ['topology.kubernetes.io/zone', 'eu-1'],
      ['topology.kubernetes.io/region', 'eu'],
      ['topology.istio.io/subzone', 'a'],
      ['kubernetes.io/hostname', 'n1'],
    ].flatMap(([key, value]) =>
      ['n1', 'n2', undefined].map((nodeName): Case => [
        `${key} of pods on ${nodeName ?? 'no node'}`,
        [
          reviews,
          manifest('Node', 'n1', undefined, {
            labels: {
              'topology.kubernetes.io/region': 'eu',
              'topology.kubernetes.io/zone': 'eu-1',
              'topology.istio.io/subzone': 'a',
            },
          }),
          deployment('shop/a', { app: 'reviews' }, nodeName === undefined ? {} : { nodeName }),
          destinationRule('shop/r', { host: 'reviews', subsets: [{ name: 'near', labels: { [key]: value } }] }),
        ],
      ]),
    ),
    [
      'a subzone without zone',
      [
        reviews,
        manifest('Node', 'n1', undefined, {
          labels: { 'topology.kubernetes.io/region': 'eu', 'topology.istio.io/subzone': 'a' },
        }),
        deployment('shop/a', { app: 'reviews' }, { nodeName: 'n1' }),
        destinationRule('shop/r', {
          host: 'reviews',
          subsets: [{ name: 'near', labels: { 'topology.istio.io/subzone': 'a' } }],
        }),
      ],
    ],
    // Hosts of rules
    ...[...SPELLINGS, 'api.example.com', '*.example.com', '*.shop.svc.cluster.local', '*', 'ratings'].flatMap(
      (host): Case[] => [
        [`rule for ${host}`, [reviews, destinationRule('shop/r', { host })]],
        [`rule for ${host} in another namespace`, [reviews, destinationRule('bank/r', { host })]],
        [
          `rule for ${host} with a ServiceEntry for *.example.com`,
          [external('bank/ext', ['*.example.com'], { resolution: 'NONE' }), destinationRule('shop/r', { host })],
        ],
      ],
    ),
    ...[['*'], ['.'], ['bank'], ['shop']].map((exportTo): Case => [
      `rule exported to [${exportTo.join()}] for a host of its namespace`,
      [
        service('shop/reviews', [80], NO_SELECTOR, { annotations: { 'networking.istio.io/exportTo': '.' } }),
        destinationRule('shop/r', { host: 'reviews', exportTo }),
      ],
    ]),
    ['subsets of a rule for an unknown host', [rule('ratings', ['v1'])]],
  ]),
};

export default grid;
