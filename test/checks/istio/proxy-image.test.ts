import { proxyImage } from '../../../lib/checks/istio/proxy-image';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { namespace, pod, SHOP, workload } from '../../manifests';
import { reports, said } from './said';

const spec = { containers: [{ name: 'app' }, { name: 'istio-proxy', image: 'auto' }] };
const gateway = (labels: Record<string, string> = {}, kind?: string): Manifest =>
  workload('shop/edge', { labels, spec }, {}, kind);

/** As the webhooks of Istio's own chart select. */
test.each<[string, Record<string, string>, Record<string, string>, boolean]>([
  ['injection', { 'istio-injection': 'enabled' }, {}, true],
  ['injection, rejected', { 'istio-injection': 'enabled' }, { 'sidecar.istio.io/inject': 'false' }, false],
  ['no injection, wanted', { 'istio-injection': 'disabled' }, { 'sidecar.istio.io/inject': 'true' }, false],
  ['a revision', { 'istio.io/rev': 'a' }, {}, true],
  ['nothing', {}, {}, false],
  ['nothing, wanted', {}, { 'sidecar.istio.io/inject': 'true' }, true],
  ['nothing, wanted by revision', {}, { 'istio.io/rev': 'a' }, true],
])('without webhooks among the manifests: %s', (_, ofNamespace, labels, seen) => {
  const found = said(proxyImage, [namespace('shop', ofNamespace), gateway(labels)]);
  expect(found).toEqual(seen ? [] : ['IST0146 Deployment edge spec.template.spec.containers[1].image']);
});

test('a namespace that is not there is taken for one of the mesh', () => {
  expect(said(proxyImage, [gateway()])).toEqual([]);
  expect(said(proxyImage, [gateway({ 'sidecar.istio.io/inject': 'false' })])).toHaveLength(1);
});

test('other kinds than Deployment are errors', () => {
  expect(said(proxyImage, [namespace('shop'), gateway({}, 'DaemonSet')])).toEqual([
    'IST0147 DaemonSet edge spec.template.spec.containers[1].image',
  ]);
});

test('a Pod that the injector will see is no error, though the analyzer says so', () => {
  expect(reports(proxyImage, [SHOP, pod('shop/edge', spec)])).toMatchObject([{ code: 'IST0147', severity: 'info' }]);
  expect(reports(proxyImage, [namespace('shop'), pod('shop/edge', spec)])[0].severity).toBeUndefined();
});

test('says when the namespace is in the way', () => {
  expect(reports(proxyImage, [namespace('shop', { 'istio-injection': 'disabled' }), gateway()])[0].fix).toMatch(
    /^Remove the label/,
  );
});
