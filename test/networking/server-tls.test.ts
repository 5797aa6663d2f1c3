import { ServerTlsSettingsTlsMode, ServerTlsSettingsTlsProtocol } from '../../imports/networking';
import { IstioVersion } from '../../lib/core/istio-version';
import { MeshSettings } from '../../lib/networking/mesh-settings';
import { ServerTls } from '../../lib/networking/server-tls';
import { chart, refusal, written } from './subject';

const { SIMPLE, MUTUAL, PASSTHROUGH, ISTIO_MUTUAL, OPTIONAL_MUTUAL } = ServerTlsSettingsTlsMode;
const minProtocolVersion = ServerTlsSettingsTlsProtocol.TLSV1_3;
const files = { serverCertificate: '/certs/tls.crt', privateKey: '/certs/tls.key' };

test.each([
  [ServerTls.credential('shop'), { mode: 'SIMPLE', credentialName: 'shop' }],
  [
    ServerTls.credential('shop', { minProtocolVersion }),
    { mode: 'SIMPLE', credentialName: 'shop', minProtocolVersion: 'TLSV1_3' },
  ],
  [ServerTls.credentials(['rsa', 'ecdsa']), { mode: 'SIMPLE', credentialNames: ['rsa', 'ecdsa'] }],
  [ServerTls.mutual('shop'), { mode: 'MUTUAL', credentialName: 'shop' }],
  [
    ServerTls.mutual('shop', { insecureSkipVerify: true }),
    { mode: 'MUTUAL', credentialName: 'shop', insecureSkipVerify: true },
  ],
  [ServerTls.optionalMutual('shop'), { mode: 'OPTIONAL_MUTUAL', credentialName: 'shop' }],
  [ServerTls.passthrough(), { mode: 'PASSTHROUGH' }],
  [ServerTls.autoPassthrough(), { mode: 'AUTO_PASSTHROUGH' }],
  [ServerTls.istioMutual(), { mode: 'ISTIO_MUTUAL' }],
  [ServerTls.istioMutual({ minProtocolVersion }), { mode: 'ISTIO_MUTUAL', minProtocolVersion: 'TLSV1_3' }],
  [ServerTls.of({ mode: SIMPLE, ...files }), { mode: 'SIMPLE', ...files }],
  [
    ServerTls.of({ mode: MUTUAL, ...files, caCertificates: '/certs/ca.crt' }),
    { mode: 'MUTUAL', ...files, caCertificates: '/certs/ca.crt' },
  ],
  [ServerTls.of({ mode: SIMPLE, tlsCertificates: [files] }), { mode: 'SIMPLE', tlsCertificates: [files] }],
])('%j is written', (tls, json) => {
  expect(written(tls)).toEqual(json);
});

const SAID = 'is already set by the factory. Remove it from the settings, or write ServerTls.of({ ... }).';

test.each([
  [
    ServerTls.credential('Shop cert'),
    'credentialName: "Shop cert" is not a name for a Kubernetes object (lower-case letters, digits, "-" and ".", a letter or digit at both ends).',
  ],
  [ServerTls.credential('shop', { mode: MUTUAL }), `mode: ${SAID}`],
  [ServerTls.mutual('shop', { credentialName: 'other' }), `credentialName: ${SAID}`],
  [
    ServerTls.credential('shop', files),
    'the certificate can only come from one source, but credentialName, serverCertificate, privateKey are set. Write one of them.',
  ],
  [
    ServerTls.of({ mode: SIMPLE, credentialName: 'a', tlsCertificates: [files] }),
    'the certificate can only come from one source, but credentialName, tlsCertificates are set. Write one of them.',
  ],
  [
    ServerTls.of({ mode: SIMPLE }),
    'mode SIMPLE needs a certificate. Write credentialName, or serverCertificate and privateKey for files.',
  ],
  [
    ServerTls.of({ mode: OPTIONAL_MUTUAL, privateKey: '/a' }),
    'mode OPTIONAL_MUTUAL needs a certificate. Write credentialName, or serverCertificate and privateKey for files.',
  ],
  [
    ServerTls.of({ mode: MUTUAL, ...files }),
    'caCertificates: is required to verify client certificates. Write the path of a file.',
  ],
  [
    ServerTls.of({ mode: OPTIONAL_MUTUAL, ...files }),
    'caCertificates: is required to verify client certificates. Write the path of a file.',
  ],
  [
    ServerTls.of({ mode: MUTUAL, tlsCertificates: [files] }),
    'caCertificates: is required to verify client certificates. Write the path of a file.',
  ],
  [
    ServerTls.of({ mode: SIMPLE, tlsCertificates: [{ serverCertificate: '/a' }] }),
    'tlsCertificates[0].privateKey: is needed. Write the path of a file.',
  ],
  [
    ServerTls.of({ mode: PASSTHROUGH, credentialName: 'a' }),
    'mode PASSTHROUGH takes no certificates, but credentialName is set. Omit it, or write mode SIMPLE or MUTUAL.',
  ],
  [
    ServerTls.of({ credentialName: 'a' }),
    'mode PASSTHROUGH takes no certificates, but credentialName is set. Omit it, or write mode SIMPLE or MUTUAL.',
  ],
  [
    ServerTls.istioMutual({ caCertificates: '/a' }),
    'mode ISTIO_MUTUAL takes no certificates, but caCertificates is set. Omit it, or write mode SIMPLE or MUTUAL.',
  ],
  [
    ServerTls.of({ mode: ISTIO_MUTUAL, ...files }),
    'mode ISTIO_MUTUAL takes no certificates, but serverCertificate, privateKey is set. Omit it, or write mode SIMPLE or MUTUAL.',
  ],
  [ServerTls.credential(undefined as never), 'credentialName: undefined is not a name. Write it as a string.'],
  [
    ServerTls.credentials('shop' as never),
    "credentialNames: \"shop\" is not a list. Write ['shop-rsa', 'shop-ecdsa'].",
  ],
  [ServerTls.of('SIMPLE' as never), '"SIMPLE" is not an object.'],
  [
    ServerTls.of({ mode: 'TLS' as never }),
    'mode: "TLS" is not one of its values. Write one of: PASSTHROUGH, SIMPLE, MUTUAL, AUTO_PASSTHROUGH, ISTIO_MUTUAL, OPTIONAL_MUTUAL.',
  ],
  [
    ServerTls.credential('shop', { cipherSuite: [] } as never),
    'cipherSuite: unknown field of ServerTLSSettings. Did you mean cipherSuites?',
  ],
])('%j is rejected', (tls, message) => {
  expect(refusal(tls)[0]).toBe(message);
});

test('what the Istio of the App does not know is rejected', () => {
  const old = chart();
  MeshSettings.set(old.node.root, { istioVersion: IstioVersion.V1_30 });
  expect(refusal(ServerTls.mutual('shop', { insecureSkipVerify: true }), old)).toEqual([
    'insecureSkipVerify: exists since Istio 1.31, and this App targets 1.30.',
  ]);
});
