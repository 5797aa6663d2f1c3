import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import { gatewayNamespaces } from './virtual-services';

/** Certificates in a namespace in which the pods of the gateway do not look. */
export const gatewayCredentials: Check = {
  codes: ['CDI0104'],
  run(mesh, report) {
    const secrets = mesh.derive(secretsByName);
    for (const object of mesh.all('networking.istio.io/Gateway')) {
      const namespaces = gatewayNamespaces(mesh, object);
      (object.spec.servers ?? []).forEach(({ tls }, i) => {
        const names: [string, string | undefined][] = [
          ['credentialName', tls?.credentialName],
          ...(tls?.credentialNames ?? []).map((name, at): [string, string] => [`credentialNames[${at}]`, name]),
        ];
        for (const [field, name] of names) {
          const known = secrets.get(name ?? '') ?? [];
          const missing = namespaces.filter((namespace) => !known.includes(namespace));
          if (known.length > 0 && missing.length > 0) {
            report({
              code: 'CDI0104',
              object,
              path: `spec.servers[${i}].tls.${field}`,
              message:
                `Secret "${name}" is made in namespace ${known.join(' and ')}, and the gateway's pods run in ${missing.join(' and ')}. They look for it only there, ` +
                `whatever the namespace of the Gateway is, so the server has no certificate and ends every connection.`,
              fix: `Make the Secret (or the Certificate) in namespace ${missing.join(' and ')}.`,
            });
          }
        }
      });
    }
  },
};

/** Namespaces of the Secrets that the manifests make, cert-manager's included. */
function secretsByName(mesh: Mesh): Map<string, string[]> {
  const index = new Map<string, string[]>();
  const add = (name: string, namespace: string): void => {
    index.set(name, [...(index.get(name) ?? []), namespace]);
  };
  mesh.all('core/Secret').forEach(({ name, namespace }) => add(name, namespace));
  for (const { spec, namespace } of mesh.all('cert-manager.io/Certificate')) {
    if (typeof spec.secretName === 'string') {
      add(spec.secretName, namespace);
    }
  }
  return index;
}
