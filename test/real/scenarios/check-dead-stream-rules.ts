import { application, client, ingressGateway } from '../base';
import type { Manifest } from '../manifest';
import { created, find } from '../manifest';
import { scenario } from '../scenario';

const MESH = 'the first tcp rule that fits takes all connections';
const GATEWAY = 'at a gateway also those of a younger VirtualService';

const to = (name: string): object => ({
  destination: { host: `${name}.shop.svc.cluster.local`, port: { number: 8080 } },
});
const atGateway = (minute: number, name: string): Manifest =>
  created(minute, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'shop' },
    spec: { hosts: ['*'], gateways: ['bytes'], tcp: [{ route: [to(name)] }] },
  });
/** An application whose port is one for TCP. */
const bytes = (name: string): Manifest[] =>
  application('shop', name, 8080, ['v1']).map((manifest) => {
    const copy = structuredClone(manifest);
    if (copy.kind === 'Service') {
      copy.spec!.ports[0].name = 'tcp';
    }
    return copy;
  });

scenario({
  title: 'Rules for TCP that others take all connections of',
  manifests: [
    ...ingressGateway(),
    ...client('shop', 'job'),
    ...bytes('one'),
    ...bytes('two'),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'mesh', namespace: 'shop' },
      spec: {
        hosts: ['two'],
        tcp: [
          { match: [{ port: 8080 }], route: [to('one')] },
          { match: [{ port: 8080, sourceLabels: { app: 'job' } }], route: [to('two')] },
        ],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'bytes', namespace: 'shop' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'tcp', protocol: 'TCP' }, hosts: ['*'] }],
      },
    },
    atGateway(1, 'one'),
    atGateway(2, 'two'),
  ],
  check: { code: 'CDI0117', reported: ['VirtualService shop/mesh', 'VirtualService shop/two'] },
  requests: [
    { name: MESH, from: 'shop/job', url: 'http://two:8080/', expect: { status: 200, backend: 'shop/one-v1' } },
    { name: GATEWAY, url: 'http://anything.example.com/', expect: { status: 200, backend: 'shop/one-v1' } },
  ],
  negatives: [
    {
      change: 'the rule for fewer clients comes first, and the other VirtualService is the older one',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'mesh').spec.tcp.reverse();
        const [one, two] = ['one', 'two'].map((name) => find(manifests, 'VirtualService', name));
        [one.metadata.creationTimestamp, two.metadata.creationTimestamp] = [
          two.metadata.creationTimestamp,
          one.metadata.creationTimestamp,
        ];
      },
      because: {
        [MESH]: { status: 200, backend: 'shop/two-v1' },
        [GATEWAY]: { status: 200, backend: 'shop/two-v1' },
      },
      reported: ['VirtualService shop/one'],
    },
  ],
});
