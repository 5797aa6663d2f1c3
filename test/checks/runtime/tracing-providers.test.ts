import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import type { WrittenSettings } from '../../../lib/checks/read-settings';
import { manifest } from '../../manifests';
import { placesOf, textsOf } from '../found';

const told: WrittenSettings = { meshConfig: { enableTracing: true } };
const telemetry = (key: string, tracing: object[], more: object = {}): Manifest =>
  manifest('Telemetry', key, { tracing, ...more });
const sampled = { randomSamplingPercentage: 100 };
const named = { providers: [{ name: 'zipkin' }] };
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0321', manifests, told);
const FOUND = ['warning Telemetry shop/web spec.tracing[0]'];
const web = telemetry('shop/web', [sampled], { selector: { matchLabels: { app: 'web' } } });

test('nothing names a provider', () => {
  expect(places(web)).toEqual(FOUND);
  expect(placesOf('CDI0321', [web])).toEqual(['info Telemetry shop/web spec.tracing[0]']);
  // One that selects other pods does not count for these.
  expect(places(web, telemetry('shop/other', [named], { selector: { matchLabels: { app: 'other' } } }))).toEqual(FOUND);
  expect(places(web, telemetry('books/default', [named]))).toEqual(FOUND);
});

test.each<[string, Manifest[], WrittenSettings?]>([
  ['the entry', [telemetry('shop/web', [{ ...sampled, ...named }])]],
  ['the namespace', [web, telemetry('shop/default', [named])]],
  ['the root namespace', [web, telemetry('istio-system/default', [named])]],
  ['the mesh', [web], { meshConfig: { defaultProviders: { tracing: ['zipkin'] } } }],
  ['nobody, and traces are turned off anyway', [telemetry('shop/web', [{ disableSpanReporting: true }])]],
])('not where a provider is named by %s', (_, manifests, settings = told) => {
  expect(placesOf('CDI0321', manifests, settings)).toEqual([]);
});

test('what it says and offers', () => {
  expect(textsOf('CDI0321', [web], told)).toEqual([
    [
      'The entry names no provider, and neither does another Telemetry for these pods or the MeshConfig: their traces are off, whatever else the entry says.',
      'Write providers: [{ name: ... }] with a provider for traces of meshConfig.extensionProviders.',
    ],
  ]);
  expect(textsOf('CDI0321', [web])[0][0]).toBe(
    'The entry names no provider, and neither does another Telemetry for these pods: unless meshConfig.defaultProviders.tracing names one, their traces are off, whatever else the entry says.',
  );
});
