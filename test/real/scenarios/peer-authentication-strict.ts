import { Chart } from 'cdk8s';
import { security } from 'cdk8s-istio';
import { application, client, deployment } from '../base';
import { find } from '../manifest';
import { identity } from '../mesh';
import { scenario } from '../scenario';
import { charts } from '../setting';

const PLAIN = 'plaintext from outside of the mesh is refused';
const URL = 'http://web.shop:8080/';

const policy = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new security.PeerAuthentication(chart, 'Default', {
    metadata: { name: 'default' },
    spec: { mtls: { mode: security.PeerAuthenticationMutualTlsMode.STRICT } },
  });
});

scenario({
  title: 'Strict mutual TLS: members of the mesh get through, plaintext does not',
  manifests: [
    ...client('shop', 'frontend'),
    deployment('legacy', 'cron', { app: 'cron' }, 'cron', [{ name: 'app', image: 'example.com/client:1' }]),
    ...application('shop', 'web', 8080, ['v1']),
    ...policy,
  ],
  requests: [
    {
      name: 'a member of the mesh gets through, with its identity',
      from: 'shop/frontend',
      url: URL,
      expect: { status: 200, peerIdentity: identity('shop', 'frontend') },
    },
    { name: PLAIN, from: 'legacy/cron', url: URL, expect: { failed: 'connection closed' } },
  ],
  negatives: [
    {
      change: 'the mode is PERMISSIVE',
      mutate: (manifests) => {
        find(manifests, 'PeerAuthentication').spec.mtls.mode = 'PERMISSIVE';
      },
      because: { [PLAIN]: { status: 200, backend: 'shop/web-v1' } },
    },
    {
      change: 'the policy is in another namespace',
      mutate: (manifests) => {
        find(manifests, 'PeerAuthentication').metadata.namespace = 'legacy';
      },
      because: { [PLAIN]: { status: 200 } },
    },
  ],
});
