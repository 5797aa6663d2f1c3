import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import type { DestinationRule, PeerAuthentication } from './shared/mutual-tls';
import { clientTlsMode, isAutoMtls, MESH_HOST, namespaceHost, rulesByHost, serverTlsMode } from './shared/mutual-tls';
import { checkedObjects } from './shared/namespaces';

/** PeerAuthentications that make pods expect mTLS, or not, against what the DestinationRules of clients say. */
export const mutualTlsServers: Check = {
  codes: ['KIA0401', 'KIA0501', 'KIA0505', 'KIA0506'],
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
          message: `Pods accept plain text only, and DestinationRule ${forcing.key} makes clients use mTLS for ${forcing.spec.host}. The handshakes fail.`,
          fix: `Take trafficPolicy.tls out of DestinationRule ${forcing.key} or write DISABLE there, or set the mode here to PERMISSIVE.`,
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
