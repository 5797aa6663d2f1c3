import type { HttpRequestRedirectFilter, Listener, ParentReference } from '../../../../imports/gateway-api';
import { hostsOverlap } from '../../../istio/host';
import type { GatewayApiGateway } from '../../../mesh/managed-gateways';
import type { Mesh } from '../../../mesh/reading/mesh';
import { gatewayOf, isMeant, namespaceOfRef, parentKind } from '../../../mesh/route-parents';
import type { Reporter } from '../../check';
import type { Absence, Target } from './doors';
import { Doors } from './doors';
import { wordsFor } from './target';

/** Redirects of HTTPRoutes. */
export function checkHttpRoutes(mesh: Mesh, report: Reporter): void {
  for (const object of mesh.all('gateway.networking.k8s.io/HTTPRoute')) {
    const { parentRefs = [], hostnames = ['*'], rules = [] } = object.spec;
    const places = rules.some(isRedirect)
      ? parentRefs.flatMap((parent) => placesOf(mesh, parent, object, hostnames))
      : [];
    rules.forEach(({ filters = [] }, i) =>
      filters.forEach(({ requestRedirect }, j) => {
        const lost =
          requestRedirect &&
          places.map((place) => ({ place, ...lostAt(requestRedirect, place) })).find(({ absence }) => absence);
        if (lost?.absence !== undefined) {
          report({
            code: 'CDI0130',
            object,
            path: `spec.rules[${i}].filters[${j}].requestRedirect`,
            related: [{ object: lost.place.gateway }],
            ...wordsFor(lost.target, lost.absence, { name: `Gateway ${lost.place.gateway.key}`, door: 'listener' }),
          });
        }
      }),
    );
  }
}

function isRedirect({
  filters = [],
}: {
  readonly filters?: readonly { readonly requestRedirect?: object }[];
}): boolean {
  return filters.some(({ requestRedirect }) => requestRedirect !== undefined);
}

/** A listener that a route is attached to, and a host for which it is. */
interface Place {
  readonly gateway: GatewayApiGateway;
  readonly listener: Listener;
  readonly host: string;
}

function placesOf(
  mesh: Mesh,
  parent: ParentReference,
  route: { readonly namespace: string },
  hostnames: readonly string[],
): readonly Place[] {
  const gateway =
    parentKind(parent) === 'Gateway'
      ? mesh.find('gateway.networking.k8s.io/Gateway', namespaceOfRef(parent, route), parent.name)
      : undefined;
  return gateway === undefined || isOpenElsewhere(mesh, gateway)
    ? []
    : gateway.spec.listeners
        .filter((listener) => isMeant(parent, { listener, port: listener.port }))
        .filter(({ protocol }) => protocol === 'HTTP' || protocol === 'HTTPS')
        .flatMap((listener) =>
          hostnames
            .filter((host) => hostsOverlap(host, listener.hostname ?? '*'))
            .map((host) => ({ gateway, listener, host: host.startsWith('*') ? (listener.hostname ?? host) : host })),
        );
}

/** Whether ListenerSets add listeners, or a load balancer may terminate TLS that annotations ask for. */
function isOpenElsewhere(mesh: Mesh, gateway: GatewayApiGateway): boolean {
  return (
    Object.keys(gateway.spec.infrastructure?.annotations ?? {}).length > 0 ||
    mesh.all('gateway.networking.k8s.io/ListenerSet').some((set) => gatewayOf(mesh, set) === gateway)
  );
}

function lostAt(
  { scheme: given, port, hostname }: HttpRequestRedirectFilter,
  { gateway, listener, host: asked }: Place,
): { readonly target: Target; readonly absence?: Absence } {
  const own = listener.protocol === 'HTTPS' ? 'https' : 'http';
  const target: Target = { scheme: given ?? own, host: hostname ?? asked, port };
  const doors = new Doors(
    gateway.spec.listeners.map((each) => ({
      number: each.port,
      tls: each.protocol === 'HTTPS' || each.protocol === 'TLS',
      hosts: [each.hostname ?? '*'],
    })),
  );
  const isAsked = doors.at(target.host).length > 0 && (given !== undefined || port !== undefined);
  const absence = isAsked ? doors.absenceOf(target) : undefined;
  const isFronted = absence?.what === 'scheme' && given === 'https' && doors.hasOtherHttp(target.host, listener.port);
  return { target, absence: isFronted ? undefined : absence };
}
