import { isInjected, isInMesh, isOutsideMesh } from '../../lib/mesh/injection';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Pods } from '../manifests';
import { namespace, pod, workload } from '../manifests';

const INJECT = 'sidecar.istio.io/inject';

test.each<[string, Record<string, string> | undefined, Pods, boolean]>([
  ['a namespace that is not there', undefined, {}, true],
  ['a namespace with injection', { 'istio-injection': 'enabled' }, {}, true],
  ['a namespace without injection', { 'istio-injection': 'disabled' }, {}, false],
  ['a namespace that says nothing', {}, {}, false],
  ['a namespace with a revision', { 'istio.io/rev': 'a' }, {}, true],
  ['a namespace with an empty revision', { 'istio.io/rev': '' }, {}, false],
  ['a label that rejects', { 'istio-injection': 'enabled' }, { labels: { [INJECT]: 'false' } }, false],
  ['a label that wants', {}, { labels: { [INJECT]: 'true' } }, true],
  ['a label before an annotation', {}, { labels: { [INJECT]: 'true' }, annotations: { [INJECT]: 'false' } }, true],
  ['an annotation that rejects', undefined, { annotations: { [INJECT]: 'false' } }, false],
  ['an annotation that wants, which no webhook looks at', {}, { annotations: { [INJECT]: 'true' } }, false],
  [
    'a label that wants against its namespace',
    { 'istio-injection': 'disabled' },
    { labels: { [INJECT]: 'true' } },
    false,
  ],
  ['a revision of the pods', {}, { labels: { 'istio.io/rev': 'a' } }, true],
  ['an empty revision of the pods that want', {}, { labels: { 'istio.io/rev': '', [INJECT]: 'true' } }, false],
  ['the network of the node', undefined, { spec: { hostNetwork: true } }, false],
  ['a proxy without an image', undefined, { spec: { containers: [{ name: 'istio-proxy' }] } }, true],
  [
    'a proxy whose image is left open',
    undefined,
    { spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] } },
    true,
  ],
  ['a proxy that is there', undefined, { spec: { containers: [{ name: 'istio-proxy', image: 'a' }] } }, false],
])('injected: %s', (_, labels, pods, expected) => {
  const ofNamespace = labels === undefined ? [] : [namespace('shop', labels)];
  const mesh = new Mesh([...ofNamespace, workload('shop/web', pods)]);
  expect(isInjected(mesh.workloads[0], mesh)).toBe(expected);
});

test('pods in namespaces of Kubernetes are never injected', () => {
  const mesh = new Mesh([workload('kube-system/web')]);
  expect(isInjected(mesh.workloads[0], mesh)).toBe(false);
});

test('a Pod is taken as it stands, a pod template as the injector leaves it', () => {
  const mesh = new Mesh([pod('shop/a'), workload('shop/b')]);
  expect(mesh.workloads.map((each) => isInMesh(each, mesh))).toEqual([false, true]);
});

test.each<[string, Record<string, string> | undefined, Pods, boolean]>([
  ['a namespace that is not there', undefined, {}, false],
  ['a namespace with injection', { 'istio-injection': 'enabled' }, {}, false],
  ['a namespace without injection', { 'istio-injection': 'disabled' }, {}, true],
  ['a namespace in ambient mode', { 'istio.io/dataplane-mode': 'ambient' }, {}, false],
  ['pods that opt out', { 'istio-injection': 'enabled' }, { labels: { [INJECT]: 'false' } }, true],
  ['pods in ambient mode', {}, { labels: { 'istio.io/dataplane-mode': 'ambient' } }, false],
  [
    'pods that leave ambient mode',
    { 'istio.io/dataplane-mode': 'ambient' },
    { labels: { 'istio.io/dataplane-mode': 'none' } },
    true,
  ],
  ['the network of the node', { 'istio-injection': 'enabled' }, { spec: { hostNetwork: true } }, true],
])('surely outside of the mesh: %s', (_, labels, pods, outside) => {
  const home = labels === undefined ? [] : [namespace('shop', labels)];
  const mesh = new Mesh([...home, workload('shop/web', pods)]);
  expect(isOutsideMesh(mesh.workloads[0], mesh)).toBe(outside);
});

test('a single Pod of a namespace with injection may have a sidecar', () => {
  const mesh = new Mesh([namespace('shop', { 'istio-injection': 'enabled' }), pod('shop/web')]);
  expect(isOutsideMesh(mesh.workloads[0], mesh)).toBe(false);
});
