import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, gateway, ingressPods, server, service, subsets, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';
import { EGRESS, entry, HOST } from './egress-manifests';

const REVIEWS = 'reviews.shop.svc.cluster.local';
const WEB = ['shop.example.com'];

testCases('CDI', [
  {
    name: 'a default that hides rules hides that of the root namespace',
    manifests: [
      service('shop/reviews', [9080]),
      destinationRule('front/a', { host: REVIEWS, ...subsets('v1') }),
      destinationRule('istio-system/b', { host: REVIEWS, ...subsets('v1') }),
      virtualService('shop/reviews', { hosts: [REVIEWS], http: [to([REVIEWS, 'v1', 100])] }),
    ],
    settings: { meshConfig: { defaultDestinationRuleExportTo: ['.'] } },
    finds: ['CDI0101 error DestinationRule front/a metadata.namespace'],
  },
  {
    name: 'names in that default hide nothing',
    manifests: [
      service('shop/reviews', [9080]),
      destinationRule('front/a', { host: REVIEWS, ...subsets('v1') }),
      destinationRule('istio-system/b', { host: REVIEWS, ...subsets('v1') }),
      virtualService('shop/reviews', { hosts: [REVIEWS], http: [to([REVIEWS, 'v1', 100])] }),
    ],
    settings: { meshConfig: { defaultDestinationRuleExportTo: ['istio-system'] } },
    finds: [],
  },
  {
    name: 'a rule beside its Service, or in the root namespace, is found by all',
    manifests: [
      service('shop/reviews', [80]),
      destinationRule('shop/a', { host: 'reviews' }),
      destinationRule('istio-system/b', { host: REVIEWS }),
    ],
    finds: [],
  },
  {
    name: 'a rule elsewhere is found by its neighbors only',
    manifests: [service('shop/reviews', [80]), destinationRule('front/a', { host: REVIEWS })],
    finds: ['CDI0101 info DestinationRule front/a metadata.namespace'],
  },
  {
    name: 'a route of another namespace without a subset loses the policy',
    manifests: [
      service('shop/reviews', [80]),
      destinationRule('front/a', { host: REVIEWS }),
      virtualService('shop/reviews', { hosts: [REVIEWS], http: [to(REVIEWS)] }),
    ],
    finds: ['CDI0101 warning DestinationRule front/a metadata.namespace'],
  },
  {
    name: 'a route at a gateway with a subset breaks',
    manifests: [
      ingressPods('edge'),
      service('shop/reviews', [80]),
      destinationRule('front/a', { host: REVIEWS, ...subsets('v1') }),
      gateway('front/web', server(80, 'HTTP', WEB)),
      virtualService('front/web', { hosts: WEB, gateways: ['web'], http: [to([REVIEWS, 'v1', 100])] }),
    ],
    finds: ['CDI0101 error DestinationRule front/a metadata.namespace'],
  },
  {
    name: 'the namespace of a ServiceEntry is the one of its host',
    manifests: [entry([HOST], 'DNS', 'egress'), destinationRule('front/a', { host: HOST })],
    finds: ['CDI0101 info DestinationRule front/a metadata.namespace'],
  },
  {
    name: 'a rule beside the client may replace the one beside the Service, which the others find',
    manifests: [
      entry([HOST], 'DNS', 'egress'),
      destinationRule('front/a', { host: HOST }),
      destinationRule('egress/b', { host: HOST }),
    ],
    finds: [],
  },
  {
    name: 'the others find a rule beside the Service that knows fewer subsets',
    manifests: [
      service('shop/reviews', [80]),
      destinationRule('front/a', { host: REVIEWS, ...subsets('v1', 'v2') }),
      destinationRule('shop/b', { host: REVIEWS, ...subsets('v1') }),
      virtualService('shop/reviews', { hosts: [REVIEWS], http: [to([REVIEWS, 'v2', 100])] }),
    ],
    finds: ['CDI0101 error DestinationRule front/a metadata.namespace'],
  },
  {
    name: 'the others do not find a rule beside the Service that is private',
    manifests: [
      service('shop/reviews', [80]),
      destinationRule('front/a', { host: REVIEWS, ...subsets('v1') }),
      destinationRule('shop/b', { host: REVIEWS, ...subsets('v1'), exportTo: ['.'] }),
      virtualService('edge/reviews', { hosts: [REVIEWS], http: [to([REVIEWS, 'v1', 100])] }),
    ],
    finds: ['CDI0101 error DestinationRule front/a metadata.namespace'],
  },
  {
    name: 'a gateway does not ask the rules for the mesh, and needs no subsets of them',
    manifests: [
      entry([HOST]),
      gateway('shop/out', server(80, 'HTTP', [HOST])),
      destinationRule('shop/out', { host: EGRESS, ...subsets('v1') }),
      virtualService('shop/out', {
        hosts: [HOST],
        gateways: ['mesh', 'out'],
        http: [
          {
            match: [{ gateways: ['mesh'], port: 80 }],
            route: [{ destination: { host: EGRESS, subset: 'v1', port: { number: 80 } } }],
          },
          { match: [{ gateways: ['out'], port: 80 }], ...to(HOST) },
        ],
      }),
    ],
    finds: [
      'CDI0101 info DestinationRule shop/out metadata.namespace',
      'CDI0125 warning VirtualService shop/out spec.http[0].match[0].port',
      'CDI0204 info VirtualService shop/out spec.http[0].route[0].destination',
      'CDI0205 info VirtualService shop/out spec.http[0].route[0].destination',
    ],
  },
]);

