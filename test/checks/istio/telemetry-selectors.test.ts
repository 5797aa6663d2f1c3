import { telemetrySelectors } from '../../../lib/checks/istio/telemetry-selectors';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { object, SHOP, workload } from '../../grids/manifests';
import { reports, said } from './said';

const telemetry = (name: string, spec: object = {}): Manifest =>
  object('telemetry.istio.io/v1', 'Telemetry', name, spec);
const attached = { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }] };

test('two for the whole namespace', () => {
  expect(reports(telemetrySelectors, [telemetry('a'), telemetry('b')])).toMatchObject([
    { code: 'IST0160', message: expect.stringContaining('a, b') as string },
    { code: 'IST0160' },
  ]);
});

test('targetRefs are no conflict, though the analyzer says so', () => {
  const found = reports(telemetrySelectors, [telemetry('a'), telemetry('b', attached)]);
  expect(found.map(({ severity }) => severity)).toEqual(['info', 'info']);
  const mixed = reports(telemetrySelectors, [telemetry('a'), telemetry('b'), telemetry('c', attached)]);
  expect(mixed.map(({ severity }) => severity)).toEqual([undefined, undefined, 'info']);
});

test('two for the same pods', () => {
  const selecting = (name: string): Manifest => telemetry(name, { selector: { matchLabels: { app: 'web' } } });
  expect(said(telemetrySelectors, [SHOP, workload('web'), selecting('a'), selecting('b')])).toEqual([
    'IST0159 Telemetry a spec.selector.matchLabels',
    'IST0159 Telemetry b spec.selector.matchLabels',
  ]);
});
