import { application, egressGateway, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import type { Fields, Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

/** A gateway of its own, whose servers share a port. */
const SHARED = 'istio-system/istio-egressgateway';

const PASSTHROUGH_ALONE = 'nothing listens where TLS is passed on and the only rules are for http';
const PASSTHROUGH = 'where another server shares the port, the connection is closed';
const TERMINATED = 'where TLS ends in HTTPS and the only rules are for tls, requests get 404';
const BYTES = 'where TLS ends and bytes are passed on, and the only rules are for http, the connection is closed';
const PLAIN = 'plain HTTP with rules for tcp gets 404';
const GOOD = 'a server with the rules that it asks works beside them';

const server = (name: string, number: number, protocol: string, mode?: string): Fields => ({
  port: { number, name, protocol },
  hosts: [`${name}.example.com`],
  ...(mode && { tls: { mode, ...(mode === 'SIMPLE' && { credentialName: 'example' }) } }),
});

const destination = { host: 'web.shop.svc.cluster.local', port: { number: 8080 } };
const http: Fields = { http: [{ route: [{ destination }] }] };
const tls = (name: string): Fields => ({
  tls: [{ match: [{ port: 443, sniHosts: [`${name}.example.com`] }], route: [{ destination }] }],
});
const tcp: Fields = { tcp: [{ route: [{ destination }] }] };

const bound = (name: string, spec: Fields): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name, namespace: 'shop' },
  spec: { hosts: [`${name}.example.com`], gateways: ['istio-system/shared'], ...spec },
});

scenario({
  title: 'A server of a gateway asks rules of one kind, and leaves the others out without a word',
  manifests: [
    ...ingressGateway(),
    ...egressGateway(),
    ...application('shop', 'shop', 8443, ['v1']),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'shop', namespace: 'shop' },
      spec: { selector: { app: 'shop' }, ports: [{ name: 'tls', port: 8443 }] },
    },
    ...application('shop', 'web', 8080, ['v1']),
    ...rules('CDI0102', 'wrong'),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'shared', namespace: 'istio-system' },
      spec: {
        selector: { istio: 'egressgateway' },
        servers: [
          server('passthrough', 443, 'TLS', 'PASSTHROUGH'),
          server('terminated', 443, 'HTTPS', 'SIMPLE'),
          server('bytes', 443, 'TLS', 'SIMPLE'),
          server('good', 443, 'HTTPS', 'SIMPLE'),
          server('plain', 80, 'HTTP'),
        ],
      },
    },
    bound('passthrough', http),
    bound('terminated', tls('terminated')),
    bound('bytes', http),
    bound('good', http),
    bound('plain', tcp),
  ],
  credentials: [{ secret: 'istio-system/example', hosts: ['*.example.com'] }],
  check: {
    code: 'CDI0102',
    reported: [
      'VirtualService shop/shop',
      'VirtualService shop/passthrough',
      'VirtualService shop/terminated',
      'VirtualService shop/bytes',
      'VirtualService shop/plain',
    ],
  },
  requests: [
    {
      name: PASSTHROUGH_ALONE,
      url: 'https://shop.example.com/',
      trustsAnyone: true,
      expect: { failed: 'connection refused' },
    },
    { name: PASSTHROUGH, to: SHARED, url: 'https://passthrough.example.com/', expect: { failed: 'connection closed' } },
    { name: TERMINATED, to: SHARED, url: 'https://terminated.example.com/', expect: { status: 404 } },
    { name: BYTES, to: SHARED, url: 'https://bytes.example.com/', expect: { failed: 'connection closed' } },
    { name: PLAIN, to: SHARED, url: 'http://plain.example.com/', expect: { status: 404 } },
    { name: GOOD, to: SHARED, url: 'https://good.example.com/', expect: { status: 200, backend: 'shop/web-v1' } },
  ],
  negatives: [
    {
      change: 'the rules are of the kind that the servers ask',
      mutate: (manifests) => {
        putRight('CDI0102')(manifests);
        const { spec } = find(manifests, 'VirtualService', 'passthrough');
        Object.assign(spec, tls('passthrough'));
        delete spec.http;
        Object.assign(find(manifests, 'VirtualService', 'terminated').spec, http);
        Object.assign(find(manifests, 'VirtualService', 'bytes').spec, tcp);
        Object.assign(find(manifests, 'VirtualService', 'plain').spec, http);
      },
      because: {
        [PASSTHROUGH_ALONE]: { status: 200, backend: 'shop/shop-v1' },
        [TERMINATED]: { status: 200 },
        [BYTES]: { status: 200 },
        [PLAIN]: { status: 200 },
      },
      reported: [],
    },
  ],
});
