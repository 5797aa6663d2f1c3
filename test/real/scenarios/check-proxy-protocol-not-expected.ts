import { loadFixture } from '../../checks/fixture';
import { application } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CLIENT = '203.0.113.7';
const HTTP = 'what the load balancer sends gets 400';
const PLAIN = 'although a connection without the PROXY protocol is served';

/** The example of a page, with a port that the pods listen on. */
function example(which: 'wrong' | 'right'): Manifest[] {
  const manifests = loadFixture('CDI0153', which)!.manifests as Manifest[];
  find(manifests, 'Deployment').spec.template.spec.containers[0].ports = [{ containerPort: 8080 }];
  return manifests;
}

scenario({
  title: 'A load balancer that sends the PROXY protocol to a gateway that does not expect it',
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
  check: { code: 'CDI0153', reported: ['Service edge/gateway'] },
  requests: [
    {
      name: HTTP,
      to: 'edge/gateway',
      url: 'http://shop.example.com/',
      toldClient: CLIENT,
      expect: { status: 400 },
    },
    {
      name: PLAIN,
      to: 'edge/gateway',
      url: 'http://shop.example.com/',
      expect: { status: 200, backend: 'shop/shop-v1' },
    },
  ],
  negatives: [
    {
      change: 'the load balancer sends nothing of the kind, and the check is silent',
      mutate: (manifests) => {
        const annotations = find(manifests, 'Service', 'gateway').metadata.annotations!;
        delete annotations['service.beta.kubernetes.io/aws-load-balancer-proxy-protocol'];
        find(manifests, 'VirtualService').spec.hosts = ['other.example.com'];
      },
      because: { [PLAIN]: { status: 404 } },
      reported: [],
    },
  ],
});
