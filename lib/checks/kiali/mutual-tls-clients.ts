import { clientTls } from '../../mesh/client-tls';
import { strictOn } from '../../mesh/mutual-tls';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Check, Reporter } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import type { DestinationRule, PeerAuthentication } from './shared/mutual-tls';
import {
  clientTlsMode,
  isAutoMtls,
  isEnabled,
  MESH_HOST,
  namespaceHost,
  peerAuthentications,
  serverTlsMode,
} from './shared/mutual-tls';
import { checkedObjects } from './shared/namespaces';
import { isVisible } from './shared/visibility';

/** DestinationRules that make the proxies of clients use mTLS, or not, against what the servers expect. */
export const mutualTlsClients: Check = {
  name: 'mutual-tls-clients',
  mirrors: [
    'business/checkers/destinationrules/meshwide_mtls',
    'business/checkers/destinationrules/namespacewide_mtls',
    'business/checkers/destinationrules/disabled_meshwide_mtls',
    'business/checkers/destinationrules/disabled_namespacewide_mtls',
  ],
  codes: {
    KIA0205: {
      name: 'MeshPolicyMissing',
      severity: 'error',
      source: 'kiali',
      summary: 'A DestinationRule turns mTLS on for the mesh, and no PeerAuthentication says that pods accept it.',
      explanation:
        'With automatic mTLS off, both sides have to be told: the DestinationRule tells clients to use mTLS, and a ' +
        'PeerAuthentication tells servers to accept it. If the PeerAuthentication is missing in the root namespace, the behavior of the servers is not set, and a later change of only one side breaks every connection.',
      remedy: 'Add a PeerAuthentication in PERMISSIVE or STRICT, or turn automatic mTLS on.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
        'https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/',
      ],
    },
    KIA0206: {
      name: 'NamespacePolicyMissing',
      severity: 'error',
      source: 'kiali',
      summary: 'A DestinationRule turns mTLS on for a namespace, and no PeerAuthentication says that pods accept it.',
      explanation:
        'With automatic mTLS off, both sides have to be told: the DestinationRule tells clients to use mTLS, and a ' +
        'PeerAuthentication tells servers to accept it. If the PeerAuthentication is missing in the namespace and the root namespace, the behavior of the servers is not set, and a later change of only one side breaks every connection.',
      remedy: 'Add a PeerAuthentication in PERMISSIVE or STRICT, or turn automatic mTLS on.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
        'https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/',
      ],
    },
    KIA0207: {
      name: 'PlainTextToStrictNamespace',
      severity: 'error',
      source: 'kiali',
      summary: 'A DestinationRule turns mTLS off for a namespace whose pods accept nothing else.',
      explanation:
        'The DestinationRule makes all clients send plain text to the Services of the namespace, and the ' +
        'PeerAuthentication of that namespace is STRICT. The proxies of the servers reset every connection, and clients ' +
        'see 503 with `upstream connect error`.',
      remedy: 'Use ISTIO_MUTUAL or omit tls, or set the PeerAuthentication to PERMISSIVE.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
        'https://istio.io/latest/docs/ops/common-problems/network-issues/',
      ],
      twin: 'CDI0304',
    },
    KIA0208: {
      name: 'PlainTextToStrictMesh',
      severity: 'error',
      source: 'kiali',
      summary: 'A DestinationRule turns mTLS off, and the PeerAuthentication of the mesh accepts nothing else.',
      explanation:
        'The PeerAuthentication of the root namespace is STRICT and applies to every namespace without its own. Requests of clients for which a DestinationRule disables mTLS are rejected there, with 503 and `upstream connect error`.',
      remedy: 'Use ISTIO_MUTUAL or omit tls, or set the namespace to PERMISSIVE with a PeerAuthentication of its own.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
        'https://istio.io/latest/docs/ops/common-problems/network-issues/',
      ],
      twin: 'CDI0304',
    },
  },
  run(mesh, report) {
    const policies = mesh.derive(peerAuthentications);
    const meshWide = policies.get(mesh.context.rootNamespace) ?? [];
    for (const object of checkedObjects(mesh, 'networking.istio.io/DestinationRule')) {
      const mode = clientTlsMode(object);
      const ofMesh = object.spec.host === MESH_HOST;
      const ofNamespace = object.spec.host === namespaceHost(object.namespace, mesh);
      if (mode === undefined || (!ofMesh && !ofNamespace) || !isVisible(mesh, object)) {
        continue;
      }
      const own = ofNamespace ? (policies.get(object.namespace) ?? []) : [];
      if (mode === 'DISABLE') {
        plainText(mesh, object, own, meshWide, report);
      } else if (mode === 'ISTIO_MUTUAL') {
        needsPolicy(mesh, object, [...own, ...meshWide], report);
      }
    }
  },
};