describe('CDI0101 says', () => {
  const reviews = service('shop/reviews', [9080]);
  const rule = destinationRule('front/reviews', { host: REVIEWS, ...subsets('v1') });
  const callsV1 = virtualService('shop/reviews', { hosts: [REVIEWS], http: [to([REVIEWS, 'v1', 100])] });
  const texts = (...manifests: Manifest[]): [message: string, fix: string][] =>
    textsOf('CDI0101', [reviews, ...manifests]);
  const FINDERS =
    'reviews.shop.svc.cluster.local is in namespace shop, and this rule in front. Only proxies in front find it; ' +
    'all others look in their own namespace, in shop and in istio-system.';
  const FIX = 'Move the rule to namespace shop, so that every client finds it.';
  const NO_SUBSETS = 'have routes to its subsets but no clusters for them: they answer 503.';

  test.each<[string, string, Manifest[]]>([
    ['nobody else calls', 'This is fine if no other client calls the host.', [rule]],
    [
      'another namespace calls',
      'Proxies in shop call the host without its policy.',
      [rule, virtualService('shop/reviews', { hosts: [REVIEWS], http: [to(REVIEWS)] })],
    ],
    ['another namespace calls a subset of', `Proxies in shop ${NO_SUBSETS}`, [rule, callsV1]],
    [
      'a gateway calls a subset of',
      `Proxies in edge ${NO_SUBSETS}`,
      [
        ingressPods('edge'),
        rule,
        gateway('front/web', server(80, 'HTTP', WEB)),
        virtualService('front/web', { hosts: WEB, gateways: ['web'], http: [to([REVIEWS, 'v1', 100])] }),
      ],
    ],
  ])('what becomes of a host that %s', (_, effect, manifests) => {
    expect(texts(...manifests)).toEqual([[`${FINDERS} ${effect}`, FIX]]);
  });

  test('what else to write for a rule that only its own namespace sees', () => {
    const own = destinationRule('front/reviews', { host: REVIEWS, ...subsets('v1'), exportTo: ['.'] });
    expect(texts(own, callsV1)).toEqual([
      [
        `${FINDERS} Proxies in shop ${NO_SUBSETS}`,
        'Move the rule to namespace shop, with exportTo: ["*"], so that every client finds it.',
      ],
    ]);
  });
});
