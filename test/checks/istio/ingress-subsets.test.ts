import { service, virtualService } from '../../manifests';
import { said } from './findings';

const route = (destination: object): object => ({ route: [{ destination }] });
const split = virtualService('shop/reviews', { hosts: ['reviews'], http: [route({ host: 'reviews', subset: 'v1' })] });
const reviews = service('shop/reviews');

test('who has the subsets, and where requests come by', () => {
  const outside = virtualService('shop/outside', {
    hosts: ['a.example.com'],
    gateways: ['gw'],
    http: [route({ host: 'reviews' })],
  });
  expect(said('IST0140', [reviews, split, outside])).toMatchObject([
    {
      where: 'warning VirtualService shop/outside spec.http[0].route[0].destination',
      message: expect.stringMatching(
        /^VirtualService shop\/reviews sends "reviews" to subsets.* through a gateway go to all pods/,
      ),
    },
  ]);
});

test('routes of one VirtualService', () => {
  const both = virtualService('shop/reviews', {
    hosts: ['reviews'],
    gateways: ['mesh'],
    http: [route({ host: 'reviews', subset: 'v1' }), route({ host: 'reviews' })],
  });
  expect(said('IST0140', [reviews, both])[0].message).toMatch(
    /^Another route of this VirtualService.* through this route go/,
  );
});

test('a Service of the same short name', () => {
  const other = virtualService('bank/outside', {
    hosts: ['b.example.com'],
    gateways: ['gw'],
    http: [route({ host: 'reviews' })],
  });
  expect(said('IST0140', [reviews, service('bank/reviews'), split, other])).toMatchObject([
    {
      where: expect.stringContaining('info VirtualService bank/outside'),
      fix: expect.stringContaining('"reviews.bank.svc.cluster.local"'),
    },
  ]);
});
