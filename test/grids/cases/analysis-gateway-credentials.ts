import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, gateway, INGRESS, manifest, server, service } from '../../manifests';
import type { Grid } from '../grid';

type Case = [string, Manifest[]];

const base64 = (text: string): string => Buffer.from(text).toString('base64');
/** Of www.example.com, valid for a hundred years. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBpzCCAU2gAwIBAgIUEfpkaTqv8HvEhuLNRzJBJp0cq+4wCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPd3d3LmV4YW1wbGUuY29tMCAXDTI2MTEyMTE0MTYyMFoYDzIx
MjYxMDI4MTQxNjIwWjAaMRgwFgYDVQQDDA93d3cuZXhhbXBsZS5jb20wWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAASomOoNhVvAyXyTrQ1Rs/oi5MVGJU6nxa/iPCpf
MIyPn1LDBYBr4m9rcf7p17Ixmi7xGOUSKEJnGzpt1oh+rvVEo28wbTAdBgNVHQ4E
FgQUDdD6Ia3ebmGVNWX8CTTEc8jfEdkwHwYDVR0jBBgwFoAUDdD6Ia3ebmGVNWX8
CTTEc8jfEdkwDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgg93d3cuZXhhbXBs
ZS5jb20wCgYIKoZIzj0EAwIDSAAwRQIgGBnnv17FrqOnngQdi94W09aB7PERSStU
zCnDGjDo9SgCIQDFPwxCpvL60Is6+Yun+n8x7DpDPLf2AViYzerxiF/bwQ==
-----END CERTIFICATE-----
`;
/** The same, valid for no time at all. */
const EXPIRED = `-----BEGIN CERTIFICATE-----
MIIBLjCB1QIUJJaNWD1FL+Cf9QPD5JNutA9Yi9owCgYIKoZIzj0EAwIwGjEYMBYG
A1UEAwwPd3d3LmV4YW1wbGUuY29tMB4XDTI2MTEyMTE0MTYyMFoXDTI2MTEyMTE0
MTYyMFowGjEYMBYGA1UEAwwPd3d3LmV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEqJjqDYVbwMl8k60NUbP6IuTFRiVOp8Wv4jwqXzCMj59SwwWA
a+Jva3H+6deyMZou8RjlEihCZxs6bdaIfq71RDAKBggqhkjOPQQDAgNIADBFAiBt
FLPJFf59xUeDBZorLiKqcHfDggrOz6UspNBjPTXu+QIhALS6p4rukIaE+6EaSpUh
P4jsXNA9fV1V8UjRyFS+jETV
-----END CERTIFICATE-----
`;
const key = base64('key');

const secret = (name: string, data: Record<string, string>, namespace = 'istio-system'): Manifest => ({
  ...manifest('Secret', `${namespace}/${name}`),
  data,
});
const gw = (credentialName: string, selector: Record<string, string> = INGRESS): Manifest =>
  manifest('Gateway', 'shop/gw', {
    selector,
    servers: [server(443, 'HTTPS', ['www.example.com'], { mode: 'SIMPLE', credentialName })],
  });
const good = { 'tls.crt': base64(CERTIFICATE), 'tls.key': key };

const CONTENTS: Record<string, Record<string, string>> = {
  'tls.crt and tls.key': good,
  'cert and key': { cert: base64(CERTIFICATE), key },
  'an expired certificate': { ...good, 'tls.crt': base64(EXPIRED) },
  'no key': { 'tls.crt': base64(CERTIFICATE) },
  'no certificate': { 'tls.key': key },
  'an empty key': { ...good, 'tls.key': '' },
  'no data': {},
  'a certificate that is none': { ...good, 'tls.crt': base64('certificate') },
  'a certificate with text before it': { ...good, 'tls.crt': base64(`Subject: a\n${CERTIFICATE}`) },
  'PEM with other content': {
    ...good,
    'tls.crt': base64('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
  },
  'two certificates': { ...good, 'tls.crt': base64(CERTIFICATE + EXPIRED) },
  'two certificates, the first expired': { ...good, 'tls.crt': base64(EXPIRED + CERTIFICATE) },
  'both pairs, the first empty': { ...good, cert: '', key: '' },
  'both pairs, the first wrong': { ...good, cert: base64('x'), key },
  'only a ca.crt': { 'ca.crt': base64(CERTIFICATE) },
};

const grid: Grid = {
  layers: ['analysis'],
  cases: Object.fromEntries<Manifest[]>([
    ...Object.entries(CONTENTS).map(([name, data]): Case => [name, [secret('cert', data), gw('cert')]]),
    ['no Secret', [gw('cert')]],
    ['no credentialName', [gw('')]],
    ['a Secret next to the Gateway and not next to its pods', [secret('cert', good, 'shop'), gw('cert')]],
    ['a namespace in the name', [secret('cert', good, 'shop'), gw('shop/cert')]],
    ['a namespace in the name, and no Secret there', [secret('cert', good), gw('shop/cert')]],
    [
      'a Secret next to the pods',
      [
        secret('cert', good, 'infra'),
        deployment('infra/gw', { app: 'gw' }),
        service('infra/gw', [443]),
        gw('cert', { app: 'gw' }),
      ],
    ],
    [
      'no Secret next to the pods',
      [
        secret('cert', good),
        deployment('infra/gw', { app: 'gw' }),
        service('infra/gw', [443]),
        gw('cert', { app: 'gw' }),
      ],
    ],
    ['no pods', [secret('cert', good), gw('cert', { app: 'gw' })]],
    ['a Secret in a namespace of Kubernetes', [secret('cert', good, 'kube-system'), gw('kube-system/cert')]],
    [
      'the second of two servers',
      [
        secret('cert', good),
        gateway('shop/gw', server(443, 'HTTPS', ['a.example.com'], { mode: 'SIMPLE', credentialName: 'cert' }), {
          ...server(443, 'HTTPS', ['b.example.com'], { mode: 'SIMPLE', credentialName: 'other' }),
          port: { number: 15443, name: 'https-2', protocol: 'HTTPS' },
        }),
      ],
    ],
  ]),
};

export default grid;
