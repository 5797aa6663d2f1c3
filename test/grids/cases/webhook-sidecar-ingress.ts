import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { sidecar } from '../../manifests';
import type { Grid } from '../grid';

const ingress = (...listeners: unknown[]): Manifest[] => [sidecar('shop/default', { ingress: listeners })];
const http = { number: 8080, protocol: 'HTTP', name: 'http' };
const listener = (change: object): Manifest[] => ingress({ port: http, ...change });
const port = (change: object): Manifest[] => ingress({ port: { ...http, ...change } });
const tls = (settings: object, protocol: string = 'HTTPS'): Manifest[] =>
  ingress({ port: { number: 8443, protocol, name: 'https' }, tls: settings });
const pool = (connectionPool: unknown, protocol: string | undefined = 'HTTP'): Manifest[] =>
  ingress({ port: { ...http, protocol }, connectionPool });

function named(
  about: string,
  make: (value: object) => Manifest[],
  values: Readonly<Record<string, object>>,
): [string, Manifest[]][] {
  return Object.entries(values).map(([name, value]) => [`${about}: ${name}`, make(value)]);
}

const files = { serverCertificate: '/etc/cert.pem', privateKey: '/etc/key.pem' };
const ca = { caCertificates: '/etc/ca.pem' };
const MODES = ['PASSTHROUGH', 'SIMPLE', 'MUTUAL', 'AUTO_PASSTHROUGH', 'ISTIO_MUTUAL', 'OPTIONAL_MUTUAL'];
const PROTOCOLS = ['HTTP', 'HTTP2', 'GRPC', 'GRPC-Web', 'HTTP_PROXY', 'HTTPS', 'TLS', 'TCP', 'MONGO', 'UDP', ''];

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: Object.fromEntries([
    ['no port', ingress({})],
    ['no port hides a warning', ingress({ connectionPool: { http: { maxRetries: 1 } } })],
    ['one of two has no port', ingress({ port: http }, {})],
    ['one port twice', ingress({ port: http }, { port: http })],
    ['one port twice with addresses', ingress({ port: http, bind: '127.0.0.1' }, { port: http, bind: '127.0.0.2' })],
    ['two ports', ingress({ port: http }, { port: { ...http, number: 8081 } })],
    ...named('port', port, {
      right: {},
      'no number': { number: undefined },
      'number 0': { number: 0 },
      'number 65535': { number: 65535 },
      'number 65536': { number: 65536 },
      'no name': { name: undefined },
      'empty name': { name: '' },
      'wrong name': { name: 'a_b' },
      'no protocol': { protocol: undefined },
      'empty protocol': { protocol: '' },
      'unknown protocol': { protocol: 'X' },
      'target port': { targetPort: 1 },
      'target port 0': { targetPort: 0 },
    }),
    ...['', '0.0.0.0', '::', 'localhost', 'unix:///run/a', '10.0.0.1/8', '010.0.0.1'].map(
      (bind): [string, Manifest[]] => [`bind ${JSON.stringify(bind)}`, listener({ bind })],
    ),
    ...[
      '',
      '127.0.0.1:8080',
      '0.0.0.0:8080',
      '[::1]:8080',
      '[::]:8080',
      ':8080',
      '[]:8080',
      '[127.0.0.1]:8080',
      '127.0.0.1:0',
      '127.0.0.1:65535',
      '127.0.0.1:65536',
      '127.0.0.1:+80',
      '127.0.0.1:-80',
      '127.0.0.1:080',
      '127.0.0.1:',
      '127.0.0.1',
      '8080',
      '::1:8080',
      '[::1]',
      '[::1]8080',
      '[::1:8080',
      '[[::1]]:8080',
      '127.0.0.2:8080',
      '10.0.0.1:8080',
      'localhost:8080',
      '127.0.0.1:http',
      '127.0.0.1:8_0',
      '127.0.0.1:99999999999999999999',
      'unix:///run/app.sock',
      'unix://@app',
      'unix://',
      'unix://app.sock',
      'unix:///run/',
    ].map((defaultEndpoint): [string, Manifest[]] => [
      `default endpoint ${JSON.stringify(defaultEndpoint)}`,
      listener({ defaultEndpoint }),
    ]),
    ['empty pool', pool({})],
    ['negative limit', pool({ http: { maxRetries: -1 } })],
    ['time too short', pool({ tcp: { connectTimeout: '0s' } })],
    ...PROTOCOLS.flatMap((protocol): [string, Manifest[]][] => [
      [`http limits for ${protocol || 'no protocol'}`, pool({ http: { maxRetries: 1 } }, protocol)],
      [`tcp limits for ${protocol || 'no protocol'}`, pool({ tcp: { maxConnections: 1 } }, protocol)],
      [`tls for ${protocol || 'no protocol'}`, tls({ mode: 'SIMPLE', ...files }, protocol)],
    ]),
    ['empty http limits for TCP', pool({ http: {} }, 'TCP')],
    ...MODES.flatMap((mode) =>
      named(`tls ${mode}`, (settings) => tls({ mode, ...settings }), {
        alone: {},
        files,
        'files and authority': { ...files, ...ca },
        'certificate only': { serverCertificate: '/etc/cert.pem' },
        'key only': { privateKey: '/etc/key.pem' },
        'authority only': ca,
        secret: { credentialName: 'web' },
        secrets: { credentialNames: ['web'] },
        'empty list of secrets': { credentialNames: [], ...files, ...ca },
        'certificate list': { tlsCertificates: [files], ...ca },
        'revocation list': { ...files, ...ca, caCrl: '/etc/crl.pem' },
        'revocation list and secret': { credentialName: 'web', caCrl: '/etc/crl.pem' },
        'names of clients': { ...files, ...ca, subjectAltNames: ['a'] },
        'empty list of names': { ...files, ...ca, subjectAltNames: [] },
        'secret of the authority': { ...files, ...ca, caCertCredentialName: 'ca' },
        redirect: { ...files, ...ca, httpsRedirect: true },
        'no redirect': { ...files, ...ca, httpsRedirect: false },
        hashes: { ...files, ...ca, verifyCertificateHash: ['x'], verifyCertificateSpki: ['y'] },
      }),
    ),
    ['tls without mode', tls({})],
    ['tls without mode and with files', tls(files)],
    ...named('tls versions', (settings) => tls({ mode: 'SIMPLE', ...files, ...settings }), {
      TLS_AUTO: { minProtocolVersion: 'TLS_AUTO' },
      TLSV1_0: { minProtocolVersion: 'TLSV1_0' },
      TLSV1_1: { minProtocolVersion: 'TLSV1_1' },
      TLSV1_2: { minProtocolVersion: 'TLSV1_2' },
      TLSV1_3: { minProtocolVersion: 'TLSV1_3' },
      'TLSV1_1 with ciphers': { minProtocolVersion: 'TLSV1_1', cipherSuites: ['AES128-SHA'] },
      'TLSV1_1 with an empty list of ciphers': { minProtocolVersion: 'TLSV1_1', cipherSuites: [] },
      'maximum of TLSV1_0': { maxProtocolVersion: 'TLSV1_0' },
    }),
    ...[
      ['AES128-SHA'],
      ['AES128-SHA', 'AES128-SHA'],
      ['aes128-sha'],
      ['AES128-GCM-SHA384'],
      [''],
      ['', ''],
      ['ALL'],
      ['-ALL'],
      ['[AES128-SHA|AES256-SHA]'],
      ['3DES'],
      ['\u00e9'],
      ['?', '?'],
      ['bogus', 'bogus'],
    ].map((cipherSuites): [string, Manifest[]] => [
      `ciphers ${JSON.stringify(cipherSuites)}`,
      tls({ mode: 'SIMPLE', ...files, cipherSuites }),
    ]),
    ['ciphers of ISTIO_MUTUAL', tls({ mode: 'ISTIO_MUTUAL', cipherSuites: ['bogus'] })],
    ...[1, 2, 3].map((count): [string, Manifest[]] => [
      `${count} certificates`,
      tls({ mode: 'SIMPLE', tlsCertificates: Array.from({ length: count }, () => files) }),
    ]),
  ]),
};

export default grid;
