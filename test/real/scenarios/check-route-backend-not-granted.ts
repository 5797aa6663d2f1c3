import { application } from '../base';
import { putRight, rules } from '../fixture';
import { managedGateway } from '../managed-gateway';
import { scenario } from '../scenario';

const REQUEST = 'connections are closed';

scenario({
  title: 'A TLSRoute needs a grant for a Service of another namespace',
  manifests: [
    ...managedGateway('shop', 'edge'),
    ...application('secrets', 'vault', 8443, ['v1']).map((each) =>
      each.kind === 'Service'
        ? { ...each, spec: { ...each.spec, ports: [{ name: 'tls', protocol: 'TCP', port: 8443, targetPort: 8443 }] } }
        : each,
    ),
    ...rules('CDI0149', 'wrong'),
  ],
  check: { code: 'CDI0149', reported: ['TLSRoute shop/vault'] },
  requests: [
    {
      name: REQUEST,
      to: 'shop/edge-istio',
      url: 'https://vault.example.com/',
      trustsAnyone: true,
      expect: { failed: 'connection closed' },
    },
  ],
  negatives: [
    {
      change: 'put right',
      mutate: putRight('CDI0149'),
      because: { [REQUEST]: { status: 200, backend: 'secrets/vault-v1' } },
      reported: [],
    },
  ],
});
