import type { Subject } from '../subject';

/** A Namespace and the policies for all of its pods, through the pattern that keeps them together. */
export const l3MeshNamespace: Subject = {
  name: 'L3 (MeshNamespace)',
  goal: 1.25,
  make({ EgressHost, Injection, MeshNamespace, MutualTls, NamespaceAccess, OutboundTrafficPolicy, Source }, chart, id) {
    new MeshNamespace(chart, `${id}-namespace`, {
      name: id,
      injection: Injection.sidecar(),
      mutualTls: MutualTls.STRICT,
      access: NamespaceAccess.denyByDefault({ allowedCallers: [Source.namespace('monitoring')] }),
      egress: [EgressHost.sameNamespace(), EgressHost.namespace('istio-system')],
      outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly(),
    });
  },
};
