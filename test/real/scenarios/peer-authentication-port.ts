import { ApiObject, Chart } from 'cdk8s';
import { MutualTls, PeerAuthentication, PolicyTarget } from 'cdk8s-istio';
import { client, deployment, meshedNamespace } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const OPEN = 'plaintext gets through to the port that takes it';
const STRICT = 'plaintext to another port of the same pods is refused';

const shop = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const service = new ApiObject(chart, 'Service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: {
      selector: { app: 'web' },
      ports: [
        { name: 'http', port: 80, targetPort: 8080 },
        { name: 'http-metrics', port: 90, targetPort: 9090 },
      ],
    },
  });
  new PeerAuthentication(chart, 'Web', {
    metadata: { name: 'web' },
    target: PolicyTarget.podsOf(service),
    mode: MutualTls.STRICT,
    ports: [{ port: 'http-metrics', mode: MutualTls.PERMISSIVE }],
  });
});

scenario({
  title: 'A port of a Service takes plaintext, where the other ports of its pods are strict',
  manifests: [
    meshedNamespace('shop'),
    ...client('shop', 'frontend'),
    deployment('legacy', 'cron', { app: 'cron' }, 'cron', [{ name: 'app', image: 'example.com/client:1' }]),
    deployment('shop', 'web', { app: 'web' }, 'web', [
      { name: 'app', image: 'example.com/app:1', ports: [{ containerPort: 8080 }, { containerPort: 9090 }] },
    ]),
    ...shop,
  ],
  requests: [
    { name: 'a member of the mesh gets through', from: 'shop/frontend', url: 'http://web/', expect: { status: 200 } },
    { name: OPEN, from: 'legacy/cron', url: 'http://web.shop:90/', expect: { status: 200, backend: 'shop/web' } },
    { name: STRICT, from: 'legacy/cron', url: 'http://web.shop:80/', expect: { failed: 'connection closed' } },
  ],
  negatives: [
    {
      change: 'the port is written as that of the Service',
      mutate: (manifests) => {
        find(manifests, 'PeerAuthentication').spec.portLevelMtls = { '90': { mode: 'PERMISSIVE' } };
      },
      because: { [OPEN]: { failed: 'connection closed' } },
    },
    {
      change: 'the mode is PERMISSIVE',
      mutate: (manifests) => {
        find(manifests, 'PeerAuthentication').spec.mtls.mode = 'PERMISSIVE';
      },
      because: { [STRICT]: { status: 200 } },
    },
  ],
});
