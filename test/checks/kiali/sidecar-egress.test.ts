import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { external, INJECTED, namespace, SHOP_REVIEWS, sidecar } from '../../manifests';
import { testCases, textsOf } from '../found';

const importing = (...hosts: string[]): Manifest => sidecar('shop/default', { egress: [{ hosts }] });
const FOUND = (i: number): string => `KIA1004 warning Sidecar shop/default spec.egress[0].hosts[${i}]`;

testCases('KIA1004', [
  {
    name: 'Services, hosts of ServiceEntries, and all of a namespace',
    manifests: [
      ...SHOP_REVIEWS,
      external('shop/api', ['api.example.com']),
      importing(
        './reviews.shop.svc.cluster.local',
        'shop/*',
        '*/*',
        './api.example.com',
        '~/*',
        '*/*.shop.svc.cluster.local',
      ),
    ],
    finds: [],
  },
  {
    name: 'a Service and a host that are not there',
    manifests: [...SHOP_REVIEWS, importing('./reviws.shop.svc.cluster.local', '*/*', './other.example.com')],
    finds: [FOUND(0), FOUND(2)],
  },
  {
    name: 'a ServiceEntry that the namespace does not see',
    manifests: [
      ...SHOP_REVIEWS,
      namespace('front', INJECTED),
      external('front/api', ['api.example.com'], { exportTo: ['.'] }),
      importing('front/api.example.com'),
    ],
    finds: [FOUND(0)],
  },
]);

test('it names the Service that was meant', () => {
  const hosts = ['./reviws.shop.svc.cluster.local', './other.example.com'];
  expect(textsOf('KIA1004', [...SHOP_REVIEWS, importing(...hosts)])).toEqual([
    [
      './reviws.shop.svc.cluster.local imports nothing: reviws.shop.svc.cluster.local is neither a Service nor a host of a ServiceEntry that shop sees. The intended host is unknown to the proxies.',
      'Write ./reviews.shop.svc.cluster.local.',
    ],
    [
      './other.example.com imports nothing: other.example.com is neither a Service nor a host of a ServiceEntry that shop sees. The intended host is unknown to the proxies.',
      'Write the full name of a Service that exists after the slash, such as shop/reviews.shop.svc.cluster.local, or "*" for all of a namespace; or list the Service in the externals if it is created elsewhere.',
    ],
  ]);
});
