import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import type { DestinationRule, PeerAuthentication } from './shared/mutual-tls';
import { clientTlsMode, isAutoMtls, MESH_HOST, namespaceHost, rulesByHost, serverTlsMode } from './shared/mutual-tls';
import { checkedObjects } from './shared/namespaces';

/** PeerAuthentications that make pods expect mTLS, or not, against what the DestinationRules of clients say. */
export const mutualTlsServers: Check = {
  name: 'mutual-tls-servers',
  mirrors: [
    'business/checkers/peerauthentications/mesh_mtls',
    'business/checkers/peerauthentications/namespace_mtls',
    'business/checkers/peerauthentications/disabled_meshwide',
    'business/checkers/peerauthentications/disabled_namespacewide',
  ],
  codes: {
    KIA0401: {
      name: 'MeshRuleMissing',
      severity: 'error',
      source: 'kiali',
      summary: 'mTLS is STRICT for the mesh, and nothing makes clients use it.',
      explanation:
        'With automatic mTLS off, clients send plain text unless a DestinationRule says otherwise. A STRICT ' +
        'PeerAuthentication in the root namespace without a DestinationRule for `*.local` makes every connection of the ' +
        'mesh fail.',
      remedy: 'Turn automatic mTLS on, or add a DestinationRule for *.local with ISTIO_MUTUAL.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
        'https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/',
      ],
    },
    KIA0501: {
      name: 'NamespaceRuleMissing',
      severity: 'error',
      source: 'kiali',
      summary: 'mTLS is STRICT for a namespace, and nothing makes clients use it.',
      explanation:
        'With automatic mTLS off, clients send plain text unless a DestinationRule says otherwise. The pods of the ' +
        'namespace reject that, so all calls to them fail until a DestinationRule for the namespace or the mesh turns ' +
        'mTLS on.',
      remedy: 'Turn automatic mTLS on, or add a DestinationRule for the namespace with ISTIO_MUTUAL.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
        'https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/',
      ],
    },
    KIA0505: {
      name: 'NamespaceRuleStillMutual',
      severity: 'error',
      source: 'kiali',
      summary: 'mTLS is off for the pods of a namespace, and a DestinationRule makes clients use it.',
      explanation:
        'DISABLE in a PeerAuthentication makes the proxies of servers take connections as they come, without TLS. Clients ' +
        'that a DestinationRule tells to use mTLS send a handshake that gets no answer, and every request fails with 503.',
      remedy: 'Remove mTLS from the DestinationRule, or add one for the namespace with DISABLE.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
      ],
    },
    KIA0506: {
      name: 'MeshRuleStillMutual',
      severity: 'error',
      source: 'kiali',
      summary: 'mTLS is off for the pods of the mesh, and a DestinationRule makes clients use it.',
      explanation:
        'DISABLE in the PeerAuthentication of the root namespace applies to all namespaces without their own. A ' +
        'DestinationRule for `*.local` with mTLS makes clients send handshakes that no server answers, so calls fail all ' +
        'over the mesh.',
      remedy: 'Remove mTLS from the DestinationRule, or set the PeerAuthentication to PERMISSIVE.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
      ],
    },
  },
  run(mesh, report) {
    for (const object of checkedObjects(mesh, 'security.istio.io/PeerAuthentication')) {
      const mode = serverTlsMode(object);
      const ofMesh = object.namespace === mesh.context.rootNamespace;
      const target = ofMesh ? MESH_HOST : namespaceHost(object.namespace, mesh);
      if (mode === 'STRICT' && !isAutoMtls(mesh) && !hasMutualRule(mesh, object, ofMesh)) {
        report({
          code: ofMesh ? 'KIA0401' : 'KIA0501',
          object,
          path: 'spec.mtls',
          absence: true,
          message: `Pods accept mTLS only, automatic mTLS is off, and no DestinationRule makes clients use it for ${target}. Their connections are reset.`,
          fix: `Turn meshConfig.enableAutoMtls on, or add a DestinationRule for ${target} with trafficPolicy.tls.mode: ISTIO_MUTUAL.`,
        });
      }
      const forcing = mode === 'DISABLE' ? mutualRule(mesh, object, ofMesh) : undefined;
      if (forcing !== undefined) {
        report({
          code: ofMesh ? 'KIA0506' : 'KIA0505',
          object,
          path: 'spec.mtls',
          related: [{ object: forcing }],
          message: `Pods accept plain text only, and DestinationRule ${forcing.key} makes clients use mTLS for ${forcing.spec.host}. The handshakes fail.`,
          fix: `Remove trafficPolicy.tls from DestinationRule ${forcing.key} or write DISABLE there, or set the mode here to PERMISSIVE.`,
        });
      }
    }
  },
};

function seen(
  mesh: Mesh,
  { namespace }: PeerAuthentication,
  host: string,
  modes: readonly string[],
): DestinationRule | undefined {
  return mesh.derive(rulesByHost).find(namespace, host, (rule) => modes.includes(clientTlsMode(rule) ?? ''));
}

function hasMutualRule(mesh: Mesh, object: PeerAuthentication, ofMesh: boolean): boolean {
  const hosts = ofMesh ? [MESH_HOST] : [namespaceHost(object.namespace, mesh), MESH_HOST];
  return hosts.some((host) => seen(mesh, object, host, ['ISTIO_MUTUAL']) !== undefined);
}

/** The DestinationRule that makes clients use mTLS although pods do not accept it. */
function mutualRule(mesh: Mesh, object: PeerAuthentication, ofMesh: boolean): DestinationRule | undefined {
  const mutual = ['ISTIO_MUTUAL', 'MUTUAL'];
  const own = ofMesh ? undefined : seen(mesh, object, namespaceHost(object.namespace, mesh), [...mutual, 'DISABLE']);
  if (own !== undefined) {
    return clientTlsMode(own) === 'DISABLE' ? undefined : own;
  }
  return seen(mesh, object, MESH_HOST, mutual);
}
