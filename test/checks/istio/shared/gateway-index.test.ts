import { gatewayHosts, gatewayIndex, gatewayKey, serverPort } from '../../../../lib/checks/istio/shared/gateway-index';
import { selectorKey } from '../../../../lib/mesh/selector-key';
import { Mesh } from '../../../../lib/mesh/reading/mesh';
import { manifest, server } from '../../../manifests';

const mesh = new Mesh([
  manifest('Gateway', 'infra/gw', {
    servers: [server(80, 'HTTP', ['a.com', './b.com', '*/c.com', 'shop/d.com']), server(80, 'HTTP', ['x.com', '*/*'])],
  }),
  manifest('Gateway', 'shop/gw', {}),
  manifest('Gateway', 'shop/other', {}),
  manifest('Gateway', 'kube-system/gw', {}),
]);
const index = mesh.derive(gatewayIndex);

test('by name, with and without namespace', () => {
  expect(index.find('gw', 'shop')?.key).toBe('shop/gw');
  expect(index.find('infra/gw', 'shop')?.key).toBe('infra/gw');
  expect(index.find('gw', 'bank')).toBeUndefined();
  expect(index.find('kube-system/gw', 'shop')).toBeUndefined();
  expect(index.namesakes('gw').map(({ key }) => key)).toEqual(['infra/gw', 'shop/gw']);
  expect(index.in('shop').map(({ key }) => key)).toEqual(['shop/gw', 'shop/other']);
  expect(gatewayKey('gw', 'shop')).toBe('shop/gw');
  expect(gatewayKey('infra/gw', 'shop')).toBe('infra/gw');
});

test('hosts, and the namespaces that they are for', () => {
  expect(gatewayHosts(index.find('infra/gw', '')!)).toEqual([
    { namespace: '*', host: 'a.com' },
    { namespace: 'infra', host: 'b.com' },
    { namespace: '*', host: 'c.com' },
    { namespace: 'shop', host: 'd.com' },
    { namespace: '*', host: '*' },
  ]);
  expect(gatewayHosts(index.find('shop/gw', '')!)).toEqual([]);
});

test('selectors as text, whatever their order', () => {
  expect(selectorKey({ istio: 'gw', app: 'edge' })).toBe('app=edge,istio=gw');
  expect(selectorKey({})).toBe('');
  expect(selectorKey(undefined)).toBe('');
});

test('a server without port', () => {
  expect(serverPort({})).toBe(0);
  expect(serverPort({ port: { number: 80, name: 'http', protocol: 'HTTP' } })).toBe(80);
});
