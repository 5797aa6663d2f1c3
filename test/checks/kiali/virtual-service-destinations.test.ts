import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { SHOP_REVIEWS, to, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const FRONT = virtualService('shop/front', {
  hosts: ['shop.example.com'],
  gateways: ['edge/public'],
  http: [to('reviws')],
});

const MISSING = 'is neither a Service in shop nor a host of a ServiceEntry that shop sees.';
const REQUESTS = 'Requests on this route get 503.';
const CONNECTIONS = 'Connections on this route are closed.';
const toMake = (host: string): string =>
  `Name a Service that exists, declare ${host} with a ServiceEntry, or list objects that are created elsewhere in the externals.`;

const texts = (...manifests: Manifest[]): [message: string, fix: string][] =>
  textsOf('KIA1101', [...SHOP_REVIEWS, ...manifests]);

test('the name that was meant is in the fix', () => {
  expect(placesOf('KIA1101', [...SHOP_REVIEWS, FRONT])).toEqual([
    'warning VirtualService shop/front spec.http[0].route[0].destination.host',
  ]);
  expect(texts(FRONT)).toEqual([[`reviws ${MISSING} ${REQUESTS}`, 'Write reviews.']]);
});

test('a sample addon is in the namespace of Istio', () => {
  const route = (host: string): Manifest =>
    virtualService('shop/a', { hosts: ['k.example.com'], http: [{ route: [{ destination: { host } }] }] });
  const host = 'kiali.istio-system.svc.cluster.local';
  expect(texts(route('kiali'))).toEqual([
    [`kiali ${MISSING} ${REQUESTS}`, `Write ${host}, if the sample addon of Istio is meant.`],
  ]);
  expect(texts(route(host))).toEqual([
    [
      `${host} is neither a Service in istio-system nor a host of a ServiceEntry that shop sees. ${REQUESTS}`,
      toMake(host),
    ],
  ]);
});

test.each([
  ['http', REQUESTS],
  ['tcp', CONNECTIONS],
  ['tls', CONNECTIONS],
])('connections are closed, requests are answered: %s', (protocol, effect) => {
  const route = virtualService('shop/a', {
    hosts: ['reviews'],
    [protocol]: [{ route: [{ destination: { host: 'wares', subset: 'v1' } }] }],
  });
  expect(texts(route)).toEqual([[`wares ${MISSING} ${effect}`, toMake('wares.shop.svc.cluster.local')]]);
});
