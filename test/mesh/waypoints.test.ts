import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { registry } from '../../lib/mesh/registry';
import { gatewaysUseWaypoint, hasAddress, waypointOfService } from '../../lib/mesh/waypoints';
import { apiGateway, manifest, namespace, service, serviceEntry } from '../manifests';

const listeners = [{ name: 'mesh', port: 15008, protocol: 'HBONE' }];
const waypoint = (key: string, more: object = {}, labels: object = {}): Manifest =>
  apiGateway(key, { gatewayClassName: 'istio-waypoint', listeners, ...more }, { labels });
const web = (labels: object = {}): Manifest => service('shop/web', [80], {}, { labels });
const USE = 'istio.io/use-waypoint';
const IN = 'istio.io/use-waypoint-namespace';

function found(...manifests: Manifest[]): string | undefined {
  const mesh = new Mesh(manifests);
  const [one] = registry(mesh).withHost('web.shop.svc.cluster.local');
  const { key, proxy, namedBy, path } = waypointOfService(mesh, one) ?? {};
  return key && `${key}${proxy === undefined ? '?' : ''} by ${namedBy!.kind} ${path}`;
}

const LABEL = `metadata.labels["${USE}"]`;
const all = { listeners: [{ ...listeners[0], allowedRoutes: { namespaces: { from: 'All' } } }] };

test.each<[string, Manifest[], string | undefined]>([
  ['nobody names one', [web(), waypoint('shop/w')], undefined],
  ['the Service', [web({ [USE]: 'w' }), waypoint('shop/w')], `shop/w by Service ${LABEL}`],
  ['its namespace', [namespace('shop', { [USE]: 'w' }), web(), waypoint('shop/w')], `shop/w by Namespace ${LABEL}`],
  [
    'the Service before its namespace',
    [namespace('shop', { [USE]: 'v' }), web({ [USE]: 'w' }), waypoint('shop/w'), waypoint('shop/v')],
    `shop/w by Service ${LABEL}`,
  ],
  [
    'the Service wants none',
    [namespace('shop', { [USE]: 'w' }), web({ [USE]: 'none' }), waypoint('shop/w')],
    undefined,
  ],
  ['one that is not there', [web({ [USE]: 'w' })], `shop/w? by Service ${LABEL}`],
  [
    'a Gateway that is no waypoint',
    [web({ [USE]: 'w' }), waypoint('shop/w', { gatewayClassName: 'istio' })],
    `shop/w? by Service ${LABEL}`,
  ],
  ['another namespace', [web({ [USE]: 'w', [IN]: 'infra' }), waypoint('infra/w', all)], `infra/w by Service ${LABEL}`],
  ['another namespace that lets nobody in', [web({ [USE]: 'w', [IN]: 'infra' }), waypoint('infra/w')], undefined],
  [
    'one that has no listener',
    [web({ [USE]: 'w' }), waypoint('shop/w', { listeners: [] })],
    `shop/w by Service ${LABEL}`,
  ],
  ['one for pods', [web({ [USE]: 'w' }), waypoint('shop/w', {}, { 'istio.io/waypoint-for': 'workload' })], undefined],
  [
    'a class for pods',
    [
      web({ [USE]: 'w' }),
      waypoint('shop/w'),
      manifest(
        'GatewayClass',
        'istio-waypoint',
        { controllerName: 'istio.io/mesh-controller' },
        {
          labels: { 'istio.io/waypoint-for': 'workload' },
        },
      ),
    ],
    undefined,
  ],
  [
    'the Service of a waypoint',
    [web({ [USE]: 'w', 'gateway.istio.io/managed': 'istio.io-mesh-controller' }), waypoint('shop/w')],
    undefined,
  ],
])('%s', (_, manifests, expected) => {
  expect(found(...manifests)).toBe(expected);
});

test.each<[string | undefined, string | undefined, boolean]>([
  [undefined, undefined, false],
  ['true', undefined, true],
  ['True', undefined, true],
  ['yes', undefined, false],
  [undefined, 'true', true],
  ['false', 'true', false],
])('gateways use the waypoint of a Service with %s in a namespace with %s', (own, home, expected) => {
  const label = (value: string | undefined): object =>
    value === undefined ? {} : { 'istio.io/ingress-use-waypoint': value };
  const mesh = new Mesh([manifest('Namespace', 'shop', undefined, { labels: label(home) }), web(label(own))]);
  expect(gatewaysUseWaypoint(mesh, registry(mesh).all[0])).toBe(expected);
});

test.each<[string, Manifest, boolean]>([
  ['a Service', web(), true],
  ['a headless Service', service('shop/web', [80], { clusterIP: 'None' }), false],
  ['another name', service('shop/web', [80], { type: 'ExternalName', externalName: 'a.example.com' }), false],
  ['a host', serviceEntry('shop/a', { hosts: ['a.example.com'], resolution: 'DNS' }), true],
  ['a host without resolution', serviceEntry('shop/a', { hosts: ['a.example.com'], resolution: 'NONE' }), false],
  [
    'a host with an address',
    serviceEntry('shop/a', { hosts: ['a.example.com'], resolution: 'NONE', addresses: ['10.0.0.1'] }),
    true,
  ],
  ['a wildcard', serviceEntry('shop/a', { hosts: ['*.example.com'], resolution: 'NONE' }), false],
  ['a wildcard of names', serviceEntry('shop/a', { hosts: ['*.example.com'], resolution: 'DYNAMIC_DNS' }), true],
])('%s has an address: %#', (_, object, expected) => {
  expect(hasAddress(registry(new Mesh([object])).all[0])).toBe(expected);
});
