import { Chart } from 'cdk8s';
import { IngressedService, IngressTls, networking, ServiceRef } from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const NEW = 'a client of TLS 1.3 is served where that is the least';
const OLD = 'a client of TLS 1.2 is not';
const SUITE = 'the cipher suite that is allowed is taken';
const OTHER_SUITE = 'another one is not';

const [MODERN, PICKY] = ['modern.example.com', 'picky.example.com'];

const shop = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const service = ServiceRef.fromName('web', { ports: [{ port: 8080 }] });
  new IngressedService(chart, 'Modern', {
    service,
    hosts: [MODERN],
    tls: IngressTls.credential('modern', {
      settings: { minProtocolVersion: networking.ServerTlsSettingsTlsProtocol.TLSV1_3 },
    }),
  });
  new IngressedService(chart, 'Picky', {
    service,
    hosts: [PICKY],
    tls: IngressTls.credential('picky', {
      settings: {
        maxProtocolVersion: networking.ServerTlsSettingsTlsProtocol.TLSV1_2,
        cipherSuites: ['ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
      },
    }),
  });
});

scenario({
  title: 'Versions of TLS and cipher suites are those that the settings allow',
  manifests: [...ingressGateway(), ...application('shop', 'web', 8080, ['v1']), ...shop],
  credentials: [
    { secret: 'istio-system/modern', hosts: [MODERN] },
    { secret: 'istio-system/picky', hosts: [PICKY] },
  ],
  requests: [
    {
      name: NEW,
      url: `https://${MODERN}/`,
      tlsVersion: 'TLSv1.3',
      expect: { status: 200, backend: 'shop/web-v1' },
    },
    {
      name: OLD,
      url: `https://${MODERN}/`,
      tlsVersion: 'TLSv1.2',
      expect: { failed: 'TLS alert protocol version' },
    },
    {
      name: SUITE,
      url: `https://${PICKY}/`,
      tlsVersion: 'TLSv1.2',
      cipherSuite: 'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-GCM-SHA384',
      expect: { status: 200, backend: 'shop/web-v1' },
    },
    {
      name: OTHER_SUITE,
      url: `https://${PICKY}/`,
      tlsVersion: 'TLSv1.2',
      cipherSuite: 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256',
      expect: { failed: 'TLS alert handshake failure' },
    },
  ],
  negatives: [
    {
      change: 'the versions are those that Istio allows by itself',
      mutate: (manifests) => {
        delete find(manifests, 'Gateway', 'modern').spec.servers[1].tls.minProtocolVersion;
      },
      because: { [OLD]: { status: 200 } },
    },
    {
      change: 'the cipher suites are those that Istio allows by itself',
      mutate: (manifests) => {
        delete find(manifests, 'Gateway', 'picky').spec.servers[1].tls.cipherSuites;
      },
      because: { [OTHER_SUITE]: { status: 200 } },
    },
    {
      change: 'only versions up to 1.2 are allowed',
      mutate: (manifests) => {
        const { tls } = find(manifests, 'Gateway', 'modern').spec.servers[1];
        delete tls.minProtocolVersion;
        tls.maxProtocolVersion = 'TLSV1_2';
      },
      because: { [NEW]: { failed: 'TLS alert protocol version' } },
    },
    {
      change: 'the cipher suite is another one',
      mutate: (manifests) => {
        find(manifests, 'Gateway', 'picky').spec.servers[1].tls.cipherSuites = [
          'ECDHE-RSA-AES128-GCM-SHA256',
          'ECDHE-ECDSA-AES128-GCM-SHA256',
        ];
      },
      because: { [SUITE]: { failed: 'TLS alert handshake failure' } },
    },
  ],
});
