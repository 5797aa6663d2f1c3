import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { managedGateway } from '../managed-gateway';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const LOST = 'at the gateway requests get 404';
const UNUSED = 'in the mesh calls go to the Service without the rule, which is for a port that it lacks';

const inMesh: Manifest = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'api', namespace: 'shop' },
  spec: {
    parentRefs: [{ group: '', kind: 'Service', name: 'api', port: 80 }],
    rules: [
      {
        filters: [
          {
            type: 'ResponseHeaderModifier',
            responseHeaderModifier: { set: [{ name: 'x-rules', value: 'HTTPRoute' }] },
          },
        ],
        backendRefs: [{ name: 'api', port: 8080 }],
      },
    ],
  },
};

scenario({
  title: 'A route for a listener or a port that its parent does not have is attached to nothing',
  manifests: [
    ...managedGateway('shop', 'edge'),
    ...application('shop', 'web', 8080, ['v1']),
    ...application('shop', 'api', 8080, ['v1']),
    ...client('shop', 'job'),
    ...rules('CDI0140', 'wrong'),
    inMesh,
  ],
  check: { code: 'CDI0140', reported: ['HTTPRoute shop/web', 'HTTPRoute shop/api'] },
  requests: [
    { name: LOST, to: 'shop/edge-istio', url: 'http://web.example.com/', expect: { status: 404 } },
    {
      name: UNUSED,
      from: 'shop/job',
      url: 'http://api.shop.svc.cluster.local:8080/',
      expect: { status: 200, header: { 'x-rules': null } },
    },
  ],
  negatives: [
    {
      change: 'the listener that exists is named',
      mutate: putRight('CDI0140'),
      because: { [LOST]: { status: 200, backend: 'shop/web-v1' } },
      reported: ['HTTPRoute shop/api'],
    },
    {
      change: 'the port of the Service is named',
      mutate: (manifests) => {
        find(manifests, 'HTTPRoute', 'api').spec.parentRefs[0].port = 8080;
      },
      because: { [UNUSED]: { status: 200, header: { 'x-rules': 'HTTPRoute' } } },
      reported: ['HTTPRoute shop/web'],
    },
  ],
});
