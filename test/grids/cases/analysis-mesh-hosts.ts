import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, NO_SELECTOR, server, service, virtualService } from '../../manifests';
import type { Grid } from '../grid';

type Spec = Record<string, unknown>;
type Case = [string, Manifest[]];

const base = service('shop/reviews', [9080], NO_SELECTOR);
const TARGET = 'reviews.shop.svc.cluster.local';
const vs = (key: string, hosts: string[], more: Spec = {}): Manifest =>
  virtualService(key, { hosts, http: [{ route: [{ destination: { host: TARGET } }] }], ...more });
const pair = (a: string[], b: string[], moreA: Spec = {}, moreB: Spec = {}, keyB = 'shop/b'): Manifest[] => [
  base,
  vs('shop/a', a, moreA),
  vs(keyB, b, moreB),
];
const gw = gateway('shop/gw', server(80, 'HTTP', ['*']));

const HOSTS = ['reviews', TARGET, 'www.example.com', '*.example.com', '*.com', 'example.com', 'reviews.shop'];
const EXPORTS: (string[] | undefined)[] = [undefined, ['*'], ['.'], ['bank'], ['shop'], ['shop', 'bank']];
const exported = (exportTo: string[] | undefined): Spec => (exportTo === undefined ? {} : { exportTo });

const grid: Grid = {
  layers: ['analysis'],
  cases: Object.fromEntries<Manifest[]>([
    ...HOSTS.flatMap((a) => HOSTS.map((b): Case => [`hosts ${a} and ${b}`, pair([a], [b])])),
    ...HOSTS.flatMap((a) =>
      HOSTS.map((b): Case => [`hosts ${a} for a namespace and ${b} for all`, pair([a], [b], { exportTo: ['.'] })]),
    ),
    ...HOSTS.map((host): Case => [`host ${host} of two namespaces`, pair([host], [host], {}, {}, 'bank/b')]),
    ...EXPORTS.flatMap((a) =>
      EXPORTS.map((b): Case => [
        `one host exported to ${a?.join() ?? 'all'} and ${b?.join() ?? 'all'}`,
        pair(['www.example.com'], ['www.example.com'], exported(a), exported(b), 'bank/b'),
      ]),
    ),
    ...[[], ['mesh'], ['gw'], ['gw', 'mesh']].flatMap((a) =>
      [[], ['mesh'], ['gw']].map((b): Case => [
        `one host at [${a.join()}] and [${b.join()}]`,
        [gw, ...pair(['www.example.com'], ['www.example.com'], { gateways: a }, { gateways: b })],
      ]),
    ),
    ['short and full name in one VirtualService', [base, vs('shop/a', ['reviews', TARGET])]],
    [
      'short and full name in one VirtualService for its namespace',
      [base, vs('shop/a', ['reviews', TARGET], { exportTo: ['.'] })],
    ],
    ['two hosts, one of them twice', pair(['a.example.com', 'b.example.com'], ['b.example.com'])],
    ['three VirtualServices', [...pair(['a.example.com'], ['a.example.com']), vs('bank/c', ['a.example.com'])]],
    [
      'a delegate has no host',
      [
        base,
        vs('shop/a', ['a.example.com']),
        virtualService('shop/part', { http: [{ route: [{ destination: { host: TARGET } }] }] }),
      ],
    ],
    ['a namespace of Kubernetes', pair(['www.example.com'], ['www.example.com'], {}, {}, 'kube-system/b')],
    [
      'wildcard for a namespace over two hosts for all',
      [...pair(['*.example.com'], ['a.example.com'], { exportTo: ['bank'] }), vs('bank/c', ['b.example.com'])],
    ],
    ['wildcard for a namespace over a longer wildcard', pair(['*.com'], ['*.example.com'], { exportTo: ['bank'] })],
    ['longer wildcard for a namespace', pair(['*.example.com'], ['*.com'], { exportTo: ['bank'] })],
  ]),
};

export default grid;
