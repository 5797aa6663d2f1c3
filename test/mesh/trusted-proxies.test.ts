import { Mesh } from '../../lib/mesh/reading/mesh';
import { trustedProxies } from '../../lib/mesh/trusted-proxies';
import { workload } from '../manifests';

const topology = (numTrustedProxies: unknown): Record<string, unknown> => ({
  defaultConfig: { gatewayTopology: { numTrustedProxies } },
});

test.each<[string | undefined, Record<string, unknown>, number | undefined]>([
  [undefined, {}, undefined],
  ['concurrency: 2', {}, undefined],
  ['gatewayTopology: { numTrustedProxies: 2 }', {}, 2],
  ['{"gatewayTopology":{"numTrustedProxies":1}}', {}, 1],
  ['gatewayTopology:\n  numTrustedProxies: 0', topology(3), 0],
  [undefined, topology(3), 3],
  ['concurrency: 2', topology('3'), 3],
  [undefined, topology(undefined), undefined],
  [undefined, { defaultConfig: 'x' }, undefined],
])('%j with %j', (config, meshConfig, trusted) => {
  const annotations: Record<string, string> = config === undefined ? {} : { 'proxy.istio.io/config': config };
  const mesh = new Mesh([workload('edge/gw', { annotations })], [], { meshConfig });
  expect(trustedProxies(mesh, mesh.workloads[0].annotations)).toBe(trusted);
});

test('of pods that nobody knows', () => {
  expect(trustedProxies(new Mesh([], [], { meshConfig: topology(1) }))).toBe(1);
});
