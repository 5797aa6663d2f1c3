import { madeSecrets } from '../../mesh/made-secrets';
import { namespacesOfGateway } from '../../mesh/proxies';
import type { Check } from '../check';

/** Credentials in a namespace in which the pods of the gateway do not look. */
export const gatewayCredentials: Check = {
  name: 'gateway-credentials',
  mirrors: ['pilot/pkg/xds/sds.go: filterAuthorizedResources'],
  codes: {
    CDI0104: {
      name: 'CredentialInAnotherNamespace',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: "The Secret of a gateway server is not in the namespace of the gateway's pods.",
      explanation:
        '`credentialName` has no namespace: the pods of the gateway look for the Secret in their own namespace, whatever the namespace of the Gateway is. They do not find a Secret in the namespace of the Gateway or of the application. The server then has no certificate and every TLS handshake for its hosts fails, while other servers of the port work.',
      remedy: "Create the Secret, or cert-manager's Certificate, in the namespace of the gateway's pods.",
      references: [
        'https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/',
        'https://github.com/istio/istio/issues/27740',
        'https://github.com/istio/istio/issues/14598',
      ],
      twin: 'IST0101',
    },
  },
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
              related: made.map(({ by }) => ({ object: by })),
              message: `Secret "${name}" is in namespace ${known.join(' and ')}, but the gateway's pods run in ${missing.join(' and ')} and look for it only there, whatever the namespace of the Gateway is. The server has no certificate and closes every connection.`,
              fix: `Create the ${made[0].by.kind} in namespace ${missing.join(' and ')}.`,
            });
          }
        }
      });
    }
  },
};
