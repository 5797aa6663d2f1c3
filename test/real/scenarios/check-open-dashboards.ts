import { application, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const URL = 'https://kiali.example.com/kiali';
const OPEN = 'everybody gets to the dashboard';
const WITH_PORT = 'with a port after the host, too';

const refuseHosts = (hosts: string[]) => (manifests: Manifest[]) => {
  putRight('CDI0301')(manifests);
  find(manifests, 'AuthorizationPolicy').spec.rules[0].to[0].operation.hosts = hosts;
};

// MeshConfig has no such provider, so Istio refuses what the policy matches.
scenario({
  title: 'A dashboard behind a gateway is open to everybody, or to those who write a port after the host',
  manifests: [
    ...ingressGateway(),
    ...application('istio-system', 'kiali', 20001, ['v1']),
    ...rules('CDI0301', 'wrong'),
  ],
  credentials: [{ secret: 'istio-system/kiali', hosts: ['kiali.example.com'] }],
  check: { code: 'CDI0301', reported: ['VirtualService istio-system/kiali'] },
  requests: [
    { name: OPEN, url: URL, expect: { status: 200, backend: 'istio-system/kiali-v1' } },
    {
      name: WITH_PORT,
      url: URL,
      headers: { host: 'kiali.example.com:1' },
      expect: { status: 200, backend: 'istio-system/kiali-v1' },
    },
  ],
  negatives: [
    {
      change: 'a policy asks an authorizer about the host, with and without a port',
      mutate: putRight('CDI0301'),
      because: { [OPEN]: { status: 403 }, [WITH_PORT]: { status: 403 } },
      reported: [],
    },
    {
      change: 'a policy asks about the host without a port',
      mutate: refuseHosts(['kiali.example.com']),
      because: { [OPEN]: { status: 403 } },
    },
    {
      change: 'a policy asks about the host with a port only',
      mutate: refuseHosts(['kiali.example.com:*']),
      because: { [WITH_PORT]: { status: 403 } },
    },
    {
      change: 'a policy asks about hosts of the domain, which have no port',
      mutate: refuseHosts(['*.example.com']),
      because: { [OPEN]: { status: 403 } },
    },
  ],
});
