import { clientTls } from '../../lib/mesh/client-tls';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { deployment, destinationRule, external, SHOP, service } from '../manifests';

const settings = (...manifests: Manifest[]): string[] =>
  new Mesh([SHOP, service('shop/web', [80, 90]), deployment('shop/web', { app: 'web' }), ...manifests])
    .derive(clientTls)
    .map(
      ({ object, path, mode, service: { host }, port, endpoints }) =>
        `${object.key} ${path} ${mode} ${host.split('.')[0]}:${port} ${endpoints.length}`,
    );
const tls = (mode: string): object => ({ trafficPolicy: { tls: { mode } } });
const TOP = 'spec.trafficPolicy.tls.mode';

test('of all ports, and of one', () => {
  expect(settings(destinationRule('shop/web', { host: 'web', ...tls('SIMPLE') }))).toEqual([
    `shop/web ${TOP} SIMPLE web:80 1`,
    `shop/web ${TOP} SIMPLE web:90 1`,
  ]);
  const portLevelSettings = [{ port: { number: 90 }, tls: {} }, { port: { number: 80 } }];
  const ports = { trafficPolicy: { tls: { mode: 'SIMPLE' }, portLevelSettings } };
  expect(settings(destinationRule('shop/web', { host: 'web', ...ports }))).toEqual([
    'shop/web spec.trafficPolicy.portLevelSettings[0].tls.mode DISABLE web:90 1',
  ]);
});

test('of subsets', () => {
  const subsets = [
    { name: 'v1', labels: { version: 'v1' }, ...tls('DISABLE') },
    { name: 'all', ...tls('SIMPLE') },
  ];
  expect(settings(destinationRule('shop/web', { host: 'web', subsets }))).toEqual([
    'shop/web spec.subsets[0].trafficPolicy.tls.mode DISABLE web:80 0',
    'shop/web spec.subsets[1].trafficPolicy.tls.mode SIMPLE web:80 1',
    'shop/web spec.subsets[0].trafficPolicy.tls.mode DISABLE web:90 0',
    'shop/web spec.subsets[1].trafficPolicy.tls.mode SIMPLE web:90 1',
  ]);
});

test('as proxies find the rules', () => {
  const wide = destinationRule('istio-system/all', { host: '*.local', ...tls('ISTIO_MUTUAL') });
  expect(settings(wide)).toHaveLength(2);
  expect(settings(wide, destinationRule('shop/web', { host: 'web' }))).toEqual([]);
  const ofClients = destinationRule('books/web', { host: 'web.shop.svc.cluster.local', ...tls('DISABLE') });
  expect(settings(wide, ofClients)).toEqual([
    `istio-system/all ${TOP} ISTIO_MUTUAL web:80 1`,
    `istio-system/all ${TOP} ISTIO_MUTUAL web:90 1`,
    `books/web ${TOP} DISABLE web:80 1`,
    `books/web ${TOP} DISABLE web:90 1`,
  ]);
});

test('not of hosts outside the cluster', () => {
  const rule = destinationRule('shop/api', { host: 'api.example.com', ...tls('SIMPLE') });
  expect(settings(external('shop/api', ['api.example.com']), rule)).toEqual([]);
});
