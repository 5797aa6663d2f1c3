import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import type { Grid } from '../grid';
import { variants } from '../variants';

const LABEL = 'a'.repeat(63);
const HTTP = { number: 80, name: 'http', protocol: 'HTTP' };
const HTTPS = { number: 443, name: 'https', protocol: 'HTTPS' };

const gateway = (spec: object, metadata: object = {}): Manifest[] => [
  manifest('Gateway', 'istio-system/gateway', { selector: { istio: 'ingressgateway' }, ...spec }, metadata),
];

const server = (more: object): Manifest[] => gateway({ servers: [{ port: HTTP, hosts: ['*'], ...more }] });
const tls = (settings: object, port: object = HTTPS): Manifest[] => server({ port, tls: settings });
const converted = (value: string): object => ({ annotations: { 'internal.istio.io/gateway-semantics': value } });

const HOSTS = [
  '*',
  '*.example.com',
  'example.com',
  'Example.Com',
  'example',
  'example.',
  '',
  '.',
  '*.',
  '*example.com',
  '*-a.example.com',
  'a*.example.com',
  '*.*.example.com',
  'a.*.com',
  '**',
  '*a',
  'a_b.com',
  'a..b',
  '1.2.3',
  '10.0.0.1',
  '::1',
  '::ffff:10.0.0.1',
  'fe80::1%eth.0',
  `${LABEL}.com`,
  `${LABEL}a.com`,
  'shop/*',
  'shop/example.com',
  'shop/example',
  'shop/*.example.com',
  'shop/*example.com',
  'shop/',
  '/example.com',
  '/',
  './example.com',
  '*/example.com',
  '~/example.com',
  '~/*',
  '**/example.com',
  'Shop/example.com',
  'sh_op/example.com',
  'shop.a/example.com',
  'shop/a/example.com',
  'shop/10.0.0.1',
  'shop/::1',
  `${LABEL}/example.com`,
  `${LABEL}a/example.com`,
];
const PROTOCOLS = [
  ...['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'HTTP_PROXY', 'TCP', 'MONGO', 'REDIS', 'MYSQL', 'UDP', 'HTTPS', 'TLS'],
  ...['http', 'https', 'Tls', 'Mongo', 'DoubleHBONE', 'HBONE', 'SCTP', '', ' HTTP', 'H2C', 'HTTP3'],
];
const BINDS = [
  '',
  '0.0.0.0',
  '10.0.0.1',
  '::',
  'fe80::1%eth0',
  '10.0.0',
  'localhost',
  'unix:///var/run/a',
  'unix:///',
  'unix://',
  'unix://a',
  'unix:///a/',
  'unix://@a',
  'unix://@',
  'unix:/a',
  'UNIX:///a',
];
const MODES = ['PASSTHROUGH', 'SIMPLE', 'MUTUAL', 'AUTO_PASSTHROUGH', 'ISTIO_MUTUAL', 'OPTIONAL_MUTUAL', undefined];
const FILES = { serverCertificate: '/tls.crt', privateKey: '/tls.key' };
const CERTIFICATES = [
  {},
  { credentialName: 'a' },
  { credentialName: '' },
  { credentialNames: ['a'] },
  { credentialNames: ['a', 'b'] },
  { credentialNames: [] },
  FILES,
  { serverCertificate: '/tls.crt' },
  { privateKey: '/tls.key' },
  { serverCertificate: '', privateKey: '' },
  { caCertificates: '/ca.crt' },
  { caCrl: '/crl' },
  { ...FILES, caCertificates: '/ca.crt' },
  { ...FILES, caCrl: '/crl' },
  { ...FILES, caCertificates: '/ca.crt', caCrl: '/crl' },
  { ...FILES, credentialName: 'a' },
  { ...FILES, credentialNames: ['a'] },
  { serverCertificate: '/tls.crt', credentialName: 'a' },
  { privateKey: '/tls.key', credentialName: 'a' },
  { credentialName: 'a', credentialNames: ['a'] },
  { credentialName: 'a', caCertificates: '/ca.crt' },
  { credentialName: 'a', caCrl: '/crl' },
  { credentialNames: ['a'], caCrl: '/crl' },
  { credentialName: 'a', tlsCertificates: [FILES] },
  { credentialNames: ['a'], tlsCertificates: [FILES] },
  { ...FILES, tlsCertificates: [FILES] },
  { serverCertificate: '/tls.crt', tlsCertificates: [FILES] },
  { tlsCertificates: [FILES] },
  { tlsCertificates: [] },
  { tlsCertificates: [{}] },
  { tlsCertificates: [null] },
  { tlsCertificates: [FILES, { serverCertificate: '/tls.crt' }] },
  { tlsCertificates: [FILES, { privateKey: '/tls.key' }] },
  { tlsCertificates: [FILES, FILES] },
  { tlsCertificates: [FILES, FILES, FILES] },
  { tlsCertificates: [FILES, FILES, FILES], caCertificates: '/ca.crt' },
  { tlsCertificates: [FILES], caCertificates: '/ca.crt' },
  { credentialName: 'a', tlsCertificates: [FILES, FILES, FILES] },
  { caCertCredentialName: 'a' },
  { subjectAltNames: ['a'] },
  { insecureSkipVerify: true },
];
const CIPHERS = [
  [],
  ['ECDHE-RSA-AES128-GCM-SHA256'],
  ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
  ['ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-ECDSA-AES128-SHA'],
  ['ECDHE-RSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA', 'ECDHE-RSA-AES256-SHA', 'AES128-GCM-SHA256'],
  ['AES256-GCM-SHA384', 'AES128-SHA', 'AES256-SHA', 'DES-CBC3-SHA'],
  ['AES128-SHA', 'AES128-SHA'],
  ['aes128-sha'],
  ['AES128-SHA '],
  ['RC4-SHA'],
  ['TLS_AES_128_GCM_SHA256'],
  ['RC4-SHA', 'RC4-SHA'],
  ['ALL'],
  ['ALL', 'ALL'],
  ['all'],
  [''],
  ['', ''],
  ['-ALL'],
  ['!RC4'],
  ['+AES', '+AES'],
  ['[AES128-SHA|AES256-SHA]'],
  ['1'],
  ['é'],
  ['€'],
  ['×'],
  [' AES128-SHA'],
];

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: {
    ...Object.fromEntries([
      ...variants('host', HOSTS, (host) => server({ hosts: [host] })),
      ...variants('hosts', [undefined, [], [null], ['*', '*'], ['*', '']], (hosts) => server({ hosts })),
      ...variants('host of a converted one', ['~/example.com', '~/*', '-/example.com', 'a_b/example.com'], (host) =>
        gateway({ servers: [{ port: HTTP, hosts: [host] }] }, converted('gateway')),
      ),
      ...variants('name', ['gateway', 'Gateway', 'my.gateway', 'my_gateway', '-a', LABEL, `${LABEL}a`], (name) =>
        gateway({ servers: [{ port: HTTP, hosts: ['*'] }] }, { name }),
      ),
      ...variants('name of a converted one', ['gateway', 'other'], (value) =>
        gateway({ servers: [{ port: HTTP, hosts: ['*'] }] }, { name: 'my.gateway', ...converted(value) }),
      ),
      ...variants('servers', [undefined, [], [null], [{}]], (servers) => gateway({ servers })),
      ...variants('port', [undefined, null, {}], (port) => server({ port })),
      ...variants('number', [undefined, 0, 1, 65535, 65536], (number) => server({ port: { ...HTTP, number } })),
      ...variants('protocol', [undefined, ...PROTOCOLS], (protocol) => server({ port: { ...HTTP, protocol } })),
      ...variants('protocol with TLS that ends', PROTOCOLS, (protocol) =>
        tls({ mode: 'SIMPLE', credentialName: 'a' }, { ...HTTP, protocol }),
      ),
      ...variants('protocol with TLS that goes through', PROTOCOLS, (protocol) =>
        tls({ mode: 'PASSTHROUGH' }, { ...HTTP, protocol }),
      ),
      ...variants('protocol with a redirect', PROTOCOLS, (protocol) =>
        tls({ httpsRedirect: true }, { ...HTTP, protocol }),
      ),
      ...variants('protocol with a redirect that is off', PROTOCOLS, (protocol) =>
        tls({ httpsRedirect: false }, { ...HTTP, protocol }),
      ),
      ...variants(
        'settings of TLS for HTTP',
        [
          {},
          { mode: 'AUTO_PASSTHROUGH' },
          { mode: 'ISTIO_MUTUAL' },
          { serverCertificate: 'a' },
          { privateKey: 'a' },
          { caCertificates: 'a' },
          { caCrl: 'a' },
          { credentialName: 'a' },
          { credentialNames: ['a'] },
          { tlsCertificates: [FILES] },
          { minProtocolVersion: 'TLSV1_0' },
        ],
        (settings) => tls(settings, HTTP),
      ),
      ...variants('targetPort', [0, 8080], (targetPort) => server({ port: { ...HTTP, targetPort } })),
      ...variants('name of a port', [undefined, '', 'a b', 'UPPER'], (name) => server({ port: { ...HTTP, name } })),
      ...variants(
        'names of ports',
        [
          ['a', 'b'],
          ['a', 'a'],
          ['a', 'A'],
          ['', ''],
          ['a', 'b', 'a'],
        ],
        (names) => gateway({ servers: names.map((name) => ({ port: { ...HTTP, name }, hosts: ['*'] })) }),
      ),
      ...variants('bind', BINDS, (bind) => server({ bind })),
      ...variants('bind without a number', BINDS, (bind) => server({ bind, port: { ...HTTP, number: 0 } })),
      ...variants('bind without a port', BINDS.slice(6, 9), (bind) => server({ bind, port: undefined })),
      ...MODES.flatMap((mode) =>
        variants(`${mode ?? 'no mode'} with`, CERTIFICATES, (certificates) => tls({ mode, ...certificates })),
      ),
      ...variants('cipherSuites', CIPHERS, (cipherSuites) =>
        tls({ mode: 'SIMPLE', credentialName: 'a', cipherSuites }),
      ),
      ...variants('cipherSuites of ISTIO_MUTUAL', CIPHERS.slice(5, 10), (cipherSuites) =>
        tls({ mode: 'ISTIO_MUTUAL', cipherSuites }),
      ),
      ...['TLS_AUTO', 'TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3'].flatMap((minProtocolVersion) =>
        variants(`${minProtocolVersion} with`, [undefined, [], ['AES128-SHA'], ['RC4-SHA']], (cipherSuites) =>
          tls({ mode: 'SIMPLE', credentialName: 'a', minProtocolVersion, cipherSuites }),
        ),
      ),
      ...variants('maxProtocolVersion', ['TLSV1_0', 'TLSV1_1'], (maxProtocolVersion) =>
        tls({ mode: 'SIMPLE', credentialName: 'a', maxProtocolVersion }),
      ),
      ...variants('TLS missing', ['HTTPS', 'TLS'], (protocol) => server({ port: { ...HTTPS, protocol } })),
      ...variants('TLS missing, and the port wrong too', [0, 65536], (number) =>
        server({ port: { ...HTTPS, number } }),
      ),
      ...variants('more', [{ name: 'a_b' }, { defaultEndpoint: 'x' }], server),
    ]),
    'wrong in the second server': gateway({
      servers: [
        { port: HTTP, hosts: ['*'] },
        { port: { ...HTTPS, number: 0 }, hosts: ['*'], tls: { mode: 'SIMPLE', credentialName: 'a' } },
      ],
    }),
    'warning and error': tls({ mode: 'SIMPLE', cipherSuites: ['RC4-SHA'] }),
    'no selector': gateway({ selector: undefined, servers: [{ port: HTTP, hosts: ['*'] }] }),
  },
};

export default grid;
