import { madeSecrets } from '../../lib/mesh/made-secrets';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { namespace, object } from '../grids/manifests';

/** All Secrets that manifests lead to, as `namespace/name`. */
const made = (...manifests: Manifest[]): string[] =>
  [...new Mesh(manifests).derive(madeSecrets).values()]
    .flat()
    .map((secret) => `${secret.namespace}/${secret.name}`)
    .sort();

const eso = (spec: object, kind: string = 'ExternalSecret'): Manifest =>
  object('external-secrets.io/v1', kind, 'site', spec);
const issuer = { annotations: { 'cert-manager.io/cluster-issuer': 'ca' } };
const ingress = { tls: [{ hosts: ['a.example.com'], secretName: 'a-tls' }, { secretName: 'b-tls' }] };
const listeners = [
  { name: 'a', tls: { certificateRefs: [{ name: 'a-tls' }, { name: 'c-tls', namespace: 'other' }] } },
  { name: 'b', tls: { certificateRefs: [{ name: 'b-tls', namespace: 'shop' }] } },
];
const apiGateway = (of: object): Manifest =>
  object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', { listeners }, { ...of });
const vault = (kind: string, destination: object): Manifest =>
  object('secrets.hashicorp.com/v1beta1', kind, 'site', { destination });

test.each<[string, Manifest, string[]]>([
  ['a Secret', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', namespace: 'shop' } }, ['shop/a']],
  ['Certificate', object('cert-manager.io/v1', 'Certificate', 'site', { secretName: 'site-tls' }), ['shop/site-tls']],
  ['Certificate without a name', object('cert-manager.io/v1', 'Certificate', 'site', { secretName: 7 }), []],
  [
    'Ingress of ingress-shim',
    object('networking.k8s.io/v1', 'Ingress', 'i', ingress, issuer),
    ['shop/a-tls', 'shop/b-tls'],
  ],
  ['Ingress that asks nobody', object('networking.k8s.io/v1', 'Ingress', 'i', ingress), []],
  [
    'Ingress that says no',
    object('networking.k8s.io/v1', 'Ingress', 'i', ingress, { annotations: { 'kubernetes.io/tls-acme': 'false' } }),
    [],
  ],
  ['Gateway of gateway-shim', apiGateway(issuer), ['shop/a-tls', 'shop/b-tls']],
  ['Gateway that asks nobody', apiGateway({}), []],
  ['ExternalSecret', eso({ target: { name: 'site-tls' } }), ['shop/site-tls']],
  ['ExternalSecret of its own name', eso({}), ['shop/site']],
  ['ExternalSecret that adds to one', eso({ target: { name: 'site-tls', creationPolicy: 'Merge' } }), []],
  ['ExternalSecret that keeps it', eso({ target: { creationPolicy: 'Orphan' } }), ['shop/site']],
  [
    'ClusterExternalSecret of a list',
    eso({ namespaces: ['a', 'b'], externalSecretSpec: { target: { name: 'tls' } } }, 'ClusterExternalSecret'),
    ['a/tls', 'b/tls'],
  ],
  [
    'ClusterExternalSecret of a selector',
    eso(
      {
        namespaceSelectors: [{ matchLabels: { 'kubernetes.io/metadata.name': 'istio-system' } }],
        externalSecretName: 'tls',
        externalSecretSpec: {},
      },
      'ClusterExternalSecret',
    ),
    ['istio-system/tls'],
  ],
  [
    'SealedSecret, whatever its template is named',
    object('bitnami.com/v1alpha1', 'SealedSecret', 'site-tls', { template: { metadata: { name: 'other' } } }),
    ['shop/site-tls'],
  ],
  ['VaultStaticSecret', vault('VaultStaticSecret', { name: 'tls', create: true }), ['shop/tls']],
  ['VaultStaticSecret that needs one', vault('VaultStaticSecret', { name: 'tls' }), []],
  ['VaultPKISecret', vault('VaultPKISecret', { name: 'tls', create: true }), ['shop/tls']],
  [
    'SecretProviderClass',
    object('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', 'site', {
      secretObjects: [{ secretName: 'tls', type: 'kubernetes.io/tls' }],
    }),
    ['shop/tls'],
  ],
  [
    'AzureKeyVaultSecret',
    object('spv.no/v2beta1', 'AzureKeyVaultSecret', 'site', { output: { secret: { name: 'tls' } } }),
    ['shop/tls'],
  ],
  ['OnePasswordItem', object('onepassword.com/v1', 'OnePasswordItem', 'tls', {}), ['shop/tls']],
  [
    'InfisicalSecret',
    object('secrets.infisical.com/v1alpha1', 'InfisicalSecret', 'site', {
      managedSecretReference: { secretName: 'tls', secretNamespace: 'edge' },
    }),
    ['edge/tls'],
  ],
  [
    'DopplerSecret',
    object('secrets.doppler.com/v1alpha1', 'DopplerSecret', 'site', {
      managedSecret: { name: 'tls', namespace: 'edge' },
    }),
    ['edge/tls'],
  ],
  [
    'SopsSecret',
    object('isindir.github.com/v1alpha3', 'SopsSecret', 'site', { secretTemplates: [{ name: 'a' }, { name: 'b' }] }),
    ['shop/a', 'shop/b'],
  ],
])('%s', (_, manifest, secrets) => {
  expect(made(manifest)).toEqual(secrets);
});

describe('copies in other namespaces', () => {
  const reflected = (to?: string): object => ({
    'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true',
    'reflector.v1.k8s.emberstack.com/reflection-auto-enabled': 'true',
    ...(to !== undefined && { 'reflector.v1.k8s.emberstack.com/reflection-auto-namespaces': to }),
  });

  test('of a Secret with annotations', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret' };
    const of = (annotations: object): Manifest => ({
      ...secret,
      metadata: { name: 'a', namespace: 'shop', annotations },
    });
    expect(made(of(reflected('edge,istio-.*')))).toEqual(['edge/a', 'istio-system/a', 'shop/a']);
    expect(made(namespace('edge'), of(reflected()))).toEqual(['edge/a', 'istio-system/a', 'shop/a']);
    expect(made(of({ 'replicator.v1.mittwald.de/replicate-to': 'edge, web' }))).toEqual(['edge/a', 'shop/a', 'web/a']);
  });

  test('of one that is made', () => {
    const certificate = object('cert-manager.io/v1', 'Certificate', 'site', {
      secretName: 'a',
      secretTemplate: { annotations: reflected('edge') },
    });
    const sealed = object('bitnami.com/v1alpha1', 'SealedSecret', 'a', {
      template: { metadata: { annotations: reflected('edge') } },
    });
    const external = eso({
      target: { name: 'a', template: { metadata: { annotations: reflected('edge') } } },
    });
    for (const each of [certificate, sealed, external]) {
      expect(made(each)).toEqual(['edge/a', 'shop/a']);
    }
  });
});
