import { destinationRule, gateway, server, service, sidecar, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';
import { entry } from './egress-manifests';

testCases('CDI', [
  {
    name: 'names with a dot that are no full names, everywhere',
    manifests: [
      service('shop/reviews', [80]),
      virtualService('front/a', {
        hosts: ['reviews.shop'],
        http: [to('reviews.shop.svc', 'reviews.shop.svc.cluster.local')],
      }),
      destinationRule('shop/reviews', { host: 'reviews.shop' }),
      sidecar('front/a', { egress: [{ hosts: ['./*', 'shop/reviews.shop', 'shop/reviews.shop.svc.cluster.local'] }] }),
    ],
    finds: [
      'CDI0113 error VirtualService front/a spec.hosts[0]',
      'CDI0113 error VirtualService front/a spec.http[0].route[0].destination.host',
      'CDI0113 error DestinationRule shop/reviews spec.host',
      'CDI0113 error Sidecar front/a spec.egress[0].hosts[1]',
    ],
  },
  {
    name: 'a host of the Internet that has the form of a Service',
    manifests: [
      entry(['example.com']),
      virtualService('front/a', { hosts: ['example.com'], http: [to('example.com')] }),
    ],
    finds: ['CDI0157 warning VirtualService front/a spec.http'],
  },
]);

test('it says what the name is instead, and what happens', () => {
  const route = virtualService('front/a', { hosts: ['reviews.shop'], http: [to('reviews.shop.svc')] });
  const rule = destinationRule('shop/reviews', { host: 'reviews.shop' });
  const scopes = ['front', 'shop'].map((place) =>
    sidecar(`${place}/a`, { egress: [{ hosts: ['shop/reviews.shop'] }] }),
  );
  const imports = (place: string): [string, string] => [
    'Istio only completes names without a dot, so it reads "reviews.shop" as an unknown external host, not as Service reviews of namespace shop. This entry imports nothing.',
    `Write ${place}/reviews.shop.svc.cluster.local.`,
  ];
  expect(textsOf('CDI0113', [service('shop/reviews', [80]), ...scopes])).toEqual([imports('shop'), imports('.')]);
  expect(textsOf('CDI0113', [service('shop/reviews', [80]), route, rule])).toEqual([
    [
      'Istio only completes names without a dot, so it reads "reviews.shop" as an unknown external host, not as Service reviews of namespace shop. The rules are used only for requests to port 80 with exactly this host.',
      'Write reviews.shop.svc.cluster.local.',
    ],
    [
      'Istio only completes names without a dot, so it reads "reviews.shop.svc" as an unknown external host, not as Service reviews of namespace shop. It has no cluster, so requests get 503.',
      'Write reviews.shop.svc.cluster.local.',
    ],
    [
      'Istio only completes names without a dot, so it reads "reviews.shop" as an unknown external host, not as Service reviews of namespace shop. The rule applies to nothing.',
      'Write reviews.shop.svc.cluster.local.',
    ],
  ]);
});

testCases('CDI', [
  {
    name: 'a host with a dot at a gateway is what clients write',
    manifests: [
      service('shop/reviews', [80]),
      gateway('shop/g', server(80, 'HTTP', ['reviews.shop'])),
      virtualService('shop/a', { hosts: ['reviews.shop'], gateways: ['g'], http: [to('reviews')] }),
    ],
    finds: [],
  },
]);
