import { isObject } from '../core/is-object';
import { knownNamespaces } from './known-namespaces';
import { at, list } from './reading/free-spec';
import { push } from './reading/group-by';
import type { Kind } from './reading/kind';
import { labelSelectorMatches } from './reading/label-selector';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';

/** A Secret that the cluster will have: it is among the manifests, or a controller creates it for an object among them. */
export interface MadeSecret {
  readonly name: string;
  readonly namespace: string;
  /** The Secret itself, or the object that a controller makes it for. */
  readonly by: MeshObject;
}

/** Secrets by their names, one for each namespace: `mesh.derive(madeSecrets)`. */
export type MadeSecrets = ReadonlyMap<string, readonly MadeSecret[]>;

export function madeSecrets(mesh: Mesh): MadeSecrets {
  const secrets = new Map<string, MadeSecret[]>();
  const add = (secret: MadeSecret): void => {
    const isKnown = secrets.get(secret.name)?.some(({ namespace }) => namespace === secret.namespace) ?? false;
    if (secret.name !== '' && secret.namespace !== '' && !isKnown) {
      push(secrets, secret.name, secret);
    }
  };
  const made = [
    ...mesh.all('core/Secret').map((by) => ({ name: by.name, namespace: by.namespace, by })),
    ...MAKERS.flatMap(({ kind, secretsOf }) =>
      mesh.all(kind).flatMap((by) => secretsOf(by, mesh).map((each) => ({ namespace: by.namespace, ...each, by }))),
    ),
  ];
  made.forEach(add);
  made.flatMap((secret) => copies(secret, mesh)).forEach(add);
  return secrets;
}

/** Whether a Secret is empty only until a controller copies another one into it. */
export function isFilledLater({ annotations }: MeshObject): boolean {
  return COPIED_FROM.some((annotation) => annotations[annotation] !== undefined);
}

/** A Secret by its name, in the namespace of the object unless another one is given. */
interface Named {
  readonly name: string;
  readonly namespace?: string;
}

interface Maker {
  readonly kind: Kind;
  /** The Secrets that a controller makes for one object; those without a name do not count. */
  readonly secretsOf: (by: MeshObject, mesh: Mesh) => readonly Named[];
}

const MAKERS: readonly Maker[] = [
  // cert-manager. Its shims make a Certificate for each Secret that an annotated Ingress or Gateway names.
  { kind: 'cert-manager.io/Certificate', secretsOf: ({ spec }) => named(spec, 'secretName') },
  {
    kind: 'networking.k8s.io/Ingress',
    secretsOf: (by) => (hasIssuer(by) ? list(at(by.spec, 'tls')).flatMap((tls) => named(tls, 'secretName')) : []),
  },
  { kind: 'gateway.networking.k8s.io/Gateway', secretsOf: ofListeners },
  { kind: 'gateway.networking.k8s.io/ListenerSet', secretsOf: ofListeners },
  // External Secrets Operator
  { kind: 'external-secrets.io/ExternalSecret', secretsOf: ({ name, spec }) => externalSecret(spec, name) },
  {
    kind: 'external-secrets.io/ClusterExternalSecret',
    secretsOf: (by, mesh) => {
      const name = text(at(by.spec, 'externalSecretName')) || by.name;
      const secrets = externalSecret(at(by.spec, 'externalSecretSpec'), name);
      return namespacesOf(by, mesh).flatMap((namespace) => secrets.map((each) => ({ ...each, namespace })));
    },
  },
  // Sealed Secrets: whatever its template says, the Secret has the name of the object.
  { kind: 'bitnami.com/SealedSecret', secretsOf: ({ name }) => [{ name }] },
  // Vault Secrets Operator
  { kind: 'secrets.hashicorp.com/VaultStaticSecret', secretsOf: ({ spec }) => vaultSecret(spec) },
  { kind: 'secrets.hashicorp.com/VaultDynamicSecret', secretsOf: ({ spec }) => vaultSecret(spec) },
  { kind: 'secrets.hashicorp.com/VaultPKISecret', secretsOf: ({ spec }) => vaultSecret(spec) },
  { kind: 'secrets.hashicorp.com/HCPVaultSecretsApp', secretsOf: ({ spec }) => vaultSecret(spec) },
  // Secrets Store CSI Driver, as soon as a pod mounts it
  {
    kind: 'secrets-store.csi.x-k8s.io/SecretProviderClass',
    secretsOf: ({ spec }) => list(at(spec, 'secretObjects')).flatMap((each) => named(each, 'secretName')),
  },
  // akv2k8s, 1Password, Infisical, Doppler, and the operator for SOPS
  { kind: 'spv.no/AzureKeyVaultSecret', secretsOf: ({ spec }) => named(at(spec, 'output', 'secret'), 'name') },
  { kind: 'onepassword.com/OnePasswordItem', secretsOf: ({ name }) => [{ name }] },
  {
    kind: 'secrets.infisical.com/InfisicalSecret',
    secretsOf: ({ spec }) =>
      [at(spec, 'managedSecretReference'), ...list(at(spec, 'managedKubeSecretReferences'))].flatMap((each) =>
        named(each, 'secretName', 'secretNamespace'),
      ),
  },
  {
    kind: 'secrets.doppler.com/DopplerSecret',
    secretsOf: ({ spec }) => named(at(spec, 'managedSecret'), 'name', 'namespace'),
  },
  {
    kind: 'isindir.github.com/SopsSecret',
    secretsOf: ({ spec }) => list(at(spec, 'secretTemplates')).flatMap((each) => named(each, 'name')),
  },
];

