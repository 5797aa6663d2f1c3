import { capturesDns } from '../../lib/mesh/dns-capture';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { manifest, workload } from '../manifests';

const CAPTURE = { ISTIO_META_DNS_CAPTURE: 'true' };
const config = (key: string, environmentVariables: object = CAPTURE): Manifest =>
  manifest('ProxyConfig', key, { environmentVariables });
const annotated = (text: string): Manifest => workload('shop/web', { annotations: { 'proxy.istio.io/config': text } });

/** Whether proxies of `shop`, and of another namespace, answer DNS lookups. */
const captures = (manifests: Manifest[], meshConfig: Record<string, unknown> = {}): boolean[] => {
  const mesh = new Mesh(manifests, [], { meshConfig });
  return ['shop', 'other'].map((namespace) => capturesDns(mesh, namespace));
};

test.each<[string, Manifest[], boolean[]]>([
  ['nothing', [], [false, false]],
  ['a ProxyConfig of the mesh', [config('istio-system/dns')], [true, true]],
  ['a ProxyConfig of the namespace', [config('shop/dns')], [true, false]],
  ['a ProxyConfig that turns it off', [config('shop/dns', { ISTIO_META_DNS_CAPTURE: 'false' })], [false, false]],
  [
    'the annotation of a pod, as JSON',
    [annotated('{"proxyMetadata":{"ISTIO_META_DNS_CAPTURE":"true"}}')],
    [true, false],
  ],
  [
    'the annotation of a pod, as YAML',
    [annotated('proxyMetadata:\n  ISTIO_META_DNS_CAPTURE: "true"\n')],
    [true, false],
  ],
  ['another annotation', [annotated('{"concurrency":2}')], [false, false]],
])('by %s', (_, manifests, expected) => {
  expect(captures(manifests)).toEqual(expected);
});

test('by MeshConfig', () => {
  expect(captures([], { defaultConfig: { proxyMetadata: CAPTURE } })).toEqual([true, true]);
  expect(captures([], { defaultConfig: { proxyMetadata: {} } })).toEqual([false, false]);
});
