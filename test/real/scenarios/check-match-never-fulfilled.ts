import { application, client, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import type { Negative } from '../scenario';
import { scenario } from '../scenario';

const PORT = 'a gateway compares the port with that of its server';
const MESH = 'a sidecar compares it with that of the Service';

const inMesh: Manifest = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'api', namespace: 'shop' },
  spec: {
    hosts: ['api.shop.svc.cluster.local'],
    http: [
      {
        match: [{ port: 80 }],
        fault: { abort: { httpStatus: 418, percentage: { value: 100 } } },
        route: [{ destination: { host: 'api.shop.svc.cluster.local', port: { number: 8080 } } }],
      },
      { route: [{ destination: { host: 'api.shop.svc.cluster.local', port: { number: 8080 } } }] },
    ],
  },
};

/** From matches that are right. */
const instead = (change: string, match: object): Negative => ({
  change,
  mutate: (manifests) => {
    putRight('CDI0125')(manifests);
    find(manifests, 'VirtualService', 'api').spec.http[0].match = [match];
  },
  because: { [PORT]: { status: 200 } },
  reported: ['VirtualService shop/api'],
});

scenario({
  title: 'Matches that ask for a port, client, host or scheme that no request has',
  manifests: [
    ...ingressGateway(),
    ...client('shop', 'job'),
    ...application('shop', 'web', 8080, ['v1']),
    ...application('shop', 'api', 8080, ['v1']),
    ...rules('CDI0125', 'wrong'),
    inMesh,
  ],
  check: { code: 'CDI0125', reported: ['VirtualService shop/api', 'VirtualService shop/web'] },
  requests: [
    { name: PORT, url: 'http://shop.example.com/', expect: { status: 404 } },
    { name: MESH, from: 'shop/job', url: 'http://api:8080/', expect: { status: 200 } },
  ],
  negatives: [
    {
      change: 'both name the port that clients call',
      mutate: (manifests) => {
        putRight('CDI0125')(manifests);
        find(manifests, 'VirtualService', 'api').spec.http[0].match = [{ port: 8080 }];
      },
      because: { [PORT]: { status: 200 }, [MESH]: { status: 418 } },
      reported: [],
    },
    {
      change: 'a gateway is asked for the labels of a client',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'web').spec.http.push({
          match: [{ sourceLabels: { istio: 'ingressgateway' } }],
          route: [{ destination: { host: 'web.shop.svc.cluster.local', port: { number: 8080 } } }],
        });
      },
      because: { [PORT]: { status: 200 } },
    },
    instead('a sidecar is asked for TLS', { scheme: { exact: 'https' } }),
    instead('the authority is that of another host', { authority: { exact: 'shop.example.com' } }),
  ],
});
