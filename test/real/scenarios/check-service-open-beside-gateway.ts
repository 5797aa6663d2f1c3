import { application, client, ingressGateway } from '../base';
import { loadFixture } from '../../checks/fixture';
import type { Manifest } from '../manifest';
import { scenario } from '../scenario';

const AT_GATEWAY = 'the gateway refuses what its policy forbids';
const BESIDE = 'a request to the node port is answered: the policy of the gateway does not hold for it';
const NO_RULES = 'nor do rules for the mesh';

scenario({
  title: 'Requests to a Service of type NodePort do not see the gateway, its policies or its routes',
  manifests: [
    ...ingressGateway(),
    ...client('shop', 'checkout'),
    ...application('shop', 'shop', 8080, ['v1']),
    ...(loadFixture('CDI0114', 'wrong')!.manifests as Manifest[]),
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'no-admin', namespace: 'istio-system' },
      spec: {
        selector: { matchLabels: { istio: 'ingressgateway' } },
        action: 'DENY',
        rules: [{ to: [{ operation: { paths: ['/admin'] } }] }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'in-mesh', namespace: 'shop' },
      spec: { hosts: ['shop.shop.svc.cluster.local'], http: [{ directResponse: { status: 418 } }] },
    },
  ],
  verdict: [{ text: 'AuthorizationPolicy istio-system/no-admin', reason: 'the gateway serves no TCP' }],
  check: { code: 'CDI0114', reported: ['Service shop/shop'] },
  requests: [
    { name: AT_GATEWAY, url: 'http://shop.example.com/admin', expect: { status: 403, attempts: 0 } },
    {
      name: BESIDE,
      to: 'shop/shop',
      url: 'http://shop.example.com:8080/admin',
      expect: { status: 200, backend: 'shop/shop-v1' },
    },
    {
      name: NO_RULES,
      to: 'shop/shop',
      url: 'http://shop.shop.svc.cluster.local:8080/',
      expect: { status: 200, backend: 'shop/shop-v1' },
    },
  ],
  negatives: [
    {
      change: 'the pods take only the mutual TLS of the mesh',
      mutate: (manifests) => {
        manifests.push({
          apiVersion: 'security.istio.io/v1',
          kind: 'PeerAuthentication',
          metadata: { name: 'default', namespace: 'shop' },
          spec: { mtls: { mode: 'STRICT' } },
        });
      },
      because: { [BESIDE]: { failed: 'connection closed' }, [NO_RULES]: { failed: 'connection closed' } },
    },
  ],
});
