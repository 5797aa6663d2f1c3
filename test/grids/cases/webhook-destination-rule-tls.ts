import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule } from '../../manifests';
import type { Grid } from '../grid';

const rule = (tls: unknown, namespace: string = 'shop'): Manifest[] => [
  destinationRule(`${namespace}/reviews`, { host: 'reviews', trafficPolicy: { tls } }),
];
const files = { clientCertificate: '/etc/cert.pem', privateKey: '/etc/key.pem' };

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: {
    empty: rule({}),
    ...Object.fromEntries(
      ['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'].flatMap((mode) => [
        [`${mode} alone`, rule({ mode })],
        [`${mode} with files`, rule({ mode, ...files })],
        [`${mode} with a certificate and no key`, rule({ mode, clientCertificate: '/etc/cert.pem' })],
        [`${mode} with a key and no certificate`, rule({ mode, privateKey: '/etc/key.pem' })],
        [`${mode} with an authority`, rule({ mode, caCertificates: '/etc/ca.pem' })],
        [`${mode} with a secret`, rule({ mode, credentialName: 'reviews' })],
        ...['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'].map((name) => [
          `${mode} with a secret and ${name}`,
          rule({ mode, credentialName: 'reviews', [name]: '/etc/x.pem' }),
        ]),
        [
          `${mode} with a secret and names`,
          rule({ mode, credentialName: 'reviews', subjectAltNames: ['a'], sni: 'a' }),
        ],
        [`${mode} skipping`, rule({ mode, ...files, insecureSkipVerify: true })],
        [
          `${mode} skipping with an authority`,
          rule({ mode, ...files, insecureSkipVerify: true, caCertificates: '/etc/ca.pem' }),
        ],
        [`${mode} skipping with names`, rule({ mode, ...files, insecureSkipVerify: true, subjectAltNames: ['a'] })],
        [
          `${mode} skipping with an empty list of names`,
          rule({ mode, ...files, insecureSkipVerify: true, subjectAltNames: [] }),
        ],
        [`${mode} skipping with a secret`, rule({ mode, insecureSkipVerify: true, credentialName: 'reviews' })],
        [
          `${mode} not skipping with names`,
          rule({ mode, ...files, insecureSkipVerify: false, subjectAltNames: ['a'] }),
        ],
        [
          `${mode} with a ConfigMap of its own namespace`,
          rule({ mode, ...files, credentialName: 'configmap://shop/ca' }),
        ],
        [`${mode} with a ConfigMap of another namespace`, rule({ mode, credentialName: 'configmap://prod/ca' })],
      ]),
    ),
    'empty strings count as nothing': rule({ mode: 'MUTUAL', clientCertificate: '', privateKey: '' }),
    'an empty secret counts as nothing': rule({ mode: 'MUTUAL', ...files, credentialName: '' }),
    'ConfigMap without namespace': rule({ mode: 'SIMPLE', credentialName: 'configmap://ca' }),
    'ConfigMap with an empty namespace': rule({ mode: 'SIMPLE', credentialName: 'configmap:///ca' }),
    'ConfigMap without name': rule({ mode: 'SIMPLE', credentialName: 'configmap://shop/' }),
    'ConfigMap with nothing': rule({ mode: 'SIMPLE', credentialName: 'configmap://' }),
    'ConfigMap with three parts': rule({ mode: 'SIMPLE', credentialName: 'configmap://shop/ca/x' }),
    'ConfigMap of its own namespace': rule({ mode: 'SIMPLE', credentialName: 'configmap://prod/ca' }, 'prod'),
    'ConfigMap in upper case is the name of a secret': rule({ mode: 'SIMPLE', credentialName: 'ConfigMap://prod/ca' }),
    'secret with a scheme': rule({ mode: 'SIMPLE', credentialName: 'kubernetes://prod/ca' }),
    'ConfigMap where no mode is given': rule({ credentialName: 'configmap://prod/ca' }),
  },
};

export default grid;
