import type { Mesh } from '../../mesh/reading/mesh';
import type { Check, Reporter } from '../check';
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
  codes: ['KIA0205', 'KIA0206', 'KIA0207', 'KIA0208'],
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
        plainText(object, own, meshWide, report);
      } else if (mode === 'ISTIO_MUTUAL') {
        needsPolicy(mesh, object, [...own, ...meshWide], report);
      }
    }
  },
};

const PATH = 'spec.trafficPolicy.tls.mode';

function plainText(
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
    report({
      code: ofNamespace ? 'KIA0207' : 'KIA0208',
      object,
      path: PATH,
      message: `Clients send plain text to ${object.spec.host}, and PeerAuthentication ${policy.key} lets pods accept mTLS only. The connections are reset.`,
      fix: `Write ISTIO_MUTUAL here or leave tls out, or set the mode of PeerAuthentication ${policy.key} to PERMISSIVE.`,
    });
  }
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
