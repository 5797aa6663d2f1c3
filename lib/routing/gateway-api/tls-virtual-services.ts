import type { TlsMatchAttributes } from '../../../imports/networking';
import { MESH_GATEWAY } from '../../istio/names';
import { hostsOverlap } from '../../istio/host';
import { compareAge } from '../../mesh/age';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { VirtualService } from '../../mesh/virtual-services';
import type { Attachment } from './attachments';
import { attachmentsOf, commonHost, hostnamesOf, parentHosts } from './attachments';
import { backendPaths, Backends, wholeWeight } from './backends';
import { LeftOut } from './left-out';
import { madeVirtualService } from './virtual-service';

type TlsRoute = MeshObject<'gateway.networking.k8s.io/TLSRoute'>;

/** What nobody is, for connections that no backend gets. */
const NOBODY = {
  destination: { host: 'internal.cluster.local', subset: 'zero-weight', port: { number: 65535 } },
  weight: 0,
};

/** The VirtualServices that istiod makes of TLSRoutes: one for each host of each parent (route_collections.go: TLSRouteCollection). */
export function tlsVirtualServices(mesh: Mesh, routes: readonly TlsRoute[]): VirtualService[] {
  return [...routes]
    .sort((a, b) => compareAge(mesh, a, b))
    .flatMap((route) => {
      const attachments = attachmentsOf(mesh, route);
      return attachments.flatMap((attachment, i) => ofParent(mesh, route, attachment, i));
    });
}

function ofParent(mesh: Mesh, route: TlsRoute, attachment: Attachment, place: number): VirtualService[] {
  const { gateway, listener, parent } = attachment;
  const names = hostnamesOf(route);
  const hosts =
    listener === undefined ? parentHosts(mesh, parent) : names.flatMap((host) => commonHost(listener, host) ?? []);
  const rules = tlsDestinations(mesh, route, gateway === MESH_GATEWAY);
  if (rules instanceof LeftOut) {
    return [];
  }
  const origins = (route.spec.rules ?? []).map(({ backendRefs }, i) => {
    const path = `spec.rules[${i}]`;
    return { object: route, rule: path, match: path, backends: backendPaths(path, backendRefs) };
  });
  return hosts.map((host, i) => {
    const match = matchFor(attachment, host, hosts, names);
    const tls = rules.map((each) => ({ match: isNobody(each) ? undefined : [match], route: each }));
    const name = `${route.name}~tls~${place}~${i}`;
    return madeVirtualService(route, name, { hosts: [host], gateways: [gateway], tls }, origins);
  });
}

/** The destinations of each rule, or why istiod leaves the whole route out (conversion.go: convertTLSRoute). */
export function tlsDestinations(
  mesh: Mesh,
  route: TlsRoute,
  isMesh: boolean,
): readonly (readonly object[])[] | LeftOut {
  const backends = new Backends(mesh, route, isMesh);
  const rules: (readonly object[])[] = [];
  for (const [i, { backendRefs = [] }] of (route.spec.rules ?? []).entries()) {
    const found = wholeWeight(backendRefs) === 0 ? [NOBODY] : backends.destinations(backendRefs, `spec.rules[${i}]`);
    if (found instanceof LeftOut) {
      return found;
    }
    rules.push(found);
  }
  return rules;
}

function isNobody([first]: readonly object[] = []): boolean {
  return first === NOBODY;
}

/** The server names of a rule (conversion.go: augmentTLSPortMatch, compatibleRoutesForHost, constrainTLSRoutesToListenerHost). */
function matchFor(
  { listener, parent }: Attachment,
  host: string,
  hosts: readonly string[],
  names: readonly string[],
): TlsMatchAttributes {
  if (listener !== undefined) {
    return { sniHosts: [...hosts] };
  }
  const asked = names.length === 1 && names[0] === '*' ? hosts : names;
  const sniHosts = asked.length > 1 ? asked.filter((name) => hostsOverlap(host, name)) : [...asked];
  return { sniHosts, port: parent.ref.port };
}
