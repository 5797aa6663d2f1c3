import type { Manifest } from '../../../lib/mesh/mesh-object';
import {
  deployment,
  destinationRule,
  external,
  service,
  virtualService,
  workloadEntry,
} from '../../grids/routing-objects';
import { said } from './findings';

const reviews = service('shop/reviews', [9080], { app: 'reviews' });
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
    expect(said('IST0173', set, { world: 'closed' })).toMatchObject([{ where: `error ${AT}` }]);
    expect(said('IST0173', [...set, to('stable')], { world: 'closed' })).toMatchObject([{ where: `info ${AT}` }]);
    const mirrored = virtualService('shop/web', {
      hosts: ['web'],
      http: [{ mirror: { host: 'reviews', subset: 'canary' } }],
    });
    expect(said('IST0173', [...set, mirrored])).toMatchObject([{ where: `error ${AT}` }]);
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
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'WorkloadGroup',
          metadata: { name: 'vms', namespace: 'shop' },
          spec: { metadata: { labels: { app: 'reviews', version: 'v2' } }, template: {} },
        },
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
