import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, manifest, service, subsets, to, virtualService } from '../../manifests';
import { found, testCases, textsOf } from '../found';

const REVIEWS = 'reviews.shop.svc.cluster.local';
const split = to([REVIEWS, 'v1', 80], [REVIEWS, 'v2', 20]);

testCases('CDI', [
  {
    name: 'what Flagger writes itself',
    manifests: [
      service('shop/reviews', [80]),
      manifest('Canary', 'shop/reviews', { targetRef: { name: 'reviews' }, service: { port: 80 } }),
      virtualService('shop/reviews', { hosts: [REVIEWS], http: [to(REVIEWS)] }),
      destinationRule('shop/reviews-canary', { host: REVIEWS }),
    ],
    finds: [
      'CDI0110 info Service shop/reviews metadata.name',
      'CDI0110 warning VirtualService shop/reviews metadata.name',
      'CDI0110 warning DestinationRule shop/reviews-canary metadata.name',
    ],
  },
  {
    name: 'routes that a Rollout does not manage are free',
    manifests: [
      service('shop/reviews', [80]),
      manifest('Rollout', 'shop/reviews', {
        strategy: {
          canary: { trafficRouting: { istio: { virtualServices: [{ name: 'reviews', routes: ['main'] }] } } },
        },
      }),
      destinationRule('shop/reviews', { host: REVIEWS, ...subsets('v1', 'v2') }),
      virtualService('shop/reviews', {
        hosts: [REVIEWS],
        http: [
          { name: 'main', ...to([REVIEWS, 'v1', 100]) },
          { name: 'other', ...split },
        ],
      }),
    ],
    finds: [],
  },
  {
    name: 'with HTTPRoutes Flagger writes no VirtualService, and with another provider neither',
    manifests: [
      ...['reviews', 'other-gatew', 'other-nginx'].map((name) => service(`shop/${name}`, [80])),
      ...['gatewayapi:v1', 'nginx'].map((provider) =>
        manifest('Canary', `shop/${provider.slice(0, 5)}`, { provider, targetRef: { name: provider.slice(0, 5) } }),
      ),
      ...['gatew', 'nginx'].map((name) =>
        virtualService(`shop/${name}`, { hosts: [`other-${name}`], http: [to(REVIEWS)] }),
      ),
      ...['gatew', 'nginx'].map((name) => manifest('HTTPRoute', `shop/${name}`, { parentRefs: [{ name: 'edge' }] })),
    ],
    finds: ['CDI0110 warning HTTPRoute shop/gatew metadata.name'],
  },
  {
    name: 'the two destinations of a Rollout, told by its Services',
    manifests: [
      service('shop/reviews', [80]),
      service('shop/reviews-canary', [80]),
      manifest('Rollout', 'shop/reviews', {
        strategy: {
          canary: {
            stableService: 'reviews',
            canaryService: 'reviews-canary',
            trafficRouting: { istio: { virtualService: { name: 'reviews' } } },
          },
        },
      }),
      virtualService('shop/reviews', {
        hosts: [REVIEWS],
        http: [to(['reviews', undefined, 100], ['reviews-canary.shop.svc.cluster.local', undefined, 0])],
      }),
    ],
    finds: [],
  },
]);

test('CDI0110 says of a Service of Flagger what happens to its selector', () => {
  const canary = manifest('Canary', 'shop/reviews', { targetRef: { name: 'reviews' } });
  expect(textsOf('CDI0110', [canary, service('shop/reviews', [80])])).toEqual([
    [
      'Flagger sets selector and ports of Service shop/reviews itself, for Canary shop/reviews. Each time this manifest is applied, its selector is that of the manifest again until Flagger changes it back.',
      'Remove this Service: Flagger makes it, with the port in spec.service of the Canary. If something else needs it first, ignore differences of its spec.selector in the GitOps tool.',
    ],
  ]);
});

describe('CDI0110 says what a Rollout takes out of its route', () => {
  const rollout = (canary: object): Manifest =>
    manifest('Rollout', 'shop/reviews', {
      strategy: { canary: { ...canary, trafficRouting: { istio: { virtualService: { name: 'reviews' }, ...rule } } } },
    });
  let rule: object = {};
  const said = (canary: object, ...routes: [string, string | undefined, number][]) => {
    const route = manifest('VirtualService', 'shop/reviews', { hosts: ['reviews'], http: [to(...routes)] });
    return found('CDI0110', [service('shop/reviews', [80]), service('shop/modern', [80]), rollout(canary), route]).map(
      ({ message, fix }) => [message, fix],
    );
  };
  const message = (hosts: string, share: number) =>
    'Rollout shop/reviews manages this route, and Argo Rollouts keeps only the stable and the canary destination in it: ' +
    `it removes ${hosts}, and its ${share} % go to those two.`;
  const fix = (hosts: string) =>
    `Move ${hosts} to a separate rule with a match, and do not list that rule in the Rollout. Write the weights 100 and 0 for the other two.`;

  afterEach(() => (rule = {}));

  it('by subsets', () => {
    rule = { destinationRule: { name: 'reviews', stableSubsetName: 'stable', canarySubsetName: 'canary' } };
    expect(said({}, ['modern', undefined, 10], ['reviews', 'stable', 90], ['reviews', 'canary', 0])).toEqual([
      [message('modern', 10), fix('modern')],
    ]);
    expect(said({}, ['reviews', 'old', 5], ['reviews', 'stable', 90], ['modern', undefined, 5])).toEqual([
      [message('subset old of reviews and modern', 10), fix('subset old of reviews and modern')],
    ]);
  });

  it('by Services', () => {
    const services = { stableService: 'reviews', canaryService: 'reviews-canary' };
    expect(said(services, ['reviews', undefined, 90], ['modern', undefined, 10])).toEqual([
      [message('modern', 10), fix('modern')],
    ]);
  });

  it('by order where the Rollout names neither', () => {
    expect(said({}, ['reviews', 'a', 90], ['reviews', 'b', 0], ['modern', undefined, 10])).toEqual([
      [message('modern', 10), fix('modern')],
    ]);
  });

  it('and of a third destination without weight nothing', () => {
    expect(said({}, ['reviews', 'a', 100], ['reviews', 'b', 0], ['modern', undefined, 0])).toEqual([]);
  });
});
