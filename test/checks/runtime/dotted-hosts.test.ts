import { destinationRule, service, to, virtualService } from '../../manifests';
import { testCases } from '../found';
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
    ],
    finds: [
      'CDI0113 error VirtualService front/a spec.hosts[0]',
      'CDI0113 error VirtualService front/a spec.http[0].route[0].destination.host',
      'CDI0113 error DestinationRule shop/reviews spec.host',
    ],
  },
  {
    name: 'a host of the Internet that has the form of a Service',
    manifests: [
      entry(['example.com']),
      virtualService('front/a', { hosts: ['example.com'], http: [to('example.com')] }),
    ],
    finds: [],
  },
]);
