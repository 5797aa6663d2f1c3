import { telemetryProviders } from '../../../lib/checks/istio/telemetry-providers';
import { manifest } from '../../manifests';
import { reports, said } from './said';

const logs = manifest('Telemetry', 'shop/logs', {
  accessLogging: [{ providers: [{ name: 'envoy' }] }, {}],
});

test('the place is the entry', () => {
  expect(said(telemetryProviders, [logs])).toEqual(['IST0157 Telemetry logs spec.accessLogging[1].providers']);
});

test('the default of MeshConfig is one', () => {
  expect(said(telemetryProviders, [logs], { meshConfig: { defaultProviders: { accessLogging: ['envoy'] } } })).toEqual(
    [],
  );
  expect(said(telemetryProviders, [logs], { meshConfig: { defaultProviders: { accessLogging: [] } } })).toHaveLength(1);
  expect(said(telemetryProviders, [logs], { meshConfig: { defaultProviders: { tracing: ['otel'] } } })).toHaveLength(1);
});

test('names the providers of MeshConfig that write logs', () => {
  const extensionProviders = [
    { name: 'als', envoyOtelAls: {} },
    { name: 'traces', opentelemetry: {} },
  ];
  expect(reports(telemetryProviders, [logs], { meshConfig: { extensionProviders } })[0].fix).toBe(
    'Write a provider for logs: envoy, als.',
  );
});