const ISSUER = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer', 'kubernetes.io/tls-acme'];

function hasIssuer({ annotations }: MeshObject): boolean {
  return ISSUER.some((annotation) => (annotations[annotation] ?? 'false') !== 'false');
}

/** The Secrets of listeners beside an object that asks for certificates. */
function ofListeners(by: MeshObject): Named[] {
  return hasIssuer(by)
    ? list(at(by.spec, 'listeners'))
        .flatMap((listener) => list(at(listener, 'tls', 'certificateRefs')))
        .filter((ref) => (text(at(ref, 'namespace')) || by.namespace) === by.namespace)
        .flatMap((ref) => named(ref, 'name'))
    : [];
}

/** Owner and Orphan make the Secret; Merge needs one that is there, and None leaves it alone. */
function externalSecret(spec: unknown, name: string): Named[] {
  const policy = text(at(spec, 'target', 'creationPolicy'));
  return policy === 'Merge' || policy === 'None' ? [] : [{ name: text(at(spec, 'target', 'name')) || name }];
}

/** Vault Secrets Operator creates a Secret only on request. */
function vaultSecret(spec: unknown): Named[] {
  return at(spec, 'destination', 'create') === true ? named(at(spec, 'destination'), 'name') : [];
}

/** The namespaces that a ClusterExternalSecret is for, of those that are known. */
function namespacesOf({ spec }: MeshObject, mesh: Mesh): string[] {
  const selectors = [at(spec, 'namespaceSelector'), ...list(at(spec, 'namespaceSelectors'))].filter(isObject);
  const listed = list(at(spec, 'namespaces')).map(text);
  const selected = [...knownNamespaces(mesh)].filter((name) => {
    const labels = { ...mesh.find('core/Namespace', '', name)?.labels, 'kubernetes.io/metadata.name': name };
    return selectors.some((selector) => labelSelectorMatches(selector, labels));
  });
  return [...listed, ...selected];
}

/** Annotations of Reflector and of kubernetes-replicator. */
const COPIED_FROM = ['reflector.v1.k8s.emberstack.com/reflects', 'replicator.v1.mittwald.de/replicate-from'];
const REFLECTED = 'reflector.v1.k8s.emberstack.com/reflection-auto-enabled';
const REFLECTED_TO = 'reflector.v1.k8s.emberstack.com/reflection-auto-namespaces';
const REPLICATED_TO = 'replicator.v1.mittwald.de/replicate-to';

/** Where an object writes the annotations of the Secret that is made for it. */
const TEMPLATES = [
  ['secretTemplate'],
  ['template'],
  ['target', 'template'],
  ['externalSecretSpec', 'target', 'template'],
];

/** The copies of a Secret in other namespaces that its annotations ask for. */
function copies(secret: MadeSecret, mesh: Mesh): MadeSecret[] {
  const { by } = secret;
  const annotations: readonly Record<string, unknown>[] =
    by.id === 'core/Secret'
      ? [by.annotations]
      : TEMPLATES.map((path) => at(by.spec, ...path)).flatMap((template) =>
          [at(template, 'annotations'), at(template, 'metadata', 'annotations')].filter(isObject),
        );
  const patterns = annotations.flatMap((each) => [
    ...(text(each[REFLECTED]) === 'true' ? [text(each[REFLECTED_TO]) || '.*'] : []),
    ...(each[REPLICATED_TO] === undefined ? [] : [text(each[REPLICATED_TO])]),
  ]);
  const wanted = patterns.flatMap((each) => each.split(',').map((pattern) => pattern.trim()));
  return wanted.flatMap((pattern) =>
    (pattern.endsWith('*')
      ? [...knownNamespaces(mesh)].filter((name) => name.startsWith(pattern.replace(/\.?\*$/, '')))
      : [pattern]
    ).map((namespace) => ({ ...secret, namespace })),
  );
}

function named(value: unknown, name: string, namespace?: string): Named[] {
  const within = namespace === undefined ? '' : text(at(value, namespace));
  return [{ name: text(at(value, name)), ...(within !== '' && { namespace: within }) }];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
