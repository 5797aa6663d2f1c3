import { BookinfoChart } from '../../../examples/bookinfo/chart';
import { ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const HOST = 'bookinfo.example.com';
const SECRET = 'istio-system/bookinfo-example-com';

scenario({
  title:
    'TLS ends at the gateway with the certificate of the Secret; plain HTTP is redirected; HSTS is on every answer',
  manifests: [...ingressGateway(), ...charts((app) => new BookinfoChart(app))],
  credentials: [{ secret: SECRET, hosts: [HOST] }],
  running: ['bookinfo/productpage-v1'],
  requests: [
    {
      name: 'HTTPS reaches the service',
      url: `https://${HOST}/productpage`,
      expect: {
        status: 200,
        backend: 'bookinfo/productpage-v1',
        certificate: `DNS:${HOST}`,
        header: { 'strict-transport-security': 'max-age=31536000' },
        sees: { path: '/productpage', header: { 'x-forwarded-proto': 'https' } },
      },
    },
    { name: 'HTTP/2 is offered', url: `https://${HOST}/productpage`, http2: true, expect: { status: 200 } },
    {
      name: 'plain HTTP is redirected to HTTPS',
      url: `http://${HOST}/productpage`,
      expect: { status: 301, redirect: `https://${HOST}/productpage` },
    },
    {
      name: 'another server name is refused in the handshake',
      url: 'https://other.example.com/',
      expect: { failed: 'connection closed' },
    },
  ],
  negatives: [
    {
      change: 'the credential has a name that no Secret has',
      mutate: (manifests) => {
        find(manifests, 'Gateway').spec.servers[1].tls.credentialName = 'bookinfo-cert';
      },
      because: { 'HTTPS reaches the service': { failed: 'connection closed' } },
    },
    {
      change: 'the server for plain HTTP does not redirect',
      mutate: (manifests) => {
        delete find(manifests, 'Gateway').spec.servers[0].tls;
      },
      because: { 'plain HTTP is redirected to HTTPS': { status: 200 } },
    },
    {
      change: 'the header is not set',
      mutate: (manifests) => {
        delete find(manifests, 'VirtualService', 'productpage').spec.http[0].headers;
      },
      because: { 'HTTPS reaches the service': { status: 200, header: { 'strict-transport-security': null } } },
    },
  ],
});
