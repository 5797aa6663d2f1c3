import { deployment, manifest } from '../../manifests';
import { testCases } from '../found';

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
