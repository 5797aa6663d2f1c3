import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, gateway, INJECTED, manifest, namespace, server, SHOP_REVIEWS } from '../../manifests';
import { found, textsOf } from '../found';

test('the gateway of the charts is taken for granted in an open world', () => {
  const installed = gateway('edge/public', server(80, 'HTTP', ['shop.example.com']));
  expect(found('KIA0302', [installed], { world: 'open' })).toEqual([]);
  expect(found('KIA0302', [installed], { world: 'closed' })).toHaveLength(1);
});

test('the labels of a Gateway are looked for in all namespaces', () => {
  const selecting = (selector: object): Manifest => manifest('Gateway', 'shop/g', { selector, servers: [] });
  const edge = [namespace('edge', INJECTED), deployment('edge/gw', { istio: 'edge', role: 'gateway' })];
  const fix = (selector: object): string =>
    found('KIA0302', [...SHOP_REVIEWS, ...edge, selecting(selector)], { world: 'closed' })[0].fix;
  expect(fix({ istio: 'egde' })).toBe('Write istio: edge.');
  expect(fix({ istio: 'something' })).toBe('Pods have istio with the values edge.');
  expect(fix({ tier: 'edge' })).toBe(
    'No pod has the label tier: write one that the pod template has, or add it there.',
  );
  expect(fix({ istio: 'edge', app: 'reviews' })).toBe(
    'Each label is on some pod, but no pod has all of them. Remove those that the pods do not share.',
  );
});

test('the pods of an installed gateway are not said to be missing', () => {
  const installed = gateway('shop/g', server(80, 'HTTP', ['shop.example.com']));
  expect(textsOf('KIA0302', [...SHOP_REVIEWS, installed], { world: 'closed' })).toEqual([
    [
      'The selector istio=ingressgateway matches a gateway that istioctl or Helm installs. Its pods are not among the manifests, so what depends on them was not checked.',
      'To have it checked, add istioIngressGateway to the externals in the settings.',
    ],
  ]);
});
