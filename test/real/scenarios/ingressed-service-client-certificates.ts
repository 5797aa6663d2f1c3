import { Chart, Duration } from 'cdk8s';
import { IngressedService, IngressTls, ServiceRef } from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const HOST = 'partners.example.com';
const WITHOUT = 'a client without a certificate is turned away';
const PLAIN = 'plain HTTP is served as well, where redirect is off';

const partners = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const service = ServiceRef.fromName('web', { ports: [{ port: 8080 }] });
  new IngressedService(chart, 'Partners', {
    service,
    hosts: [HOST],
    tls: IngressTls.mutual('partners', { hsts: Duration.days(1), hstsIncludeSubDomains: true }),
  });
  new IngressedService(chart, 'Public', {
    service,
    hosts: ['public.example.com'],
    tls: IngressTls.credential('public', { redirect: false }),
  });
});

scenario({
  title: 'A host wants certificates of its clients; another on the same port does not, and serves plain HTTP too',
  manifests: [...ingressGateway(), ...application('shop', 'web', 8080, ['v1']), ...partners],
  credentials: [
    { secret: 'istio-system/partners', hosts: [HOST], forClients: true },
    { secret: 'istio-system/public', hosts: ['public.example.com'] },
  ],
  requests: [
    {
      name: 'a client with a certificate gets through',
      url: `https://${HOST}/`,
      withCertificate: true,
      expect: {
        status: 200,
        backend: 'shop/web-v1',
        header: { 'strict-transport-security': 'max-age=86400; includeSubDomains' },
      },
    },
    { name: WITHOUT, url: `https://${HOST}/`, expect: { failed: 'TLS alert certificate required' } },
    {
      name: 'the other host asks for none and shows its own certificate',
      url: 'https://public.example.com/',
      expect: { status: 200, certificate: 'DNS:public.example.com', header: { 'strict-transport-security': null } },
    },
    { name: PLAIN, url: 'http://public.example.com/', expect: { status: 200, backend: 'shop/web-v1' } },
  ],
  negatives: [
    {
      change: 'the mode is SIMPLE',
      mutate: (manifests) => {
        find(manifests, 'Gateway', 'partners').spec.servers[1].tls.mode = 'SIMPLE';
      },
      because: { [WITHOUT]: { status: 200 } },
    },
    {
      change: 'the server for plain HTTP redirects',
      mutate: (manifests) => {
        find(manifests, 'Gateway', 'public').spec.servers[0].tls = { httpsRedirect: true };
      },
      because: { [PLAIN]: { status: 301, redirect: 'https://public.example.com/' } },
    },
  ],
});