const PATH = 'spec.trafficPolicy.tls.mode';

function plainText(
  mesh: Mesh,
  object: DestinationRule,
  own: readonly PeerAuthentication[],
  meshWide: readonly PeerAuthentication[],
  report: Reporter,
): void {
  const decisive = own.find((policy) => isEnabled(serverTlsMode(policy)));
  const strict = (policy: PeerAuthentication): boolean => serverTlsMode(policy) === 'STRICT';
  const disabled = own.some((policy) => serverTlsMode(policy) === 'DISABLE');
  const inherited = decisive === undefined && !disabled ? meshWide.find(strict) : undefined;
  const policy = decisive !== undefined && strict(decisive) ? decisive : inherited;
  if (policy !== undefined) {
    const ofNamespace = policy === decisive;
    const place = { code: ofNamespace ? 'KIA0207' : 'KIA0208', object, path: PATH, related: [{ object: policy }] };
    report(
      takePlainText(mesh, object)
        ? {
            ...place,
            note: true,
            message: `Kiali reports clients that send plain text to ${object.spec.host} beside PeerAuthentication ${policy.key}, which is STRICT. None of the pods there has a proxy that enforces it, so they take plain text, and nothing else.`,
            fix: 'Nothing needs to change.',
          }
        : {
            ...place,
            message: `Clients send plain text to ${object.spec.host}, and PeerAuthentication ${policy.key} lets pods accept mTLS only. The connections are reset.`,
            fix: `Write ISTIO_MUTUAL here or omit tls, or set the mode of PeerAuthentication ${policy.key} to PERMISSIVE.`,
          },
    );
  }
}

/** Whether all pods that the rule is for are known, and none has a proxy that demands mTLS. Kiali does not look at pods. */
function takePlainText(mesh: Mesh, object: DestinationRule): boolean {
  const endpoints = mesh
    .derive(clientTls)
    .filter((setting) => setting.object === object && setting.path === PATH)
    .flatMap((setting) => setting.endpoints);
  return endpoints.length > 0 && endpoints.every((endpoint) => strictOn(mesh, endpoint) === undefined);
}

function needsPolicy(
  mesh: Mesh,
  object: DestinationRule,
  policies: readonly PeerAuthentication[],
  report: Reporter,
): void {
  if (isAutoMtls(mesh) || policies.some((policy) => isEnabled(serverTlsMode(policy)))) {
    return;
  }
  const ofMesh = object.spec.host === MESH_HOST;
  report({
    code: ofMesh ? 'KIA0205' : 'KIA0206',
    object,
    path: PATH,
    absence: true,
    message: `Clients use mTLS for ${object.spec.host}, automatic mTLS is off, and no PeerAuthentication ${ofMesh ? `in ${mesh.context.rootNamespace}` : `in ${object.namespace} or ${mesh.context.rootNamespace}`} says that pods accept it.`,
    fix: `Add a PeerAuthentication without a selector in ${ofMesh ? mesh.context.rootNamespace : object.namespace} with mtls.mode PERMISSIVE or STRICT.`,
  });
}
