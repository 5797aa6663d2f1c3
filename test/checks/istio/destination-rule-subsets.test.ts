import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import {
  deployment,
  destinationRule,
  external,
  manifest,
  service,
  virtualService,
  workloadEntry,
} from '../../manifests';
import { said } from './findings';

const reviews = service('shop/reviews', [9080]);
const v1 = deployment('shop/reviews-v1', { app: 'reviews', version: 'v1' });
const rule = (labels: object, host = 'reviews'): Manifest =>
  destinationRule('shop/reviews', { host, subsets: [{ name: 'canary', labels }] });
const to = (subset: string): Manifest =>
  virtualService('shop/reviews', {
    hosts: ['reviews'],
    http: [{ route: [{ destination: { host: 'reviews', subset } }] }],
  });
const AT = 'DestinationRule shop/reviews spec.subsets[0].labels';
const OUTCOME = ' Its cluster has no endpoints: requests to it get 503 with the response flag UH.';

describe('a subset without pods', () => {
  test('says what the pods behind the host have', () => {
    expect(said('IST0173', [reviews, v1, rule({ version: 'v2' }), to('canary')])).toEqual([
      {
        where: `error ${AT}`,
        message:
          'No pod has version=v2, the labels of the subset "canary". What Service shop/reviews selects (shop/reviews-v1) has version ' +
          `with the values v1.${OUTCOME}`,
        fix: 'Write labels that these pods have, or add the labels to their pod template.',
      },
    ]);
    expect(said('IST0173', [reviews, v1, rule({ track: 'canary' })])[0].message).toContain('has no label track.');
  });

  test('says when no pod has all of the labels', () => {
    const old = deployment('shop/old', { app: 'reviews', track: 'old' });
    expect(said('IST0173', [reviews, v1, old, rule({ version: 'v1', track: 'old' })])[0].message).toContain(
      'has each of them, but not together.',
    );
  });

  test('is a warning where the workloads of the host are not there', () => {
    expect(said('IST0173', [reviews, rule({ version: 'v2' })])).toMatchObject([
      {
        where: `warning ${AT}`,
        message: `No pod has version=v2, the labels of the subset "canary" of Service shop/reviews.${OUTCOME}`,
      },
    ]);
  });

  test('is no error before a VirtualService sends requests there', () => {
    const set = [reviews, v1, rule({ version: 'v2' })];
    expect(said('IST0173', set)).toMatchObject([{ where: `warning ${AT}` }]);
    // There may be one in another file, unless the world is closed.
    expect(said('IST0173', set, { world: 'closed' })).toMatchObject([{ where: `info ${AT}` }]);
    expect(said('IST0173', [...set, to('stable')], { world: 'closed' })).toMatchObject([{ where: `info ${AT}` }]);
    const mirrored = virtualService('shop/web', {
      hosts: ['web'],
      http: [{ mirror: { host: 'reviews', subset: 'canary' } }],
    });
    expect(said('IST0173', [...set, mirrored])).toMatchObject([{ where: `error ${AT}` }]);
  });

  describe('with weights', () => {
    const shared = (protocol: 'http' | 'tls' | 'tcp', ...weights: (number | undefined)[]): Manifest =>
      virtualService('shop/reviews', {
        hosts: ['reviews'],
        [protocol]: [
          {
            match: [{ port: 9080, ...(protocol === 'tls' && { sniHosts: ['reviews'] }) }],
            route: weights.map((weight, i) => ({
              destination: { host: 'reviews', subset: i === 0 ? 'canary' : 'stable' },
              ...(weight !== undefined && { weight }),
            })),
          },
        ],
      });
    const severity = (route: Manifest): string[] =>
      said('IST0173', [reviews, v1, rule({ version: 'v2' }), route], { world: 'closed' }).map(({ where }) =>
        where.replace(` ${AT}`, ''),
      );

    test.each(['http', 'tls', 'tcp'] as const)('0 beside another one gets no request (%s)', (protocol) => {
      expect(severity(shared(protocol, 0, 100))).toEqual(['info']);
      expect(severity(shared(protocol, undefined, 100))).toEqual(['info']);
      expect(severity(shared(protocol, 1, 99))).toEqual(['error']);
    });

    test('a single destination gets all of them, whatever its weight', () => {
      expect(severity(shared('http', 0))).toEqual(['error']);
      expect(severity(shared('http', undefined))).toEqual(['error']);
    });

    test('another rule may send requests there all the same', () => {
      const set = [reviews, v1, rule({ version: 'v2' }), shared('http', 0, 100)];
      const other = virtualService('shop/other', {
        hosts: ['other'],
        http: [{ route: [{ destination: { host: 'reviews.shop.svc.cluster.local', subset: 'canary' } }] }],
      });
      expect(said('IST0173', [...set, other])).toMatchObject([{ where: `error ${AT}` }]);
    });
  });

  test('selects the ingress gateway that is taken for granted', () => {
    const host = 'istio-ingressgateway.istio-system.svc.cluster.local';
    expect(said('IST0173', [rule({ version: 'v2' }, host)])[0].message).toContain(
      'selects (the ingress gateway) has no label version.',
    );
  });
});

