import { madeSecrets } from '../../mesh/made-secrets';
import { namespacesOfGateway } from '../../mesh/proxies';
import type { Check } from '../check';

/** Certificates in a namespace in which the pods of the gateway do not look. */
export const gatewayCredentials: Check = {
  codes: ['CDI0104'],
  run(mesh, report) {
    const secrets = mesh.derive(madeSecrets);
    for (const object of mesh.all('networking.istio.io/Gateway')) {
      const namespaces = namespacesOfGateway(mesh, object);
      (object.spec.servers ?? []).forEach(({ tls }, i) => {
        const names: [string, string | undefined][] = [
          ['credentialName', tls?.credentialName],
          ...(tls?.credentialNames ?? []).map((name, at): [string, string] => [`credentialNames[${at}]`, name]),
        ];
        for (const [field, name] of names) {
          const made = secrets.get(name ?? '') ?? [];
          const known = made.map(({ namespace }) => namespace);
          const missing = namespaces.filter((namespace) => !known.includes(namespace));
          if (known.length > 0 && missing.length > 0) {
            report({
              code: 'CDI0104',
              object,
              path: `spec.servers[${i}].tls.${field}`,
              message:
                `Secret "${name}" is made in namespace ${known.join(' and ')}, and the gateway's pods run in ${missing.join(' and ')}. They look for it only there, ` +
                `whatever the namespace of the Gateway is, so the server has no certificate and ends every connection.`,
              fix: `Make the ${made[0].by.kind} in namespace ${missing.join(' and ')}.`,
            });
          }
        }
      });
    }
  },
};
