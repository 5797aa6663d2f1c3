import { madeSecrets } from '../../lib/mesh/made-secrets';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { apiGateway, manifest, namespace } from '../manifests';

/** All Secrets that manifests lead to, as `namespace/name`. */
const made = (...manifests: Manifest[]): string[] =>
  [...new Mesh(manifests).derive(madeSecrets).values()]
    .flat()
    .map((secret) => `${secret.namespace}/${secret.name}`)
    .sort();

const eso = (spec: object, kind: string = 'ExternalSecret'): Manifest =>
  manifest(`external-secrets.io/v1/${kind}`, 'shop/site', spec);
const issuer = { annotations: { 'cert-manager.io/cluster-issuer': 'ca' } };
const ingress = { tls: [{ hosts: ['a.example.com'], secretName: 'a-tls' }, { secretName: 'b-tls' }] };
const listeners = [
  { name: 'a', tls: { certificateRefs: [{ name: 'a-tls' }, { name: 'c-tls', namespace: 'other' }] } },
  { name: 'b', tls: { certificateRefs: [{ name: 'b-tls', namespace: 'shop' }] } },
];
const edge = (metadata?: object): Manifest => apiGateway('shop/edge', { listeners }, metadata);
const vault = (kind: string, destination: object): Manifest =>
  manifest(`secrets.hashicorp.com/v1beta1/${kind}`, 'shop/site', { destination });

test.each<[string, Manifest, string[]]>([
  ['a Secret', manifest('Secret', 'shop/a'), ['shop/a']],
  ['Certificate', manifest('Certificate', 'shop/site', { secretName: 'site-tls' }), ['shop/site-tls']],
  ['Certificate without a name', manifest('Certificate', 'shop/site', { secretName: 7 }), []],
  ['Ingress of ingress-shim', manifest('Ingress', 'shop/i', ingress, issuer), ['shop/a-tls', 'shop/b-tls']],
  ['Ingress that asks nobody', manifest('Ingress', 'shop/i', ingress), []],
  [
    'Ingress that says no',
    manifest('Ingress', 'shop/i', ingress, { annotations: { 'kubernetes.io/tls-acme': 'false' } }),
    [],
  ],
  ['Gateway of gateway-shim', edge(issuer), ['shop/a-tls', 'shop/b-tls']],
  ['Gateway that asks nobody', edge(), []],
  [
    'ListenerSet of gateway-shim',
    manifest('gateway.networking.k8s.io/v1/ListenerSet', 'shop/more', { listeners }, issuer),
    ['shop/a-tls', 'shop/b-tls'],
  ],
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
    manifest('bitnami.com/v1alpha1/SealedSecret', 'shop/site-tls', { template: { metadata: { name: 'other' } } }),
    ['shop/site-tls'],
  ],
  ['VaultStaticSecret', vault('VaultStaticSecret', { name: 'tls', create: true }), ['shop/tls']],
  ['VaultStaticSecret that needs one', vault('VaultStaticSecret', { name: 'tls' }), []],
  ['VaultPKISecret', vault('VaultPKISecret', { name: 'tls', create: true }), ['shop/tls']],
  [
    'SecretProviderClass',
    manifest('secrets-store.csi.x-k8s.io/v1/SecretProviderClass', 'shop/site', {
      secretObjects: [{ secretName: 'tls', type: 'kubernetes.io/tls' }],
    }),
    ['shop/tls'],
  ],
  [
    'AzureKeyVaultSecret',
    manifest('spv.no/v2beta1/AzureKeyVaultSecret', 'shop/site', { output: { secret: { name: 'tls' } } }),
    ['shop/tls'],
  ],
  ['OnePasswordItem', manifest('onepassword.com/v1/OnePasswordItem', 'shop/tls', {}), ['shop/tls']],
  [
    'InfisicalSecret',
    manifest('secrets.infisical.com/v1alpha1/InfisicalSecret', 'shop/site', {
      managedSecretReference: { secretName: 'tls', secretNamespace: 'edge' },
    }),
    ['edge/tls'],
  ],
  [
    'DopplerSecret',
    manifest('secrets.doppler.com/v1alpha1/DopplerSecret', 'shop/site', {
      managedSecret: { name: 'tls', namespace: 'edge' },
    }),
    ['edge/tls'],
  ],
  [
    'SopsSecret',
    manifest('isindir.github.com/v1alpha3/SopsSecret', 'shop/site', {
      secretTemplates: [{ name: 'a' }, { name: 'b' }],
    }),
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
    expect(made(namespace('edge'), of(reflected()))).toEqual(['default/a', 'edge/a', 'istio-system/a', 'shop/a']);
    expect(made(of({ 'replicator.v1.mittwald.de/replicate-to': 'edge, web' }))).toEqual(['edge/a', 'shop/a', 'web/a']);
  });

  test('of one that is made', () => {
    const certificate = manifest('Certificate', 'shop/site', {
      secretName: 'a',
      secretTemplate: { annotations: reflected('edge') },
    });
    const sealed = manifest('bitnami.com/v1alpha1/SealedSecret', 'shop/a', {
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
