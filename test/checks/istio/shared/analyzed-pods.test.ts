import { Mesh } from '../../../../lib/mesh/reading/mesh';
import type { Manifest } from '../../../../lib/mesh/reading/mesh-object';
import type { PodIndex } from '../../../../lib/mesh/pod-index';
import { analyzedPods } from '../../../../lib/checks/istio/shared/analyzed-pods';
import { namespace, pod, SHOP, workload } from '../../../manifests';

const index = (...manifests: Manifest[]): PodIndex => new Mesh(manifests).derive(analyzedPods);
const names = (pods: PodIndex, labels?: Record<string, string>, ns?: string): (string | undefined)[] =>
  pods.select(labels, ns).map((each) => each.workload?.name);

const PODS = [
  workload('shop/a', { labels: { app: 'web', version: 'v1' } }),
  workload('shop/b', { labels: { app: 'web', version: 'v2' } }),
  workload('pay/c', { labels: { app: 'web' } }),
];

test('selects by all labels, in a namespace or everywhere', () => {
  const pods = index(...PODS);
  expect(names(pods, { app: 'web' }, 'shop')).toEqual(['a', 'b']);
  expect(names(pods, { app: 'web', version: 'v2' }, 'shop')).toEqual(['b']);
  expect(names(pods, { app: 'web' })).toEqual(['a', 'b', 'c']);
  expect(names(pods, { app: 'db' }, 'shop')).toEqual([]);
  expect(names(pods, {}, 'pay')).toEqual(['c']);
  expect(names(pods, undefined, 'nowhere')).toEqual([]);
});

test('knows the values of labels in the order of the manifests', () => {
  const pods = index(...PODS);
  expect(pods.valuesOf('version', 'shop')).toEqual(['v1', 'v2']);
  expect(pods.valuesOf('version', 'pay')).toEqual([]);
  expect(pods.hasLabel('version', 'v2', 'shop')).toBe(true);
  expect(pods.hasLabel('version', 'v3', 'shop')).toBe(false);
});

test('the ingress gateway of Istio is there, the pods of Kubernetes are not', () => {
  const pods = index(workload('kube-system/dns'));
  expect(pods.all).toEqual([
    { namespace: 'istio-system', labels: { istio: 'ingressgateway' }, ambient: false, inMesh: false },
  ]);
});

test('which namespaces have pods in the mesh', () => {
  const pods = index(SHOP, namespace('pay', { 'istio-injection': 'disabled' }), ...PODS);
  expect([pods.isInMesh('shop'), pods.isInMesh('pay')]).toEqual([true, false]);
  const ambient = { 'ambient.istio.io/redirection': 'enabled' };
  expect(index(pod('shop/web', {}, { annotations: ambient })).isInMesh('shop')).toBe(true);
});
