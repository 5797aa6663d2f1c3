import { X509Certificate } from 'node:crypto';
import { madeSecrets } from './made-secrets';
import { at, list } from './reading/free-spec';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import { once } from './reading/once';
import { CERTIFICATE_KEYS, pemBlock, secretContent } from './secret-content';

/** The DNS names of a certificate, and the object that tells them. */
export interface CertificateNames {
  readonly names: readonly string[];
  readonly by: MeshObject;
}

/**
 * The DNS names that the certificate of a Secret is for: those in the certificate itself, or those that cert-manager asks for. Undefined
 * where the manifests do not tell.
 */
export function certificateNames(mesh: Mesh, namespace: string, secret: string): CertificateNames | undefined {
  const made = mesh.derive(madeSecrets).get(secret);
  const by = made?.find((each) => each.namespace === namespace)?.by;
  const names = by === undefined ? [] : namesOf(by);
  return by === undefined || names.length === 0 ? undefined : { names, by };
}

const namesOf = once((by: MeshObject): readonly string[] => {
  switch (by.id) {
    case 'core/Secret':
      return namesInSecret(by);
    case 'cert-manager.io/Certificate':
      return list(at(by.spec, 'dnsNames')).filter((name): name is string => typeof name === 'string');
    default:
      return [];
  }
});

function namesInSecret({ manifest }: MeshObject): readonly string[] {
  const content = secretContent(manifest);
  const pair = CERTIFICATE_KEYS.find((keys) => keys.every((key) => content.get(key)?.length));
  const block = pair && pemBlock(content.get(pair[0])!);
  if (block === undefined) {
    return [];
  }
  try {
    const { subjectAltName = '' } = new X509Certificate(block);
    return subjectAltName.split(', ').flatMap((entry) => (entry.startsWith('DNS:') ? entry.slice('DNS:'.length) : []));
  } catch {
    // What is wrong with it is reported elsewhere.
    return [];
  }
}

/** Whether a name of a certificate stands for a host; here a `*` stands for one label (RFC 6125). */
export function certificateCovers(name: string, host: string): boolean {
  return (
    name === host ||
    (name.startsWith('*.') && host.slice(host.indexOf('.') + 1) === name.slice(2) && !host.startsWith('*'))
  );
}
