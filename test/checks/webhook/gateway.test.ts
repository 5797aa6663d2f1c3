import { gateway } from '../../../lib/checks/webhook/gateway';
import { reports } from './said';

const told = (spec: unknown): string[] =>
  reports(gateway, spec).map(({ code, path, message, fix }) => `${code} ${path}: ${message} ${fix}`);

const HTTPS = { number: 443, name: 'https', protocol: 'HTTPS' };
const servers = (...list: object[]): string[] => told({ servers: list });
const tls = (settings: object): string[] =>
  servers({ port: HTTPS, hosts: ['*'], tls: settings }).map((line) => line.replace('spec.servers[0].tls', '~'));

test('a Gateway that is right', () => {
  expect(
    servers(
      { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'], tls: { httpsRedirect: true } },
      { port: HTTPS, hosts: ['shop/*.example.com'], tls: { mode: 'SIMPLE', credentialName: 'a' } },
      { port: { number: 0, name: 'unix', protocol: 'TCP' }, bind: 'unix:///run/a', hosts: ['./example.com'] },
    ),
  ).toEqual([]);
});

test('the object as a whole', () => {
  expect(servers()).toMatchInlineSnapshot(`
    [
      "IST0106 spec.servers: The Gateway has no servers, so it opens no port. Write at least one server, with port and hosts.",
    ]
  `);
  expect(servers({})).toMatchInlineSnapshot(`
    [
      "IST0106 spec.servers[0].hosts: The server has no hosts. Write the hosts, or ["*"] for all.",
      "IST0106 spec.servers[0].port: The server has no port. Write port with number, name and protocol.",
    ]
  `);
});

test('hosts', () => {
  expect(
    servers({ port: HTTPS, hosts: ['', 'a', 'a*.com', '::1', '/a.com', 'a_b/c.com'], tls: { mode: 'ISTIO_MUTUAL' } }),
  ).toMatchInlineSnapshot(`
    [
      "IST0106 spec.servers[0].hosts[0]: The host "" is empty. Write a domain name, one that begins with "*.", an IP address or "*", optionally after <namespace>/.",
      "IST0106 spec.servers[0].hosts[1]: The host "a" is a short name, but a gateway needs the full name. Write a domain name, one that begins with "*.", an IP address or "*", optionally after <namespace>/.",
      "IST0106 spec.servers[0].hosts[2]: The host "a*.com" has the part "a*", and a part is made of letters, digits and -, and begins and ends with a letter or digit. Write a domain name, one that begins with "*.", an IP address or "*", optionally after <namespace>/.",
      "IST0106 spec.servers[0].hosts[3]: The host "::1" is an IPv6 address, but a gateway only supports IPv4 addresses as hosts. Write a domain name, one that begins with "*.", an IP address or "*", optionally after <namespace>/.",
      "IST0106 spec.servers[0].hosts[4]: The host "/a.com" has no namespace before the "/". Write the namespace of the VirtualServices, "." for the own one or "*" for all, or the host alone.",
      "IST0106 spec.servers[0].hosts[5]: The host "a_b/c.com" has "a_b" before the "/", which is not the name of a namespace. Write the namespace of the VirtualServices, "." for the own one or "*" for all, or the host alone.",
    ]
  `);
});

test('ports', () => {
  expect(
    servers(
      { port: { number: 70000, name: 'a', protocol: 'FOO', targetPort: 1 }, hosts: ['*'] },
      {
        port: { number: 1, name: 'a', protocol: 'TCP' },
        hosts: ['*'],
        bind: 'unix://b/',
        tls: { httpsRedirect: true },
      },
      { port: { protocol: 'HTTP' }, hosts: ['*'], bind: 'localhost' },
      { port: { number: 2, name: 'b', protocol: 'TLS' }, hosts: ['*'] },
      { port: { number: 3, name: 'c', protocol: 'HTTP' }, hosts: ['*'], tls: { mode: 'SIMPLE', credentialName: 'a' } },
    ),
  ).toMatchInlineSnapshot(`
    [
      "IST0106 spec.servers[0].port.protocol: The protocol is "FOO", which Istio does not know. Write HTTP, HTTP2, GRPC, HTTPS, TLS, TCP, MONGO, MYSQL or REDIS.",
      "IST0106 spec.servers[0].port.number: The number of the port is 70000, and ports are from 1 to 65535. Write the port that the gateway listens on.",
      "IST0106 spec.servers[0].port.targetPort: targetPort is 1, but a Gateway ignores it. Remove targetPort; the Service of the gateway has it.",
      "IST0106 spec.servers[1].bind: bind has "b/", which is not an absolute path of a file. Write unix:///<path>, or unix://@<name> for a socket without a file.",
      "IST0106 spec.servers[1].port.number: The number of the port is 1, but a socket has no port number. Write number: 0.",
      "IST0106 spec.servers[1].tls: The server has tls, but the protocol TCP does not use TLS. Write protocol: TLS, or remove tls.",
      "IST0106 spec.servers[1].port.name: The port has the same name as that of spec.servers[0]: "a". Write a name that no other server has, such as "a-1".",
      "IST0133 spec.servers[1].tls.httpsRedirect: httpsRedirect redirects plain HTTP to HTTPS, but the protocol of the port is "TCP". Move httpsRedirect to a server with the protocol HTTP.",
      "IST0106 spec.servers[2].port.number: The number of the port is missing. Write the port that the gateway listens on.",
      "IST0106 spec.servers[2].port.name: The port has no name. Write a name that is unique among the servers.",
      "IST0106 spec.servers[2].bind: bind is "localhost", but must be an IP address or a socket. Write an IP address, unix:///<path> for a socket, or remove bind.",
      "IST0106 spec.servers[3].tls: The protocol is TLS, but the server has no tls. Write tls with a mode, such as {mode: SIMPLE, credentialName: <name of a Secret>}.",
      "IST0106 spec.servers[4].tls: The server has TLS settings, but the protocol HTTP does not use TLS. Only httpsRedirect is allowed in tls. Write protocol: HTTPS, or keep only httpsRedirect in tls.",
    ]
  `);
});

test('certificates', () => {
  expect(tls({ mode: 'SIMPLE' })).toMatchInlineSnapshot(`
    [
      "IST0106 ~.serverCertificate: SIMPLE terminates TLS here, but serverCertificate is missing. Write the path of the file into serverCertificate, or the name of a secret in credentialName.",
      "IST0106 ~.privateKey: SIMPLE terminates TLS here, but privateKey is missing. Write the path of the file into privateKey, or the name of a secret in credentialName.",
    ]
  `);
  expect(tls({ mode: 'MUTUAL', tlsCertificates: [{ privateKey: 'a' }, {}, {}] })).toMatchInlineSnapshot(`
    [
      "IST0106 ~.caCertificates: MUTUAL checks client certificates, but no CA certificate is set. Write the path of a CA file in caCertificates, or the name of a secret in credentialName.",
      "IST0133 ~.tlsCertificates: Istio uses at most 2 certificates, but there are 3. Keep one certificate with an RSA key and one with an ECDSA key.",
      "IST0106 ~.tlsCertificates[0].serverCertificate: MUTUAL terminates TLS here, but serverCertificate is missing. Write the path of the file into serverCertificate, or the name of a secret in credentialName.",
      "IST0106 ~.tlsCertificates[1].serverCertificate: MUTUAL terminates TLS here, but serverCertificate is missing. Write the path of the file into serverCertificate, or the name of a secret in credentialName.",
      "IST0106 ~.tlsCertificates[1].privateKey: MUTUAL terminates TLS here, but privateKey is missing. Write the path of the file into privateKey, or the name of a secret in credentialName.",
      "IST0106 ~.tlsCertificates[2].serverCertificate: MUTUAL terminates TLS here, but serverCertificate is missing. Write the path of the file into serverCertificate, or the name of a secret in credentialName.",
      "IST0106 ~.tlsCertificates[2].privateKey: MUTUAL terminates TLS here, but privateKey is missing. Write the path of the file into privateKey, or the name of a secret in credentialName.",
    ]
  `);
  expect(tls({ mode: 'SIMPLE', credentialName: 'a', credentialNames: ['b'] })).toMatchInlineSnapshot(`
    [
      "IST0106 ~: The certificate can only come from one source, but credentialName and credentialNames are set. Keep one of credentialName and credentialNames.",
    ]
  `);
  expect(tls({ mode: 'ISTIO_MUTUAL', credentialName: 'a', caCertificates: 'b' })).toMatchInlineSnapshot(`
    [
      "IST0106 ~.caCertificates: ISTIO_MUTUAL uses the certificates that Istio issues, but caCertificates names another one. Remove caCertificates, or write mode: MUTUAL.",
      "IST0106 ~.credentialName: ISTIO_MUTUAL uses the certificates that Istio issues, but credentialName names another one. Remove credentialName, or write mode: MUTUAL.",
    ]
  `);
  expect(tls({ mode: 'PASSTHROUGH', credentialName: 'a', caCrl: 'b' })).toMatchInlineSnapshot(`
    [
      "IST0133 ~.credentialName: PASSTHROUGH forwards TLS without terminating it, so credentialName is ignored. Remove credentialName, or write mode: SIMPLE to terminate TLS here.",
      "IST0133 ~.caCrl: PASSTHROUGH forwards TLS without terminating it, so caCrl is ignored. Remove caCrl, or write mode: SIMPLE to terminate TLS here.",
      "IST0106 ~.caCrl: With credentialName the list of revoked certificates comes from the secret, not from caCrl. Put the list in the key ca.crl of the secret, and remove caCrl.",
    ]
  `);
  expect(tls({ mode: 'SIMPLE', serverCertificate: 'a', privateKey: 'b', caCrl: 'c' })).toMatchInlineSnapshot(`
    [
      "IST0106 ~.caCrl: SIMPLE does not request client certificates, so caCrl has no effect. Remove caCrl, or write mode: MUTUAL.",
    ]
  `);
});

test('ciphers', () => {
  const simple = { mode: 'SIMPLE', credentialName: 'a' };
  expect(tls({ ...simple, minProtocolVersion: 'TLSV1_0' })).toMatchInlineSnapshot(`
    [
      "IST0133 ~.minProtocolVersion: TLSV1_0 needs old ciphers, but the default list has none of them. Write minProtocolVersion: TLSV1_2, or list ciphers such as ECDHE-RSA-AES128-SHA in cipherSuites.",
    ]
  `);
  expect(tls({ ...simple, cipherSuites: ['AES128-SHA', 'AES128-SHA', 'AES128-SHB', 'RC4', '-ALL', 'ALL'] }))
    .toMatchInlineSnapshot(`
    [
      "IST0133 ~.cipherSuites[1]: The cipher "AES128-SHA" is listed twice. Remove this entry.",
      "IST0133 ~.cipherSuites[2]: Istio does not know the cipher "AES128-SHB" and ignores it. Write AES128-SHA.",
      "IST0133 ~.cipherSuites[3]: Istio does not know the cipher "RC4" and ignores it. Write one of ECDHE-ECDSA-AES128-GCM-SHA256, ECDHE-RSA-AES128-GCM-SHA256, ECDHE-ECDSA-AES256-GCM-SHA384, ECDHE-RSA-AES256-GCM-SHA384, ECDHE-ECDSA-CHACHA20-POLY1305, ECDHE-RSA-CHACHA20-POLY1305, ECDHE-ECDSA-AES128-SHA, ECDHE-RSA-AES128-SHA, ECDHE-ECDSA-AES256-SHA, ECDHE-RSA-AES256-SHA, AES128-GCM-SHA256, AES256-GCM-SHA384, AES128-SHA, AES256-SHA, DES-CBC3-SHA.",
    ]
  `);
});
