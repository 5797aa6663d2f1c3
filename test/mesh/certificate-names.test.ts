import { certificateCovers, certificateNames } from '../../lib/mesh/certificate-names';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { manifest } from '../manifests';

/** Of *.example.com, example.com and an address, with another name as its common one, valid for a hundred years. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBwjCCAWegAwIBAgIUASvegS2FiDnLAVNBKbibVGVD7howCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTaWdub3JlZC5leGFtcGxlLmNvbTAgFw0yNjExMjkxOTI5MjVa
GA8yMTI2MTEwNTE5MjkyNVowHjEcMBoGA1UEAwwTaWdub3JlZC5leGFtcGxlLmNv
bTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPSF42SowdA+uz5CZgh1a/iwaXQt
f98h8dUjZmUhiKQJXkMc0O7n9i4Gmbvt6yBe7JrLCZF12ep4rvOcXNSvyRijgYAw
fjAdBgNVHQ4EFgQUjeT3t6AeRTSadUEvQlMba/R49TkwHwYDVR0jBBgwFoAUjeT3
t6AeRTSadUEvQlMba/R49TkwDwYDVR0TAQH/BAUwAwEB/zArBgNVHREEJDAigg0q
LmV4YW1wbGUuY29tggtleGFtcGxlLmNvbYcEwAACATAKBggqhkjOPQQDAgNJADBG
AiEAo6KlleQfjrqLIx5wTskMhaS0M2ne7EX3I1cLgBWvcekCIQDVG8tA8MMxXoCw
JPR00wGx2gvPeKVVSnEj+2M3fTnc0w==
-----END CERTIFICATE-----
`;

const secret = (content: object): Manifest => ({ ...manifest('Secret', 'edge/cert'), ...content });
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const names = (...manifests: Manifest[]): readonly string[] | undefined =>
  certificateNames(new Mesh(manifests), 'edge', 'cert')?.names;

test.each<[string, Manifest, string[] | undefined]>([
  [
    'a Secret',
    secret({ data: { 'tls.crt': base64(CERTIFICATE), 'tls.key': base64('key') } }),
    ['*.example.com', 'example.com'],
  ],
  [
    'a Secret with the other keys, as text',
    secret({ stringData: { cert: CERTIFICATE, key: 'key' } }),
    ['*.example.com', 'example.com'],
  ],
  ['a Secret without a key', secret({ stringData: { 'tls.crt': CERTIFICATE } }), undefined],
  ['a Secret with something else', secret({ stringData: { 'tls.crt': 'none', 'tls.key': 'key' } }), undefined],
  [
    'a Secret with a broken certificate',
    secret({
      stringData: { 'tls.crt': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'tls.key': 'key' },
    }),
    undefined,
  ],
  [
    'a Certificate of cert-manager',
    manifest('Certificate', 'edge/other', { secretName: 'cert', dnsNames: ['a.example.com', 7] }),
    ['a.example.com'],
  ],
  ['a Certificate of another namespace', manifest('Certificate', 'shop/other', { secretName: 'cert' }), undefined],
  [
    'an object that makes the Secret and does not tell',
    manifest('bitnami.com/v1alpha1/SealedSecret', 'edge/cert'),
    undefined,
  ],
])('the names of %s', (_, given, expected) => {
  expect(names(given)).toEqual(expected);
});

test('a Secret tells more than what made it', () => {
  const made = manifest('Certificate', 'edge/other', { secretName: 'cert', dnsNames: ['a.example.com'] });
  const content = secret({ stringData: { 'tls.crt': CERTIFICATE, 'tls.key': 'key' } });
  expect(names(made, content)).toEqual(['*.example.com', 'example.com']);
});

test.each([
  ['a.example.com', 'a.example.com', true],
  ['*.example.com', 'a.example.com', true],
  ['*.example.com', 'example.com', false],
  ['*.example.com', 'b.a.example.com', false],
  ['*.example.com', '*.example.com', true],
  ['*.com', '*.example.com', false],
  ['a.example.com', 'b.example.com', false],
])('whether %s is valid for %s: %s', (name, host, expected) => {
  expect(certificateCovers(name, host)).toBe(expected);
});
