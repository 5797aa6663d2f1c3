import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, external, manifest, service } from '../../manifests';
import { placesOf, testCases, textsOf } from '../found';

const route = (...parentRefs: object[]): Manifest => manifest('HTTPRoute', 'shop/web', { parentRefs });
const tls = (parent: object): Manifest =>
  manifest('gateway.networking.k8s.io/v1/TLSRoute', 'shop/web', { parentRefs: [parent], hostnames: ['a.example.com'] });

const EDGE = apiGateway('shop/edge', {
  gatewayClassName: 'istio',
  listeners: [{ name: 'tls', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } }],
});

testCases('CDI0146', [
  {
    name: 'each kind in its group, and what other controllers know',
    manifests: [
      service('shop/web', [80]),
      external('shop/api', ['api.example.com']),
      route(
        { name: 'elsewhere' },
        { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'elsewhere' },
        { group: '', kind: 'Service', name: 'web' },
        { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'api' },
        { kind: 'ListenerSet', name: 'elsewhere' },
        { group: 'linkerd.io', kind: 'Service', name: 'web' },
        { group: 'gateway.networking.x-k8s.io', kind: 'XListenerSet', name: 'x' },
        { kind: 'Mesh', name: 'x' },
      ),
    ],
    finds: [],
  },
  {
    name: 'groups that are mixed up',
    manifests: [
      route(
        { kind: 'Service', name: 'web' },
        { group: 'core', kind: 'Service', name: 'web' },
        { kind: 'ServiceEntry', name: 'api' },
        { group: 'networking.istio.io', kind: 'Gateway', name: 'edge' },
        { group: '', kind: 'Gateway', name: 'edge' },
      ),
    ],
    finds: [
      'CDI0146 error HTTPRoute shop/web spec.parentRefs[0].kind',
      'CDI0146 error HTTPRoute shop/web spec.parentRefs[1].group',
      'CDI0146 error HTTPRoute shop/web spec.parentRefs[2].kind',
      'CDI0146 error HTTPRoute shop/web spec.parentRefs[3].group',
      'CDI0146 error HTTPRoute shop/web spec.parentRefs[4].group',
    ],
  },
  {
    name: 'in an open world a parent that is not there counts only if another one was meant',
    manifests: [EDGE, tls({ name: 'egde' }), route({ kind: 'ListenerSet', name: 'web' })],
    finds: ['CDI0146 warning TLSRoute shop/web spec.parentRefs[0].name'],
  },
]);

test('in a closed world each parent must be there', () => {
  expect(
    placesOf('CDI0146', [tls({ name: 'public' }), route({ kind: 'ListenerSet', name: 'web' })], { world: 'closed' }),
  ).toEqual(['error TLSRoute shop/web spec.parentRefs[0].name', 'error HTTPRoute shop/web spec.parentRefs[0].name']);
});

test('what is said', () => {
  expect(textsOf('CDI0146', [EDGE, route({ kind: 'Service', name: 'web' })])).toEqual([
    [
      'The parent Service web has no group, which means gateway.networking.k8s.io: that is no kind that istiod knows, and it ignores the parent as that of another controller. The HTTPRoute is not used there, and its status does not mention it.',
      "Write group: ''.",
    ],
  ]);
  expect(textsOf('CDI0146', [route({ group: 'v1', kind: 'Service', name: 'web' })])).toEqual([
    [
      'The parent Service web has the group "v1": that is no kind that istiod knows, and it ignores the parent as that of another controller. The HTTPRoute is not used there, and its status does not mention it.',
      "Write group: ''.",
    ],
  ]);
  expect(textsOf('CDI0146', [route({ group: 'networking.istio.io', kind: 'Gateway', name: 'edge' })])).toEqual([
    [
      "edge is a Gateway of Istio's own API, which takes VirtualServices. istiod ignores this parent of the HTTPRoute.",
      'Write a VirtualService with this Gateway in gateways; or make a Gateway of gateway.networking.k8s.io and remove group here.',
    ],
  ]);
  expect(textsOf('CDI0146', [EDGE, tls({ name: 'egde' })])).toEqual([
    [
      'There is no Gateway egde in shop. The TLSRoute is attached to nothing there and gets no requests.',
      'Write edge.',
    ],
  ]);
  expect(textsOf('CDI0146', [tls({ name: 'public' })], { world: 'closed' })).toEqual([
    [
      'There is no Gateway public in shop. The TLSRoute is attached to nothing there and gets no requests.',
      'Write the name of a Gateway that exists, with its namespace if that is another one; or list one that is created elsewhere in the externals.',
    ],
  ]);
});
