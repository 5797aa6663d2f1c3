import { nearest } from '../../core/unknown-field';
import { kindsOfProtocol } from '../../istio/route-kinds';
import { findService } from '../../mesh/made-services';
import type { Mesh } from '../../mesh/reading/mesh';
import type { ApiRoute, RouteListener, RouteParent } from '../../mesh/route-parents';
import {
  allRoutes,
  isMeant,
  isolates,
  isWaypoint,
  parentsOf,
  sharesHost,
  takesNamespace,
} from '../../mesh/route-parents';
import { list } from '../../schema/words';
import type { Check, Report } from '../check';

const GATEWAY_API = 'https://gateway-api.sigs.k8s.io/reference/spec/';
const TASK = 'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/';

/** Routes of the Gateway API that no listener of their parents takes. */
export const routeListeners: Check = {
  name: 'route-listeners',
  mirrors: [
    'pilot/pkg/config/kube/gateway/conversion.go: referenceAllowed',
    'pilot/pkg/config/kube/gateway/conversion.go: hostnameAllowedByIsolation',
  ],
  codes: {
    CDI0140: {
      name: 'RouteListenerUnknown',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A route names a listener or a port that its parent does not have.',
      explanation:
        'In `parentRefs`, `sectionName` is the name of a listener of the Gateway, and `port` the port of a listener. If no listener has both, istiod attaches the route to nothing: requests get 404 and connections are closed, and only the status of the route tells so. For a Service as parent, `port` is a port of the Service; rules for another port are never used, and calls go to the Service as if there were no route.',
      remedy: 'Write the name and the port of a listener that exists, or leave both out to use all listeners.',
      references: [`${GATEWAY_API}#parentreference`, TASK],
    },
    CDI0141: {
      name: 'RouteKindUnfitForListener',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A route is of a kind that the listeners of its parent do not take.',
      explanation:
        'The protocol of a listener decides which routes it takes: HTTP and HTTPS take HTTPRoute and GRPCRoute, TLS takes TLSRoute, TCP takes TCPRoute, and `allowedRoutes.kinds` can take away some of them. A waypoint takes no routes at all: it uses the routes whose parents are its Services. istiod ignores a route of another kind, and requests get 404 or their connections are closed.',
      remedy:
        'Attach the route to a listener of a fitting protocol, or write a route of the kind that the listener takes.',
      references: [`${GATEWAY_API}#protocoltype`, `${GATEWAY_API}#allowedroutes`],
    },
    CDI0142: {
      name: 'RouteHostOutsideListeners',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A route is for hosts that no listener of its parent has.',
      explanation:
        'A listener with a `hostname` takes requests for that host only, and a route with `hostnames` is for these hosts only. Requests come to a route for the hosts that both have. If they have none in common, istiod does not attach the route; if only some hosts of the route have a listener, the others are left out without a word in the status. Requests to them get 404. A wildcard stands for one or more labels: `*.example.com` is not `example.com`.',
      remedy: 'Write hosts that the listener has, or change the hostname of the listener.',
      references: [`${GATEWAY_API}#listener`, 'https://github.com/projectcontour/contour/issues/4507'],
    },
    CDI0143: {
      name: 'RouteNamespaceNotAllowed',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'The listener that a route is for takes no routes from its namespace, although another listener does.',
      explanation:
        'Each listener says in `allowedRoutes.namespaces` where routes may come from; by default only from the namespace of the Gateway. If other listeners of the Gateway take the route, its status looks good, but the listener that was meant has no route: requests get 404.',
      remedy: 'Let the listener take routes from the namespace.',
      references: [`${GATEWAY_API}#routenamespaces`],
    },
    CDI0147: {
      name: 'RouteHostOfAnotherListener',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A route is attached to a wildcard listener, but its host has a listener of its own.',
      explanation:
        'Of several listeners with one port and protocol, a request belongs to the one with the closest hostname alone. A route that is attached to the listener `*.example.com` gets no requests for `shop.example.com` if another listener of the Gateway has this hostname: they get 404, while the status of the route is Accepted.',
      remedy: 'Attach the route to the listener with the hostname.',
      references: [`${GATEWAY_API}#listener`, 'https://gateway-api.sigs.k8s.io/geps/gep-1713/'],
    },
  },
  run(mesh, report) {
    for (const route of allRoutes(mesh)) {
      const parents = parentsOf(mesh, route);
      const attachments = parents.map((parent) => attach(mesh, route, parent));
      const isServed = attachments.some(({ taking, parent }) => taking.length > 0 || parent.isOpen);
      for (const { problem } of attachments) {
        if (problem !== undefined) {
          report({ ...problem, severity: isServed ? 'warning' : undefined });
        }
      }
      if (attachments.every(({ parent, problem }) => !parent.isOpen && problem === undefined)) {
        lostHosts(route, attachments).forEach(report);
      }
      parents.flatMap((parent) => servicePort(mesh, route, parent) ?? []).forEach(report);
    }
  },
};

