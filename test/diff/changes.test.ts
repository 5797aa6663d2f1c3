import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { deployment, manifest, namespace, service, virtualService } from '../manifests';
import { told } from './told';

/* What a change does to requests, in small meshes. */

const MESH: readonly Manifest[] = [
  namespace('shop', { 'istio-injection': 'enabled' }),
  service('shop/reviews', [{ name: 'http', port: 80 }], { selector: { app: 'reviews' } }),
  deployment('shop/reviews', { app: 'reviews' }),
  deployment('shop/web', { app: 'web' }),
  manifest('Gateway', 'istio-system/front', {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  }),
];
const front = (http: object[], hosts = ['*']): Manifest =>
  virtualService('shop/front', { hosts, gateways: ['istio-system/front'], http });
const REVIEWS = [{ destination: { host: 'reviews' } }];

test('names that a rule for all hosts asks for', () => {
  const rules = (authority: object): Manifest[] => [
    ...MESH,
    front([{ match: [{ authority }], route: REVIEWS }, { directResponse: { status: 404 } }]),
  ];
  expect(told(rules({ exact: 'a.example.com' }), rules({ prefix: 'b.' }))).toEqual([
    '1 kind of requests breaks',
    'http://*/* with host a.example.com  from outside  shop/reviews → 404 by the proxy',
    '1 kind of requests arrives now',
    'http://*/* with host b.*  from outside  404 by the proxy → shop/reviews',
  ]);
});
