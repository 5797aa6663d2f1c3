import { application, ingressGateway } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const DELEGATED = 'the delegate of another namespace routes its part';

const virtualService = (namespace: string, name: string, spec: object): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name, namespace },
  spec: { ...spec },
});

scenario({
  title: 'A VirtualService hands a path on to the VirtualService of another team',
  manifests: [
    ...ingressGateway(),
    ...application('platform', 'home', 8080, ['v1']),
    ...application('team-a', 'web', 8080, ['v1']),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'shared', namespace: 'platform' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['platform/www.example.com'] }],
      },
    },
    virtualService('platform', 'root', {
      hosts: ['www.example.com'],
      gateways: ['shared'],
      http: [
        { match: [{ uri: { prefix: '/a/' } }], delegate: { name: 'part', namespace: 'team-a' } },
        { route: [{ destination: { host: 'home.platform.svc.cluster.local', port: { number: 8080 } } }] },
      ],
    }),
    virtualService('team-a', 'part', {
      http: [{ route: [{ destination: { host: 'web.team-a.svc.cluster.local', port: { number: 8080 } } }] }],
    }),
  ],
  requests: [
    { name: DELEGATED, url: 'http://www.example.com/a/x', expect: { status: 200, backend: 'team-a/web-v1' } },
    {
      name: 'the rest stays with the root',
      url: 'http://www.example.com/b',
      expect: { status: 200, backend: 'platform/home-v1' },
    },
  ],
  negatives: [
    {
      change: 'the delegate is not visible to the root',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'part').spec.exportTo = ['.'];
      },
      because: { [DELEGATED]: { status: 200, backend: 'platform/home-v1' } },
    },
    {
      change: 'the delegate has another name',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'part').metadata.name = 'parts';
      },
      because: { [DELEGATED]: { status: 200, backend: 'platform/home-v1' } },
    },
  ],
});