/** What becomes of a route at one of its parents. */
interface Attachment {
  readonly parent: RouteParent;
  /** The listeners that take the route for some of its hosts. */
  readonly taking: readonly RouteListener[];
  readonly problem?: Report;
}

function attach(mesh: Mesh, route: ApiRoute, parent: RouteParent): Attachment {
  const { object, listeners } = parent;
  if (object === undefined || listeners.length === 0) {
    return { parent, taking: [] };
  }
  const refused = (
    code: string,
    field: 'sectionName' | 'port' | 'name',
    message: string,
    fix: string,
    others: readonly RouteListener[] = [],
  ): Attachment => ({
    parent,
    taking: [],
    problem: {
      code,
      object: route,
      path: `${parent.path}.${field}`,
      related: others.length === 0 ? [{ object }] : others.map(({ path }) => ({ object, path })),
      message,
      fix,
    },
  });
  const owner = `${object.kind} ${object.key}`;
  const meant = listeners.filter((each) => isMeant(parent.ref, each));
  if (meant.length === 0) {
    return refused(
      'CDI0140',
      parent.ref.sectionName ? 'sectionName' : 'port',
      ...unknownListener(route, parent, owner),
    );
  }
  const fitting = meant.filter(({ kinds }) => kinds.includes(route.kind));
  if (fitting.length === 0) {
    const isOfWaypoint = object.id === 'gateway.networking.k8s.io/Gateway' && isWaypoint(mesh, object);
    return refused('CDI0141', 'name', ...unfitKind(route, meant, listeners, owner, isOfWaypoint), meant);
  }
  const open = fitting.filter((each) => takesNamespace(mesh, each, object.namespace, route.namespace) !== false);
  if (open.length === 0) {
    const others = listeners.filter((each) => takesNamespace(mesh, each, object.namespace, route.namespace) !== false);
    // That no listener takes routes of the namespace has a code of Kiali's.
    return others.length === 0 && object.kind === 'Gateway' && route.kind !== 'TLSRoute'
      ? { parent, taking: [] }
      : refused('CDI0143', 'name', ...closedListener(route, fitting, owner), fitting);
  }
  const hosts = hostsOf(route);
  const taking = open.filter((each) => hosts.some((host) => sharesHost(each, host)));
  return taking.length === 0
    ? refused('CDI0142', 'name', ...foreignHosts(route, hosts, open, owner), open)
    : { parent, taking };
}

type Words = [message: string, fix: string];

const NOTHING = 'istiod attaches it to nothing, and it gets no requests from there.';

function unknownListener(route: ApiRoute, { ref, listeners }: RouteParent, owner: string): Words {
  const { sectionName, port } = ref;
  const names: readonly { readonly name?: string }[] = listeners.map(({ listener }) => listener);
  const known = names.flatMap(({ name = '' }) => (name === '' ? [] : name));
  if (sectionName && !known.includes(sectionName)) {
    const close = nearest(sectionName, known);
    return [
      `${owner} has no listener "${sectionName}". The ${route.kind} names it, so ${NOTHING}`,
      close === undefined ? `Write ${oneOf(known)}, or remove sectionName to use all listeners.` : `Write ${close}.`,
    ];
  }
  const fitting = listeners.filter(({ kinds }) => kinds.includes(route.kind));
  const ports = [...new Set((fitting.length === 0 ? listeners : fitting).map((each) => each.port))].map(String);
  return sectionName
    ? [
        `Listener "${sectionName}" of ${owner} has port ${listeners.find(({ listener }) => listener.name === sectionName)?.port}, not ${port}. The ${route.kind} asks for both, so ${NOTHING}`,
        'Remove port: sectionName is enough.',
      ]
    : [
        `${owner} has no listener on port ${port}. The ${route.kind} names it, so ${NOTHING}`,
        `Write ${oneOf(ports)} (the port of a listener, not that of the Service), or remove port to use all listeners.`,
      ];
}

function unfitKind(
  { kind }: ApiRoute,
  meant: readonly RouteListener[],
  all: readonly RouteListener[],
  owner: string,
  isOfWaypoint: boolean,
): Words {
  if (isOfWaypoint) {
    return [
      `${owner} is a waypoint, which takes no routes: it uses those whose parents are its Services. istiod ignores this parent.`,
      `Write the Service as parent: { group: '', kind: Service, name: ... }.`,
    ];
  }
  const fits = all.filter(({ kinds }) => kinds.includes(kind)).map(({ listener }) => listener.name);
  const said = meant.map(({ listener }) => {
    const ofProtocol = kindsOfProtocol(listener);
    return ofProtocol.includes(kind)
      ? `"${listener.name}" allows only ${list((listener.allowedRoutes?.kinds ?? []).map((each) => each.kind))}`
      : `"${listener.name}" (${listener.protocol}) takes ${ofProtocol.length === 0 ? 'no routes' : list(ofProtocol)}`;
  });
  const isByProtocol = meant.every(({ listener }) => !kindsOfProtocol(listener).includes(kind));
  return [
    `No listener of ${owner} that the route is for takes a route of kind ${kind}: ${said.join('; ')}. So ${NOTHING}`,
    fits.length > 0
      ? `Write sectionName: ${fits.join(' or ')}.`
      : isByProtocol
        ? `Add a listener with protocol ${kind === 'TLSRoute' ? 'TLS' : 'HTTP or HTTPS'}, or write a route of a kind that the listener takes.`
        : `Add ${kind} to allowedRoutes.kinds of the listener.`,
  ];
}

