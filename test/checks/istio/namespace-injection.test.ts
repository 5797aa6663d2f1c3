import { namespaceInjection } from '../../../lib/checks/istio/namespace-injection';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, namespace } from '../../manifests';
import { reports, said } from './said';

const injector = (values: string): Manifest => ({
  ...manifest('ConfigMap', 'istio-system/istio-sidecar-injector'),
  data: { values },
});

test('an injector that takes all namespaces needs no label', () => {
  const shop = namespace('shop');
  expect(said(namespaceInjection, [shop])).toEqual(['IST0102 Namespace shop metadata.labels']);
  expect(
    said(namespaceInjection, [shop, injector('{"sidecarInjectorWebhook": {"enableNamespacesByDefault": true}}')]),
  ).toEqual([]);
  expect(
    said(namespaceInjection, [shop, injector('{"sidecarInjectorWebhook": {"enableNamespacesByDefault": false}}')]),
  ).toHaveLength(1);
});

test('names all labels that contradict each other', () => {
  const [report] = reports(namespaceInjection, [
    namespace('shop', { 'istio-injection': 'enabled', 'istio.io/rev': 'a' }),
  ]);
  expect(report).toMatchObject({
    code: 'IST0123',
    fix: 'Keep one of them: istio-injection: enabled or istio.io/rev: a.',
  });
});
