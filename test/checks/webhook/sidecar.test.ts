import { sidecar } from '../../../lib/checks/webhook/sidecar';
import { reports, said } from './said';

const http = { number: 80, protocol: 'HTTP', name: 'http' };
const files = { serverCertificate: '/cert', privateKey: '/key' };

test.each<[string, object, string[]]>([
  ['right', { egress: [{ port: http, hosts: ['./*'] }, { hosts: ['istio-system/*'] }] }, []],
  ['empty', {}, ['error spec']],
  ['empty, with an empty selector', { workloadSelector: {} }, ['error spec']],
  [
    'a selector without labels',
    { workloadSelector: {}, outboundTrafficPolicy: {} },
    ['warning spec.workloadSelector.labels'],
  ],
  [
    'no warnings after a wrong selector',
    { workloadSelector: { labels: { '': 'a' } }, egress: [{ hosts: ['*/*', './*'] }] },
    ['error spec.workloadSelector.labels.'],
  ],
  [
    'ingress',
    {
      ingress: [
        {},
        { port: http, bind: 'localhost', defaultEndpoint: 'localhost:80' },
        {
          port: { ...http, targetPort: 1, name: 'a.b', protocol: 'X' },
          defaultEndpoint: 'unix://a',
          connectionPool: { http: {} },
        },
      ],
    },
    [
      'error spec.ingress[0].port',
      'error spec.ingress[1].bind',
      'error spec.ingress[1].defaultEndpoint',
      'error spec.ingress[2].port.targetPort',
      'error spec.ingress[2].port.name',
      'error spec.ingress[2].port.protocol',
      'error spec.ingress[2].port.number',
      'error spec.ingress[2].defaultEndpoint',
      'warning spec.ingress[2].connectionPool.http',
    ],
  ],
  [
    'tls at ingress',
    {
      ingress: [
        { port: http, tls: { mode: 'ISTIO_MUTUAL', credentialName: 'a', subjectAltNames: ['a'], httpsRedirect: true } },
      ],
    },
    [
      'error spec.ingress[0].tls.subjectAltNames',
      'error spec.ingress[0].tls.httpsRedirect',
      'error spec.ingress[0].tls.credentialName',
      'error spec.ingress[0].tls.mode',
      'error spec.ingress[0].port.protocol',
      'error spec.ingress[0].tls.credentialName',
    ],
  ],
  [
    'certificates at ingress',
    {
      ingress: [
        {
          port: { ...http, protocol: 'TLS' },
          tls: { mode: 'MUTUAL', serverCertificate: '/cert', cipherSuites: ['aes128-sha'] },
        },
      ],
    },
    [
      'warning spec.ingress[0].tls.cipherSuites[0]',
      'error spec.ingress[0].tls.caCertificates',
      'error spec.ingress[0].tls.privateKey',
    ],
  ],
  [
    'egress',
    {
      egress: [
        { hosts: ['./*'] },
        { port: http, bind: '?', hosts: [] },
        { port: { ...http, targetPort: 1 }, hosts: ['./a.b'] },
        { port: {}, captureMode: 'IPTABLES', hosts: ['./a.b'] },
        { port: {}, bind: 'unix:///a/', hosts: ['./a.b'] },
        { port: { number: 70000 }, hosts: ['./a.b'] },
      ],
    },
    [
      'error spec.egress[0].port',
      'error spec.egress[1].bind',
      'error spec.egress[1].hosts',
      'error spec.egress[2].port.targetPort',
      'error spec.egress[2].port.number',
      'error spec.egress[3].port.number',
      'error spec.egress[3].captureMode',
      'error spec.egress[4].bind',
      'error spec.egress[5].port.number',
    ],
  ],
  [
    'hosts of egress',
    {
      egress: [{ hosts: ['./a.b', './a.b', './*', './c.d', '~./a.b', '*/*', 'a', 'a/', 'a_b/c.d', './web', './*a.b'] }],
    },
    [
      'warning spec.egress[0].hosts[1]',
      'warning spec.egress[0].hosts[2]',
      'warning spec.egress[0].hosts[3]',
      'error spec.egress[0].hosts[6]',
      'error spec.egress[0].hosts[7]',
      'error spec.egress[0].hosts[8]',
      'error spec.egress[0].hosts[9]',
      'warning spec.egress[0].hosts[9]',
      'error spec.egress[0].hosts[10]',
      'warning spec.egress[0].hosts[10]',
      'warning spec.egress[0].hosts',
    ],
  ],
  [
    'a proxy for what is not known',
    { outboundTrafficPolicy: { egressProxy: { host: 'a.b', port: { number: 80 } } } },
    ['error spec.outboundTrafficPolicy.egressProxy'],
  ],
  [
    'a wrong proxy',
    { outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: '*.a', subset: '?' } } },
    [
      'error spec.outboundTrafficPolicy.egressProxy.host',
      'error spec.outboundTrafficPolicy.egressProxy.subset',
      'error spec.outboundTrafficPolicy.egressProxy.port.number',
    ],
  ],
  [
    'a pool',
    { inboundConnectionPool: { http: { maxRetries: -1 } } },
    ['error spec.inboundConnectionPool.http.maxRetries'],
  ],
])('%s', (_name, spec, expected) => {
  expect(said(sidecar, spec)).toEqual(expected);
});

test('the namespace of the Sidecar is the same by its name', () => {
  expect(said(sidecar, { egress: [{ hosts: ['./a.b', 'shop/a.b'] }] })).toEqual(['warning spec.egress[0].hosts[1]']);
});

test('what to write instead', () => {
  const fixes = reports(sidecar, {
    ingress: [
      { port: { number: 443, protocol: 'HTTPS' }, tls: { mode: 'SIMPLE', ...files, cipherSuites: ['aes128-sha'] } },
    ],
    egress: [{ hosts: ['prod/web'] }],
  }).map(({ fix }) => fix);
  expect(fixes).toEqual(['Write AES128-SHA.', 'Write prod/web.prod.svc.cluster.local.']);
});

describe('a host without a namespace', () => {
  const fixOf = (host: string): string[] => reports(sidecar, { egress: [{ hosts: [host] }] }).map(({ fix }) => fix);

  it.each([
    [
      'web',
      'Write "./web.shop.svc.cluster.local" for the Service of this namespace, or "web/*" for all hosts of the namespace web.',
    ],
    ['web.shop.svc.cluster.local', 'Write "./web.shop.svc.cluster.local".'],
    ['web.app.svc.cluster.local', 'Write "app/web.app.svc.cluster.local".'],
    ['*.app.svc.cluster.local', 'Write "app/*.app.svc.cluster.local".'],
    ['api.example.com', 'Write "*/api.example.com".'],
    ['*.example.com', 'Write "*/*.example.com".'],
    ['*', 'Write "./*" for all hosts of this namespace, or "*/*" for those of all namespaces.'],
    [
      'a_b.c',
      'Write namespace/host: "./*", "istio-system/*", "*/api.example.com" or "shop/cart.shop.svc.cluster.local".',
    ],
  ])('%s', (host, fix) => {
    expect(fixOf(host)).toEqual([fix]);
  });
});
