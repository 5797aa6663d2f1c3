import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, manifest, namespace } from '../../manifests';
import { testCases, textsOf } from '../found';

const edge = (allowed?: object, gatewayClassName = 'istio'): Manifest =>
  apiGateway('edge/edge', {
    gatewayClassName,
    listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
    ...(allowed && { allowedListeners: { namespaces: allowed } }),
  });
const more = (of: string): Manifest =>
  manifest('gateway.networking.k8s.io/v1/ListenerSet', `${of}/more`, {
    parentRef: { name: 'edge', namespace: 'edge' },
    listeners: [{ name: 'web', port: 80, protocol: 'HTTP', hostname: 'web.example.com' }],
  });
const labelled = { from: 'Selector', selector: { matchLabels: { team: 'a' } } };
const at = (of: string): string => `CDI0148 error ListenerSet ${of}/more spec.parentRef`;

testCases('CDI0148', [
  {
    name: 'by default none, not even of its own namespace',
    manifests: [edge(), more('edge'), more('shop')],
    finds: [at('edge'), at('shop')],
  },
  { name: 'None', manifests: [edge({ from: 'None' }), more('edge')], finds: [at('edge')] },
  { name: 'Same', manifests: [edge({ from: 'Same' }), more('edge'), more('shop')], finds: [at('shop')] },
  { name: 'All', manifests: [edge({ from: 'All' }), more('edge'), more('shop')], finds: [] },
  {
    name: 'labels, as far as they are shown',
    manifests: [
      edge(labelled),
      namespace('shop', { team: 'b' }),
      namespace('blog', { team: 'a' }),
      more('shop'),
      more('blog'),
      more('unknown'),
    ],
    finds: [at('shop')],
  },
  {
    name: 'other controllers, and Gateways that are not there',
    manifests: [edge(undefined, 'nginx'), more('shop')],
    finds: [],
  },
  { name: 'no Gateway', manifests: [more('shop')], finds: [] },
]);

test('what is said', () => {
  const ignored = 'istiod ignores this ListenerSet and the routes that are attached to it.';
  expect(textsOf('CDI0148', [edge(), more('shop')])).toEqual([
    [
      `Gateway edge/edge takes no listeners from namespace shop: allowedListeners.namespaces is not set, which means None. ${ignored}`,
      'Set allowedListeners.namespaces.from of the Gateway to All, or to Selector with labels that the namespace has.',
    ],
  ]);
  expect(textsOf('CDI0148', [edge({ from: 'None' }), more('edge')])).toEqual([
    [
      `Gateway edge/edge takes no listeners from namespace edge: allowedListeners.namespaces says None. ${ignored}`,
      'Set allowedListeners.namespaces.from of the Gateway to Same.',
    ],
  ]);
});
