import { deployment, INJECTED, manifest, namespace, pod } from '../../manifests';
import { testCases, textsOf } from '../found';

testCases('CDI', [
  {
    name: 'both data planes by revision, and on pods',
    manifests: [
      manifest('Namespace', 'shop', {}, { labels: { 'istio.io/rev': 'stable', 'istio.io/dataplane-mode': 'ambient' } }),
      deployment('shop/a', { 'sidecar.istio.io/inject': 'true', 'istio.io/dataplane-mode': 'ambient' }),
    ],
    finds: [
      'CDI0302 warning Deployment shop/a spec.template.metadata.labels.istio.io/dataplane-mode',
      'CDI0302 warning Namespace shop metadata.labels.istio.io/dataplane-mode',
    ],
  },
]);

const AMBIENT = { 'istio.io/dataplane-mode': 'ambient' };

testCases('CDI', [
  {
    name: 'one data plane for namespace and pods, or a label that turns it off',
    manifests: [
      namespace('shop', INJECTED),
      namespace('front', AMBIENT),
      namespace('back', { ...INJECTED, 'istio.io/dataplane-mode': 'none' }),
      namespace('old', { ...AMBIENT, 'istio-injection': 'disabled' }),
      deployment('front/web', { 'sidecar.istio.io/inject': 'false', ...AMBIENT }),
    ],
    finds: [],
  },
  {
    name: 'pods that are written without a workload',
    manifests: [pod('shop/web', {}, { labels: { 'sidecar.istio.io/inject': 'true', ...AMBIENT } })],
    finds: ['CDI0302 warning Pod shop/web metadata.labels.istio.io/dataplane-mode'],
  },
]);

test('it says which label wins', () => {
  expect(textsOf('CDI0302', [namespace('shop', { ...INJECTED, ...AMBIENT })])).toEqual([
    [
      'The namespace has istio-injection: enabled as well: its pods get sidecars and bypass ztunnel, so the ambient label has no effect. Policies with targetRefs for a waypoint do not apply to them.',
      'Keep one of the two labels: istio.io/dataplane-mode: ambient, or the one for sidecars.',
    ],
  ]);
  expect(textsOf('CDI0302', [deployment('shop/web', { 'sidecar.istio.io/inject': 'true', ...AMBIENT })])).toEqual([
    [
      'The pods have sidecar.istio.io/inject: "true" as well: they get sidecars and bypass ztunnel, so the ambient label has no effect.',
      'Keep one of the two labels: istio.io/dataplane-mode: ambient, or sidecar.istio.io/inject: "true".',
    ],
  ]);
});
