import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, manifest, SHOP } from '../../manifests';
import { testCases, textsOf } from '../found';

const LISTENER = { name: 'web', port: 80, protocol: 'HTTP' };
const edge = (namespaces?: object): Manifest =>
  apiGateway('edge/public', { gatewayClassName: 'istio', listeners: [{ ...LISTENER, allowedRoutes: { namespaces } }] });
const route = (...parentRefs: object[]): Manifest => manifest('HTTPRoute', 'shop/web', { parentRefs });
const PUBLIC = { name: 'public', namespace: 'edge' };
const FOUND = (severity: string): string => `KIA1401 ${severity} HTTPRoute shop/web spec.parentRefs[0].name`;

testCases('KIA1401', [
  { name: 'a Gateway that is not there', manifests: [SHOP, route(PUBLIC)], finds: [FOUND('warning')] },
  {
    name: 'in a closed world it is an error',
    manifests: [SHOP, route(PUBLIC)],
    settings: { world: 'closed' },
    finds: [FOUND('error')],
  },
  {
    name: 'a Gateway that accepts routes of its own namespace only',
    manifests: [SHOP, edge(), route(PUBLIC)],
    finds: [FOUND('error')],
  },
  {
    name: 'a route that names no namespace is in the one that it is applied to',
    manifests: [edge(), { ...route(PUBLIC), metadata: { name: 'web' } }],
    finds: ['KIA1401 warning HTTPRoute default/web spec.parentRefs[0].name'],
  },
  {
    name: 'one that accepts routes of all namespaces',
    manifests: [SHOP, edge({ from: 'All' }), route(PUBLIC)],
    finds: [],
  },
  {
    name: 'one that accepts routes of namespaces with a label',
    manifests: [
      SHOP,
      edge({ from: 'Selector', selector: { matchLabels: { 'istio-injection': 'enabled' } } }),
      route(PUBLIC),
    ],
    finds: [],
  },
  {
    name: 'one that accepts routes of namespaces with a label that this one has not',
    manifests: [SHOP, edge({ from: 'Selector', selector: { matchLabels: { team: 'a' } } }), route(PUBLIC)],
    finds: [FOUND('error')],
  },
  ...(['open', 'closed'] as const).map((world) => ({
    name: `labels of a namespace that is not shown may be right in the ${world} world`,
    manifests: [edge({ from: 'Selector', selector: { matchLabels: { team: 'a' } } }), route(PUBLIC)],
    settings: { world },
    finds: world === 'open' ? [] : [FOUND('error')],
  })),
  {
    name: 'the Gateway beside the route, and parents of other kinds',
    manifests: [
      SHOP,
      apiGateway('shop/own', { gatewayClassName: 'istio', listeners: [LISTENER] }),
      route({ name: 'own' }, { name: 'own', namespace: '' }, { group: '', kind: 'Service', name: 'reviews' }),
    ],
    finds: [],
  },
]);

test('it says why the route gets no requests', () => {
  expect(textsOf('KIA1401', [SHOP, edge(), route({ ...PUBLIC, name: 'pubic' })])).toEqual([
    ['There is no Gateway pubic in edge. The route is attached to nothing and gets no requests.', 'Write public.'],
  ]);
  expect(textsOf('KIA1401', [SHOP, route(PUBLIC)])).toEqual([
    [
      'There is no Gateway public in edge. The route is attached to nothing and gets no requests.',
      'Name a Gateway that exists, with its namespace if that is another one; or list one that is created elsewhere in the externals.',
    ],
  ]);
  expect(textsOf('KIA1401', [SHOP, edge(), route(PUBLIC)])).toEqual([
    [
      'No listener of Gateway edge/public accepts routes from the namespace shop: its allowedRoutes.namespaces does not include it. The route gets no requests.',
      'Set allowedRoutes.namespaces.from to All, or to Selector with labels that the namespace of the route has.',
    ],
  ]);
  expect(textsOf('KIA1401', [edge(), { ...route(PUBLIC), metadata: { name: 'web' } }])).toEqual([
    [
      'No listener of Gateway edge/public accepts routes from the namespace default: its allowedRoutes.namespaces does not include it. The route names no namespace; if it is applied to default, it gets no requests.',
      'Write metadata.namespace. If it is not edge, set allowedRoutes.namespaces.from to All, or to Selector with labels that the namespace of the route has.',
    ],
  ]);
});
