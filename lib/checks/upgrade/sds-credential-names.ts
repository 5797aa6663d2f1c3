import type { Change } from './change';
import { NOTES_1_31 } from './change';

export const sdsCredentialNames: Change = {
  name: 'sds-credential-names',
  since: '1.31',
  references: [NOTES_1_31, 'https://github.com/istio/istio/issues/57080'],
  find(mesh, _, report) {
    for (const object of mesh.all('networking.istio.io/Gateway')) {
      (object.spec.servers ?? []).forEach(({ tls }, i) => {
        const name = tls?.credentialName;
        if (name?.startsWith('sds://') === true) {
          report({
            object,
            path: `spec.servers[${i}].tls.credentialName`,
            message: `Istio 1.30 asks the SDS provider for a resource of the provider's name. From 1.31 on it asks for "${name.slice('sds://'.length)}", and for MUTUAL for "${name.slice('sds://'.length)}-cacert".`,
            fix: 'Let the SDS provider serve the certificate under this name before the upgrade.',
          });
        }
      });
    }
  },
};
