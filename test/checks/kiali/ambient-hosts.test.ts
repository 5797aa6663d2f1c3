import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, external, INJECTED, namespace, service, SHOP, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';

const AMBIENT = { 'istio.io/dataplane-mode': 'ambient' };
const SENDS = { 'istio.io/use-waypoint': 'waypoint' };
const outliers = (key: string, host: string): Manifest =>
  destinationRule(key, { host, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } });
const routed = (key: string, host: string): Manifest =>
  virtualService(key, { hosts: [host], http: [{ timeout: '1s', ...to(host) }] });
const reviews = (labels: object = {}): Manifest => service('shop/reviews', [80], {}, { labels });
const SIDECARS = namespace('front', INJECTED);
const FULL = 'reviews.shop.svc.cluster.local';

testCases('KIA', [
  {
    name: 'a Service in ambient mode without a waypoint',
    manifests: [namespace('shop', AMBIENT), reviews(), outliers('shop/a', 'reviews'), routed('shop/a', 'reviews')],
    finds: ['KIA0211 warning DestinationRule shop/a spec.host', 'KIA1113 warning VirtualService shop/a spec.hosts[0]'],
  },
  {
    name: 'a waypoint for the Service, or for its namespace',
    manifests: [
      namespace('shop', AMBIENT),
      namespace('front', { ...AMBIENT, ...SENDS }),
      reviews(SENDS),
      service('front/web'),
      outliers('shop/a', 'reviews'),
      routed('shop/a', 'reviews'),
      outliers('front/a', 'web'),
      routed('front/a', 'web'),
    ],
    finds: [],
  },
  {
    name: 'rules of another namespace than that of the Service',
    manifests: [
      namespace('shop', { ...AMBIENT, ...SENDS }),
      SIDECARS,
      reviews(),
      outliers('front/a', FULL),
      routed('front/a', FULL),
    ],
    finds: [
      'KIA0212 warning DestinationRule front/a spec.host',
      'KIA1114 warning VirtualService front/a spec.hosts[0]',
    ],
  },
  {
    name: 'a host outside of the mesh, in a namespace without a waypoint',
    manifests: [
      namespace('shop', AMBIENT),
      external('shop/api', ['api.example.com']),
      outliers('shop/a', 'api.example.com'),
      routed('shop/a', 'api.example.com'),
    ],
    finds: ['KIA0210 warning DestinationRule shop/a spec.host', 'KIA1109 warning VirtualService shop/a spec.hosts[0]'],
  },
  {
    name: 'what ztunnel does itself needs no waypoint',
    manifests: [
      namespace('shop', AMBIENT),
      reviews(),
      destinationRule('shop/a', { host: 'reviews' }),
      virtualService('shop/a', { hosts: ['reviews'], tcp: [to('reviews')] }),
    ],
    finds: [],
  },
  {
    name: 'sidecars apply both',
    manifests: [SHOP, reviews(), outliers('shop/a', 'reviews'), routed('shop/a', 'reviews')],
    finds: [],
  },
]);

test('it says what has no effect, and where the waypoint is named', () => {
  const ambient = namespace('shop', AMBIENT);
  expect(textsOf('KIA0211', [ambient, reviews(), outliers('shop/a', 'reviews')])).toEqual([
    [
      'The Service shop/reviews is in ambient mode without a waypoint: neither it nor its namespace has the label istio.io/use-waypoint. ztunnel does not look into HTTP, so nothing applies outlierDetection.',
      'Set the label istio.io/use-waypoint on the Service reviews or on the namespace shop, to the name of a waypoint.',
    ],
  ]);
  expect(textsOf('KIA1113', [ambient, reviews(), routed('shop/a', 'reviews')])).toEqual([
    [
      'The Service shop/reviews is in ambient mode without a waypoint: neither it nor its namespace has the label istio.io/use-waypoint. ztunnel does not look into HTTP, so nothing applies http.',
      'Set the label istio.io/use-waypoint on the Service reviews or on the namespace shop, to the name of a waypoint.',
    ],
  ]);
  expect(
    textsOf('KIA0212', [namespace('shop', { ...AMBIENT, ...SENDS }), SIDECARS, reviews(), outliers('front/a', FULL)]),
  ).toEqual([
    [
      'The Service shop/reviews is in ambient mode, and its waypoint takes only rules of its own namespace. This DestinationRule is in front, so outlierDetection has no effect for it.',
      'Move the DestinationRule into the namespace shop.',
    ],
  ]);
  expect(
    textsOf('KIA0210', [ambient, external('shop/api', ['api.example.com']), outliers('shop/a', 'api.example.com')]),
  ).toEqual([
    [
      'shop is in ambient mode without a waypoint: it has no label istio.io/use-waypoint. ztunnel does not look into HTTP, so nothing applies outlierDetection.',
      'Set the label istio.io/use-waypoint on the namespace shop, to the name of a waypoint.',
    ],
  ]);
});
