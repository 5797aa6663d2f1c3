import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { SHOP_REVIEWS, to, virtualService } from '../../manifests';
import { found } from '../found';

const FRONT = virtualService('shop/front', {
  hosts: ['shop.example.com'],
  gateways: ['edge/public'],
  http: [to('reviws')],
});

test('the name that was meant is in the fix', () => {
  expect(found('KIA1101', [...SHOP_REVIEWS, FRONT])).toEqual([
    expect.objectContaining({ path: 'spec.http[0].route[0].destination.host', fix: 'Write reviews.' }),
  ]);
});

test('a sample addon is in the namespace of Istio', () => {
  const route = (host: string, key = 'shop/a'): Manifest =>
    virtualService(key, { hosts: ['k.example.com'], http: [{ route: [{ destination: { host } }] }] });
  const host = 'kiali.istio-system.svc.cluster.local';
  expect(found('KIA1101', [...SHOP_REVIEWS, route('kiali')])).toMatchObject([
    { fix: `Write ${host}, if the sample addon of Istio is meant.` },
  ]);
  expect(found('KIA1101', [...SHOP_REVIEWS, route(host)])[0].fix).toMatch(/^Name a Service that exists/);
});

test('connections are closed, requests are answered', () => {
  const route = (protocol: string): Manifest =>
    virtualService('shop/a', {
      hosts: ['reviews'],
      [protocol]: [{ route: [{ destination: { host: 'wares', subset: 'v1' } }] }],
    });
  const message = (protocol: string): string => found('KIA1101', [...SHOP_REVIEWS, route(protocol)])[0].message;
  expect(message('http')).toContain('Requests on this route get 503.');
  expect(message('tcp')).toContain('Connections on this route are closed.');
  expect(message('tls')).toContain('Connections on this route are closed.');
});