function closedListener({ kind, namespace }: ApiRoute, meant: readonly RouteListener[], owner: string): Words {
  const names = list(meant.map(({ listener }) => `"${listener.name}"`));
  return [
    `${owner} does not let its listener ${names} take routes from namespace ${namespace}: allowedRoutes.namespaces does not include it. The ${kind} gets no requests there.`,
    'Set allowedRoutes.namespaces.from to All in that listener, or to Selector with labels that the namespace has.',
  ];
}

function foreignHosts(
  route: ApiRoute,
  hosts: readonly string[],
  listeners: readonly RouteListener[],
  owner: string,
): Words {
  const own = [...new Set(listeners.map(({ hostname }) => hostname))];
  const close = own.find((name) => name.startsWith('*.') && hosts.includes(name.slice(2)));
  return [
    `The ${route.kind} is for ${list(hosts)}, and ${owner} listens for ${list(own)}. They have no host in common, so ${NOTHING}`,
    close === undefined
      ? `Write hostnames that ${own.join(' or ')} stands for, or change the hostname of the listener.`
      : `${close} is not ${close.slice(2)}: add a listener with hostname ${close.slice(2)}, or write a host below it.`,
  ];
}

/** Hosts of a route, of which some have a listener, that get no requests. */
function lostHosts(route: ApiRoute, attachments: readonly Attachment[]): Report[] {
  const hosts = route.spec.hostnames ?? [];
  return hosts.flatMap((host, i): Report[] => {
    const at = `spec.hostnames[${i}]`;
    const sharing = attachments.flatMap(({ parent, taking }) =>
      taking.filter((each) => sharesHost(each, host)).map((own) => ({ parent, own })),
    );
    const places = attachments.flatMap(({ parent, taking }) =>
      taking.map(({ path }) => ({ object: parent.object!, path })),
    );
    if (sharing.length === 0) {
      const own = [...new Set(attachments.flatMap(({ taking }) => taking.map(({ hostname }) => hostname)))];
      return own.length === 0
        ? []
        : [
            {
              code: 'CDI0142',
              object: route,
              path: at,
              severity: 'warning',
              related: places,
              message: `No listener that takes this ${route.kind} is for ${host}: they are for ${list(own)}. istiod leaves the host out, and requests to it get ${route.kind === 'TLSRoute' ? 'their connections closed' : '404'}.`,
              fix: `Remove ${host}, or add a listener for it.`,
            },
          ];
    }
    if (route.kind === 'TLSRoute') {
      return [];
    }
    const hidden = sharing.map(({ parent, own }) => ({ parent, own, other: isolates(parent.listeners, own, host) }));
    const [first] = hidden;
    return hidden.some(({ other }) => other === undefined)
      ? []
      : [
          {
            code: 'CDI0147',
            object: route,
            path: at,
            related: hidden.map(({ parent, other }) => ({ object: parent.object!, path: other!.path })),
            message: `The route is attached to listener "${first.own.listener.name}" (${first.own.hostname || 'all hosts'}), but requests to ${host} belong to listener "${first.other!.listener.name}" (${first.other!.hostname}) of the same port: they get 404, although the status of the route is Accepted.`,
            fix: `Write sectionName: ${first.other!.listener.name}, or remove sectionName to use all listeners.`,
          },
        ];
  });
}

/** The port of a Service as parent that it does not have. */
function servicePort(mesh: Mesh, route: ApiRoute, { kind, ref, namespace, path }: RouteParent): Report | undefined {
  if (kind !== 'Service' || !ref.port) {
    return undefined;
  }
  const service = findService(mesh, namespace, ref.name);
  const ports = (service?.spec.ports ?? []).flatMap(({ port }) => port ?? []);
  return service === undefined || ports.includes(ref.port)
    ? undefined
    : {
        code: 'CDI0140',
        object: route,
        path: `${path}.port`,
        related: service.external ? undefined : [{ object: service }],
        message: `Service ${service.key} has no port ${ref.port}; it has ${list(ports.map(String))}. The rules are for that port alone, so calls to the Service never use them.`,
        fix: `Write ${oneOf(ports.map(String))}, or remove port to use the rules on all ports.`,
      };
}

function hostsOf(route: ApiRoute): readonly string[] {
  const hosts = route.spec.hostnames ?? [];
  return hosts.length === 0 ? ['*'] : hosts;
}

function oneOf(names: readonly string[]): string {
  return names.length === 1 ? names[0] : `one of ${names.join(', ')}`;
}
