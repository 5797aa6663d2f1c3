import { telemetrySelectors } from '../../../lib/checks/istio/telemetry-selectors';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, manifest, SHOP, workload } from '../../manifests';
import { reports, said } from './said';

const telemetry = (name: string, spec: object = {}): Manifest => manifest('Telemetry', `shop/${name}`, spec);
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
  expect(said(telemetrySelectors, [SHOP, workload('shop/web'), selecting('a'), selecting('b')])).toEqual([
    'IST0159 Telemetry a spec.selector.matchLabels',
    'IST0159 Telemetry b spec.selector.matchLabels',
  ]);
});

test('pods of a Gateway of the Gateway API are made by Istio', () => {
  const edge = apiGateway('shop/edge', { gatewayClassName: 'istio' });
  const one = telemetry('a', { selector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'edge' } } });
  expect(reports(telemetrySelectors, [SHOP, edge, one])).toMatchObject([
    { code: 'IST0101', note: true, message: expect.stringMatching(/This Telemetry applies to them all the same\.$/) },
  ]);
  expect(reports(telemetrySelectors, [SHOP, one])).toMatchObject([{ code: 'IST0101', absence: true }]);
});

test('pods of another namespace', () => {
  const one = telemetry('a', { selector: { matchLabels: { app: 'edge' } } });
  expect(reports(telemetrySelectors, [SHOP, workload('shop/web'), workload('edge/edge'), one])).toMatchObject([
    {
      message: 'No pod of the namespace shop has the labels app=edge, so this Telemetry changes nothing.',
      fix: 'Pods of edge have these labels: apply it there, or select labels that pods of shop have.',
    },
  ]);
});
