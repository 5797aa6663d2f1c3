import type { RouteDestination } from '../../mesh/virtual-services';
import { destinationsOf } from '../../mesh/virtual-services';
import { analyzed } from './shared/analyzed';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { KnownHost } from './shared/known-hosts';
import { knownHosts } from './shared/known-hosts';
import type { Check, Report } from '../check';
import { referencedResourceNotFound } from './codes/referenced-resource-not-found';
import { unknownHost } from './unknown-host';
import { listed } from './unmatched-selector';

/** Destinations of VirtualServices whose host or port is not there. */
export const virtualServiceDestinations: Check = {
  name: 'virtual-service-destinations',
  mirrors: ['virtualservice.DestinationHostAnalyzer'],
  codes: {
    ...referencedResourceNotFound,
    IST0112: {
      name: 'VirtualServiceDestinationPortSelectorRequired',
      severity: 'error',
      source: 'istio',
      summary: 'A destination has no port, but its host has several.',
      explanation:
        'If a host has one port, istiod fills it in. If it has several, Envoy uses the port on which the request arrived. Inside the mesh that works as long as callers use the ports of that Service. At a gateway it is the port of the server, such as 80 or 443: if the Service has no such port, there is no cluster for it, and requests get 503 with the response flag NC.',
      remedy: 'Write `port.number` in the destination.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0112/',
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination',
      ],
    },
  },
  run(mesh, report) {
    const hosts = mesh.derive(knownHosts);
    for (const object of analyzed(mesh, 'networking.istio.io/VirtualService')) {
      for (const route of destinationsOf(object)) {
        const host = route.destination.host ?? '';
        const known = hosts.find(host, object.namespace, object.spec.exportTo);
        if (known.length === 0) {
          const { message, fix, absence, related } = unknownHost(host, object, hosts, mesh.context);
          report({
            code: 'IST0101',
            object,
            path: `${route.path}.host`,
            related,
            message: `${message} ${unknownOutcome(route)}`,
            fix,
            absence,
          });
        } else {
          const told = known.map((one) => portProblem(object, route, host, one));
          if (told.every((one) => one !== undefined)) {
            // Of a Service that is only taken for granted, the ports are not known.
            const [{ object: owner }] = known;
            const absence =
              owner.id === 'core/Service' && mesh.find('core/Service', owner.namespace, owner.name) === undefined;
            report({ object, ...told[0], absence });
          }
        }
      }
    }
  },
};

/** What becomes of requests to a cluster that Envoy does not have. */
export function unknownOutcome({ protocol, mirror }: Pick<RouteDestination, 'protocol' | 'mirror'>): string {
  if (mirror) {
    return 'Envoy has no such cluster, so requests are not mirrored, without any error.';
  }
  return protocol === 'http'
    ? 'Envoy has no such cluster: requests that take this route get 503 with the response flag NC.'
    : 'Envoy has no such cluster: connections that take this route are closed at once.';
}

/** The port that is probably meant, of several. */
function likely(ports: readonly number[], matched: number | undefined, { protocol }: RouteDestination): number {
  const usual = protocol === 'tls' ? 443 : 80;
  return [matched, usual].find((port) => port !== undefined && ports.includes(port)) ?? ports[0];
}

/** The port that all requests of a rule come in on, if its matches say so. */
function matchedPort(
  { spec }: MeshObject<'networking.istio.io/VirtualService'>,
  { path, protocol }: RouteDestination,
): number | undefined {
  const rule = spec[protocol]?.[Number(/\[(\d+)\]/.exec(path)?.[1])];
  const [port, ...others] = new Set(rule?.match?.map((match) => match.port));
  return others.length === 0 ? port : undefined;
}

function portProblem(
  virtualService: MeshObject<'networking.istio.io/VirtualService'>,
  route: RouteDestination,
  host: string,
  { ports, object }: KnownHost,
): Omit<Report, 'object'> | undefined {
  const { port } = route.destination;
  if (port === undefined) {
    return ports.length <= 1
      ? undefined
      : {
          code: 'IST0112',
          path: route.path,
          related: [{ object }],
          message: `${object.kind} ${object.key} (host "${host}") has several ports (${listed(ports.map(String))}), but the destination names none. Envoy then uses the port on which the request arrived. At a gateway that is the port of its server: if the Service has no such port, requests get 503 with the response flag NC.`,
          fix: `Write port: { number: ${likely(ports, matchedPort(virtualService, route), route)} }, or another of ${listed(ports.map(String))}, in the destination.`,
        };
  }
  const number = port.number ?? 0;
  if (ports.includes(number)) {
    return undefined;
  }
  const has = ports.length === 0 ? 'has no ports' : `has ${listed(ports.map(String))}`;
  const wrong = port.number === undefined ? `The port for "${host}" has no number` : `"${host}" has no port ${number}`;
  return {
    code: 'IST0101',
    path: port.number === undefined ? `${route.path}.port` : `${route.path}.port.number`,
    related: [{ object }],
    message: `${wrong}: ${object.kind} ${object.key} ${has}. ${unknownOutcome(route)}`,
    fix: portFix(ports, object.kind),
  };
}

function portFix(ports: readonly number[], kind: string): string {
  if (ports.length === 0) {
    return `Give the ${kind} its ports, or omit port here.`;
  }
  const fix =
    ports.length === 1
      ? `Write number: ${ports[0]}, or omit port, as there is only this one.`
      : `Write one of ${listed(ports.map(String))} as number.`;
  return kind === 'Service' ? `${fix} Destinations name the port of the Service, not that of the container.` : fix;
}