describe('endpoints that are no pods', () => {
  test.each<[string, Manifest[], string]>([
    [
      'of a ServiceEntry',
      [external('shop/ext', ['api.example.com'], { endpoints: [{ address: '10.0.0.1', labels: { version: 'v2' } }] })],
      'api.example.com',
    ],
    [
      'a WorkloadEntry behind a Service',
      [reviews, workloadEntry('shop/vm', { address: '10.0.0.1', labels: { app: 'reviews', version: 'v2' } })],
      'reviews',
    ],
    [
      'a WorkloadEntry behind a ServiceEntry',
      [
        external('shop/ext', ['api.example.com'], { workloadSelector: { labels: { app: 'api' } } }),
        workloadEntry('shop/vm', { address: '10.0.0.1', labels: { app: 'api', version: 'v2' } }),
      ],
      'api.example.com',
    ],
    [
      'of a WorkloadGroup',
      [
        reviews,
        manifest('WorkloadGroup', 'shop/vms', {
          metadata: { labels: { app: 'reviews', version: 'v2' } },
          template: {},
        }),
      ],
      'reviews',
    ],
  ])('%s', (_, manifests, host) => {
    expect(said('IST0173', [...manifests, rule({ version: 'v2' }, host)])).toMatchObject([{ where: `info ${AT}` }]);
    expect(said('IST0173', [...manifests, rule({ version: 'v3' }, host)])).toMatchObject([{ where: `warning ${AT}` }]);
  });
});

test('a host that is not there', () => {
  expect(said('IST0174', [reviews, destinationRule('bank/reviews', { host: 'reviews' })])).toMatchObject([
    {
      where: 'warning DestinationRule bank/reviews spec.host',
      message: expect.stringContaining('A Service reviews is in shop. Proxies have no cluster for the host'),
      fix: 'Write host: reviews.shop.svc.cluster.local.',
    },
  ]);
});

test('a subset of a gateway needs no labels', () => {
  const host = 'istio-egressgateway.istio-system.svc.cluster.local';
  const gateway = service('istio-system/istio-egressgateway', [443], { selector: { istio: 'egressgateway' } });
  const pods = deployment('istio-system/istio-egressgateway', { istio: 'egressgateway' });
  const fix =
    'Remove labels from the subset: it then has all pods of the gateway. Or write labels that these pods have.';
  expect(said('IST0173', [gateway, pods, rule({ version: 'v1' }, host)])[0].fix).toBe(fix);
  const edge = service('edge/edge', [443]);
  const injected = (annotations: object): Manifest => {
    const { spec, ...rest } = deployment('edge/edge', { app: 'edge' });
    const { template } = spec as { template: { metadata: object } };
    return { ...rest, spec: { template: { ...template, metadata: { ...template.metadata, annotations } } } };
  };
  const edges = (annotations: object): string =>
    said('IST0173', [edge, injected(annotations), rule({ version: 'v1' }, 'edge.edge.svc.cluster.local')])[0].fix;
  expect(edges({ 'inject.istio.io/templates': 'gateway' })).toBe(fix);
  expect(edges({})).toContain('add the labels to their pod template.');
});

describe('a host that is a wildcard', () => {
  const wide = (host: string, key = 'shop/wide'): Manifest => destinationRule(key, { host });
  const LEAVE =
    'Nothing needs to change. To hide the finding, put the annotation galley.istio.io/analyze-suppress: IST0174 on the DestinationRule.';

  test.each<[string, string, Manifest[]]>([
    ['*.shop.svc.cluster.local', 'reviews.shop.svc.cluster.local', [reviews]],
    ['*.example.com', 'api.example.com', [external('shop/ext', ['api.example.com'])]],
    ['*.local', 'kubernetes.default.svc.cluster.local', []],
    ['*', 'kubernetes.default.svc.cluster.local', []],
  ])('%s is that of all hosts that it covers', (host, covered, manifests) => {
    expect(said('IST0174', [...manifests, wide(host)])).toEqual([
      {
        where: 'info DestinationRule shop/wide spec.host',
        message: `Proxies use this rule for each host that "${host}" matches and that has no more specific rule, such as ${covered}. istioctl analyze looks for a host of exactly this name, and finds none.`,
        fix: LEAVE,
      },
    ]);
  });

  test('covers nothing that is seen', () => {
    const hidden = service(
      'bank/reviews',
      [80],
      { selector: {} },
      { annotations: { 'networking.istio.io/exportTo': '.' } },
    );
    expect(said('IST0174', [hidden, wide('*.bank.svc.cluster.local')])).toEqual([
      {
        where: 'warning DestinationRule shop/wide spec.host',
        message:
          '"*.bank.svc.cluster.local" matches no host of a Service or a ServiceEntry that is visible here, so this rule has no effect.',
        fix: 'Write a domain that matches hosts, or list the Service or ServiceEntry in the externals of the settings if it is created elsewhere.',
      },
    ]);
    expect(said('IST0174', [hidden, wide('*.bank.svc.cluster.local', 'bank/wide')])[0].where).toContain('info');
    expect(said('IST0174', [hidden, wide('*.bank.svc.cluster.local', 'istio-system/wide')])[0].where).toContain(
      'warning',
    );
  });
});
