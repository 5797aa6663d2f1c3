import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, manifest, service, subsets, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';

const WEB = 'web.shop.svc.cluster.local';
const CANARY = 'web-canary.shop.svc.cluster.local';
const AT = 'spec.strategy.canary.trafficRouting.istio.virtualService';

const split = to([WEB, 'stable', 100], [WEB, 'canary', 0]);
const api = { name: 'api', match: [{ uri: { prefix: '/api' } }], ...split };
const pages = { name: 'pages', ...split };
const destinations = { name: 'web', stableSubsetName: 'stable', canarySubsetName: 'canary' };

const rollout = (
  routes?: readonly string[],
  more: { istio?: object; routing?: object; canary?: object } = {},
): Manifest =>
  manifest('Rollout', 'shop/web', {
    strategy: {
      canary: {
        ...more.canary,
        trafficRouting: {
          ...more.routing,
          istio: {
            virtualService: { name: 'web', ...(routes && { routes }) },
            destinationRule: destinations,
            ...more.istio,
          },
        },
      },
    },
  });
const web = (...http: readonly object[]): readonly Manifest[] => [
  service('shop/web', [80]),
  service('shop/web-canary', [80]),
  destinationRule('shop/web', { host: WEB, ...subsets('stable', 'canary') }),
  virtualService('shop/web', { hosts: [WEB], http }),
];

testCases('CDI016', [
  { name: 'one rule needs no name', manifests: [rollout(), ...web(split)], finds: [] },
  { name: 'all rules are listed', manifests: [rollout(['api', 'pages']), ...web(api, pages)], finds: [] },
  {
    name: 'an empty list is none',
    manifests: [rollout([]), ...web(api, pages)],
    finds: [`CDI0160 error Rollout shop/web ${AT}`],
  },
  {
    name: 'rules that the controller makes do not count',
    manifests: [
      rollout(undefined, { routing: { managedRoutes: [{ name: 'preview' }] } }),
      ...web({ name: 'preview', match: [{ headers: { 'x-preview': { exact: 'yes' } } }], ...to(WEB) }, pages),
    ],
    finds: [],
  },
  {
    name: 'several VirtualServices, one in another namespace, and one that is elsewhere',
    manifests: [
      rollout(undefined, {
        istio: {
          virtualService: undefined,
          virtualServices: [{ name: 'web' }, { name: 'web.edge', routes: ['page'] }, { name: 'elsewhere' }],
        },
      }),
      ...web(api, pages),
      virtualService('edge/web', { hosts: ['web.example.com'], gateways: ['edge'], http: [pages] }),
    ],
    finds: [
      'CDI0160 error Rollout shop/web spec.strategy.canary.trafficRouting.istio.virtualServices[0]',
      'CDI0161 error Rollout shop/web spec.strategy.canary.trafficRouting.istio.virtualServices[1].routes[0]',
    ],
  },
  {
    name: 'a rule that pins a version is none of the release',
    manifests: [
      rollout(['pages']),
      ...web({ name: 'preview', match: [{ uri: { prefix: '/next' } }], ...to([WEB, 'canary', 100]) }, pages),
    ],
    finds: [],
  },
  {
    name: 'a listed rule with one version, and one with Services where subsets are named',
    manifests: [
      rollout(['api', 'pages']),
      ...web(
        { ...api, ...to([WEB, 'canary', 100]) },
        { name: 'pages', ...to([WEB, undefined, 100], [CANARY, undefined, 0]) },
      ),
    ],
    finds: [
      'CDI0162 error VirtualService shop/web spec.http[0].route',
      'CDI0162 error VirtualService shop/web spec.http[1].route',
    ],
  },
  {
    name: 'versions by Services, with short hosts and full ones',
    manifests: [
      rollout(['pages'], {
        istio: { destinationRule: undefined },
        canary: { stableService: 'web', canaryService: 'web-canary' },
      }),
      ...web(
        { name: 'other', match: [{ uri: { prefix: '/x' } }], ...to(['web', undefined, 100], [CANARY, undefined, 0]) },
        { name: 'pages', ...to(['web', undefined, 100], ['web-canary', undefined, 0]) },
      ),
    ],
    finds: ['CDI0163 warning VirtualService shop/web spec.http[0].route'],
  },
  {
    name: 'a Rollout that names no versions',
    manifests: [rollout(['pages'], { istio: { destinationRule: undefined } }), ...web(api, pages)],
    finds: [],
  },
  {
    name: 'other strategies and other traffic routers',
    manifests: [
      manifest('Rollout', 'shop/web', { strategy: { blueGreen: { activeService: 'web' } } }),
      manifest('Rollout', 'shop/api', {
        strategy: { canary: { trafficRouting: { plugins: { 'argoproj-labs/gatewayAPI': { httpRoute: 'web' } } } } },
      }),
      ...web(api, pages),
    ],
    finds: [],
  },
]);

describe('what is said', () => {
  const FAILS = 'Argo Rollouts refuses to change it: the weights never move, and the release fails.';
  const said = (of: Manifest, ...http: readonly object[]): [string, string][] =>
    textsOf('CDI016', [of, ...web(...http)]);

  test('of no list', () => {
    const message = `VirtualService shop/web has 2 http rules, and the Rollout lists none of them. ${FAILS}`;
    expect(said(rollout(), api, pages)).toEqual([[message, 'Write routes: [api, pages].']]);
    expect(said(rollout(), { ...api, ...to(WEB) }, pages)).toEqual([[message, 'Write routes: [pages].']]);
    expect(said(rollout(), api, split)).toEqual([
      [message, 'Give each rule whose weights are to change a name, and list the names in routes.'],
    ]);
  });

  test('of a name that is wrong', () => {
    expect(said(rollout(['page']), pages)).toEqual([
      [`VirtualService shop/web has no http rule with the name "page"; it has pages. ${FAILS}`, 'Write pages.'],
    ]);
    expect(said(rollout(['main']), split)).toEqual([
      [
        `VirtualService shop/web has no http rule with the name "main"; it has none with a name. ${FAILS}`,
        'Write the name of a rule, or give the rule this name.',
      ],
    ]);
  });

  test('of a version that is missing', () => {
    const missing = (names: string): string =>
      `Rollout shop/web manages this rule, which has no destination for ${names}. ${FAILS}`;
    expect(said(rollout(), to([WEB, 'stable', 100]))).toEqual([
      [missing('subset canary'), 'Add a destination for subset canary, with weight 0.'],
    ]);
    expect(said(rollout(), to([WEB, 'canary', 100]))).toEqual([
      [missing('subset stable'), 'Add a destination for subset stable, with weight 100.'],
    ]);
    expect(said(rollout(), to(WEB))).toEqual([
      [
        missing('subset stable and subset canary'),
        'Add destinations for subset stable and subset canary, with weight 100 and 0.',
      ],
    ]);
  });

  test('of a rule that is left out', () => {
    const message =
      'This rule has both versions of Rollout shop/web, which lists only pages. Its weights stay as they are during a release.';
    expect(said(rollout(['pages']), api, pages)).toEqual([
      [message, 'Add api to routes of the Rollout, or leave subset canary out of this rule.'],
    ]);
    expect(said(rollout(['pages']), { ...api, name: undefined }, pages)).toEqual([
      [message, 'Give the rule a name and add it to routes of the Rollout, or leave subset canary out of it.'],
    ]);
  });
});
