import { loadFixture } from '../../checks/fixture';
import { application } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const SILENT = 'a connection without the PROXY protocol is closed';
const TOLD = 'and one with it is served';

function example(which: 'wrong' | 'right'): Manifest[] {
  const manifests = loadFixture('CDI0154', which)!.manifests as Manifest[];
  find(manifests, 'Deployment').spec.template.spec.containers[0].ports = [{ containerPort: 8080 }];
  return manifests;
}

scenario({
  title: 'A gateway that expects the PROXY protocol, behind a load balancer that does not send it',
  manifests: [
    ...example('wrong'),
    ...application('shop', 'shop', 8080, ['v1']),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'shop', namespace: 'shop' },
      spec: {
        hosts: ['shop.example.com'],
        gateways: ['edge/shop'],
        http: [{ route: [{ destination: { host: 'shop', port: { number: 8080 } } }] }],
      },
    },
  ],
  check: { code: 'CDI0154', reported: ['Deployment edge/gateway'] },
  requests: [
    {
      name: SILENT,
      to: 'edge/gateway',
      url: 'http://shop.example.com/',
      expect: { failed: 'connection closed' },
    },
    {
      name: TOLD,
      to: 'edge/gateway',
      url: 'http://shop.example.com/',
      toldClient: '203.0.113.7',
      expect: { status: 200, backend: 'shop/shop-v1' },
    },
  ],
  negatives: [
    {
      change: 'the load balancer is told to send it, and the rules are gone',
      mutate: (manifests) => {
        const annotations = find(manifests, 'Service', 'gateway').metadata.annotations!;
        annotations['service.beta.kubernetes.io/aws-load-balancer-proxy-protocol'] = '*';
        find(manifests, 'VirtualService').spec.hosts = ['other.example.com'];
      },
      because: { [TOLD]: { status: 404 } },
      reported: [],
    },
  ],
});
