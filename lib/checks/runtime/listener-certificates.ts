import type { SecretObjectReference } from '../../../imports/gateway-api';
import { madeSecrets } from '../../mesh/made-secrets';
import type { GatewayApiGateway } from '../../mesh/managed-gateways';
import type { Mesh } from '../../mesh/reading/mesh';
import { referenceGrants } from '../../mesh/reference-grants';
import type { ListenerSet } from '../../mesh/route-parents';
import { gatewayOf, isOfIstio, namespaceOfRef } from '../../mesh/route-parents';
import { list } from '../../schema/words';
import type { Check, Wording } from '../check';

/** Certificates of listeners of the Gateway API that istiod may not, or cannot, read. */
export const listenerCertificates: Check = {
  name: 'listener-certificates',
  mirrors: ['pilot/pkg/config/kube/gateway/conversion.go: buildTLS'],
  codes: {
    CDI0145: {
      name: 'ListenerCertificateUnusable',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A listener names a Secret of another namespace without a grant, or one that is in another namespace.',
      explanation:
        "A listener's certificate is a Secret in the namespace of the Gateway (or of the ListenerSet), not in that of the pods or the route. A Secret of another namespace needs the field `namespace`, and a ReferenceGrant there from Gateway to Secret. Otherwise the listener has no certificate, and TLS connections are refused. The status of the routes is Accepted all the same.",
      remedy: 'Move the Secret, or write its namespace and add a ReferenceGrant there.',
      references: [
        'https://gateway-api.sigs.k8s.io/api-types/referencegrant/',
        'https://gateway-api.sigs.k8s.io/guides/tls/#cross-namespace-certificate-references',
      ],
    },
  },
  run(mesh, report) {
    const gateways = mesh.all('gateway.networking.k8s.io/Gateway').filter((gateway) => isOfIstio(mesh, gateway));
    const sets = mesh.all('gateway.networking.k8s.io/ListenerSet').filter((set) => {
      const gateway = gatewayOf(mesh, set);
      return gateway !== undefined && isOfIstio(mesh, gateway);
    });
    for (const object of [...gateways, ...sets]) {
      (object.spec.listeners ?? []).forEach(({ tls }, i) => {
        if (tls?.mode === 'Passthrough') {
          return;
        }
        (tls?.certificateRefs ?? []).forEach((ref, j) => {
          const wrong = problem(mesh, object, ref);
          if (wrong !== undefined) {
            report({
              code: 'CDI0145',
              object,
              path: `spec.listeners[${i}].tls.certificateRefs[${j}].name`,
              ...wrong,
            });
          }
        });
      });
    }
  },
};

const OUTCOME = 'The listener has no certificate, and TLS connections to it are refused.';

function problem(mesh: Mesh, object: GatewayApiGateway | ListenerSet, ref: SecretObjectReference): Wording | undefined {
  const { group = '', kind = 'Secret', name } = ref;
  const namespace = namespaceOfRef(ref, object);
  if (group !== '' || kind !== 'Secret') {
    return { message: `A certificate must be a Secret, and this is a ${kind}. ${OUTCOME}`, fix: 'Name a Secret.' };
  }
  const made = mesh.derive(madeSecrets).get(name) ?? [];
  if (!mesh.derive(referenceGrants).allows(object, { kind: 'Secret', namespace, name })) {
    const own = made.find((secret) => secret.namespace === namespace);
    return {
      absence: true,
      related: own && [{ object: own.by }],
      message: `Secret ${name} is in ${namespace}, and no ReferenceGrant there lets a ${object.kind} of ${object.namespace} use it. ${OUTCOME}`,
      fix: `Add a ReferenceGrant in ${namespace} from ${object.kind} in ${object.namespace} to Secret, or move the Secret to ${object.namespace}.`,
    };
  }
  const isThere = made.some((secret) => secret.namespace === namespace);
  const closed = mesh.context.world === 'closed';
  // Secrets are seldom among manifests: one that is in no namespace may well be made by hand.
  if (isThere || (made.length === 0 && !closed)) {
    return undefined;
  }
  const homes = [...new Set(made.map((secret) => secret.namespace))];
  return {
    absence: true,
    related: made.map(({ by }) => ({ object: by })),
    message: `There is no Secret ${name} in ${namespace}${homes.length === 0 ? '' : `; it is in ${list(homes)}`}. A listener takes it from the namespace of the ${object.kind}. ${OUTCOME}`,
    fix:
      homes.length === 0
        ? `Create it in ${namespace}, or list it in the externals if it is created elsewhere.`
        : `Create it in ${namespace}; or write namespace: ${homes[0]} and add a ReferenceGrant there from ${object.kind} in ${object.namespace} to Secret.`,
  };
}
