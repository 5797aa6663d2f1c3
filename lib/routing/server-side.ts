import type { KnownRequest } from '../istio/authorization-match';
import { normalizedPath } from '../istio/path-normalization';
import type { AuthorizationPolicies } from '../mesh/authorization';
import { authorizationPoliciesFor } from '../mesh/authorization';
import type { InboundPort } from '../mesh/inbound-ports';
import { inboundPort } from '../mesh/inbound-ports';
import { isInAmbient, isInMesh, isOutsideMesh } from '../mesh/injection';
import { meshConfig } from '../mesh/mesh-config';
import type { MutualTls } from '../mesh/mutual-tls';
import { isPastProxy, mutualTlsMode, otherPeerAuthentications } from '../mesh/mutual-tls';
import type { Proxy } from '../mesh/proxies';
import { gatewayWorkloads } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import { once } from '../mesh/reading/once';
import type { RegistryService } from '../mesh/registry';
import type { Workload } from '../mesh/workload';
import type { KnownConnection } from './asked-rules';
import { authentication } from './authentication';
import { askAuthorizers, authorize } from './authorize';
import type { Claims, Request } from './call';
import { isOpenHeader } from './call';
import { NO_TLS, inboundChain } from './inbound-chain';
import { namesAtGateway, namesOf, remoteAddress } from './peer';
import { isOfEnvoy, received, receptionOf } from './received';
import type { Connection, ServerAnswer, ServerCall } from './server-call';
import type { Step, Unknown } from './trace';
import { ztunnelSide } from './ztunnel-side';

/**
 * What the sidecar of a server, or a gateway, says to a call before it is routed or given to the application: mutual TLS and what it reads at the
 * port, then the policies in the order of the filters (pilot/pkg/networking/core/listener_builder.go: buildHTTPConnectionManager).
 *
 * @param now in seconds since 1970: when tokens are looked at
 */
export function serverSide(mesh: Mesh, call: ServerCall, now = Date.now() / 1000): ServerAnswer {
  const server = mesh.derive(knownServers)(call.server);
  switch (server.proxy.kind) {
    case 'sidecar':
      return atSidecar(mesh, server, call, now);
    case 'gateway':
      return atGateway(mesh, server, call, now);
    case 'waypoint':
      return atWaypoint(mesh, server, call, now);
  }
}

/** A server, with what does not depend on the call. */
interface Server extends Asked {
  /** What policies see of a waypoint that is asked for a service. */
  readonly forService: (service: RegistryService) => Asked;
  /** What a sidecar takes and reads on a port. */
  readonly port: (number: number) => SidecarPort;
}

/** A proxy with its policies; of a waypoint those for one of its services. */
interface Asked {
  readonly proxy: Proxy & { readonly service?: RegistryService['object'] };
  readonly policies: AuthorizationPolicies;
}

interface SidecarPort {
  /** Whether connections come to the application without a look of the sidecar. */
  readonly isPast: boolean;
  readonly mode: MutualTls['mode'];
  readonly tls: Omit<Step, 'decision'>;
  readonly reads: InboundPort['reads'];
  readonly chain: Step;
}

function knownServers(mesh: Mesh): (server: ServerCall['server']) => Server {
  return once((server: ServerCall['server']): Server => {
    const proxy = proxyOf(mesh, server);
    const ports = new Map<number, SidecarPort>();
    return {
      proxy,
      policies: authorizationPoliciesFor(mesh, proxy),
      forService: once(({ object: service }: RegistryService) => {
        const asked = { ...proxy, service };
        return { proxy: asked, policies: authorizationPoliciesFor(mesh, asked) };
      }),
      port: (number) => {
        let port = ports.get(number);
        if (port === undefined) {
          port = sidecarPort(mesh, proxy, number);
          ports.set(number, port);
        }
        return port;
      },
    };
  });
}

function proxyOf(mesh: Mesh, server: ServerCall['server']): Proxy {
  if ('kind' in server) {
    return server;
  }
  const { name, namespace, labels, annotations } = server;
  const kind = gatewayWorkloads(mesh).has(server) ? 'gateway' : 'sidecar';
  return { kind, name, namespace, labels, annotations, workload: server };
}

function sidecarPort(mesh: Mesh, proxy: Proxy, number: number): SidecarPort {
  const tls = mutualTlsMode(mesh, proxy, number);
  const port = inboundPort(mesh, proxy, number, proxy.workload);
  const considered = otherPeerAuthentications(mesh, proxy, tls).map(({ object, why }) => ({
    object,
    what: `PeerAuthentication ${object.key}`,
    why,
  }));
  const { workload } = proxy;
  return {
    isPast: workload !== undefined && (!isInMesh(workload, mesh) || isPastProxy(workload, number)),
    mode: tls.mode,
    tls: { layer: 'mutualTls', object: tls.from, path: tls.path, considered },
    reads: port.reads,
    chain: chainStep(port, number),
  };
}

function atSidecar(mesh: Mesh, server: Server, call: ServerCall, now: number): ServerAnswer {
  const { workload } = server.proxy;
  const { connection, request } = call;
  const { isPast, mode, tls, reads, chain: read } = server.port(call.port);
  if (isPast) {
    return withoutSidecar(mesh, call, workload!);
  }
  const steps: Step[] = [{ ...tls, decision: tlsDecision(mode, connection) }, read];
  const chain = inboundChain(mode, reads, call);
  if ('name' in chain) {
    return { steps, outcome: chain, unknown: [] };
  }
  const identity = chain.ends ? connection.identity : undefined;
  const reception = receptionOf(mesh, server.proxy, chain.ends && connection.tls === 'mesh');
  const answer = askPolicies(
    mesh,
    server,
    { ...call, request: chain.reads ? request && received(request, reception) : undefined, reception },
    chain.ends ? namesOf(connection) : [],
    steps,
    now,
  );
  return { ...answer, identity, request: chain.reads ? answer.request : request };
}

/** Pods without a sidecar, or a port that connections come to past it. */
function withoutSidecar(mesh: Mesh, { connection, request, port }: ServerCall, workload: Workload): ServerAnswer {
  const isPast = isInMesh(workload, mesh);
  if (isInAmbient(workload, mesh)) {
    return ztunnelSide(mesh, { connection, request, port, server: workload }, workload);
  }
  const why = isPast ? `connections come to port ${port} past the sidecar` : 'the pods have no sidecar';
  const fails = connection.tls === 'mesh';
  return {
    steps: [
      {
        layer: 'mutualTls',
        decision: fails ? `${why}, so there is nobody to speak mutual TLS with` : why,
        considered: [],
      },
    ],
    outcome: fails ? NO_TLS : 'accepted',
    request,
    unknown: isPast || isOutsideMesh(workload, mesh) ? [] : [injectionUnknown(workload)],
  };
}

function injectionUnknown({ object }: Workload): Unknown {
  return {
    what: 'injection',
    text: `Whether the ${object.kind} got a sidecar when it was made is not known. This goes on as if it had none.`,
    objects: [object],
  };
}

function tlsDecision(mode: MutualTls['mode'], { tls }: Connection): string {
  const came = { none: 'plain text', mesh: 'mutual TLS', foreign: 'TLS that is not of the mesh' }[tls];
  const takes = { STRICT: 'mutual TLS only', PERMISSIVE: 'mutual TLS and plain text', DISABLE: 'plain text only' }[
    mode
  ];
  return `${mode}, so it takes ${takes}; ${came} comes`;
}

function chainStep({ reads, object, path, others }: InboundPort, port: number): Step {
  const decision = {
    requests: `requests are read on port ${port}`,
    bytes: `connections on port ${port} are bytes, whatever is in them`,
    detected: `whether connections on port ${port} are requests is detected`,
  }[reads];
  return {
    layer: 'filterChain',
    decision,
    object,
    path,
    considered: others.map((other) => ({
      object: other.object,
      path: other.path,
      what: `${other.object.kind} ${other.object.key}`,
      why: 'an older Service leads to the port too',
    })),
  };
}

/**
 * A waypoint has the policies for the service asked that is called, and its own ones; it knows the caller by the tunnel
 * (pilot/pkg/networking/core/listener_waypoint.go: buildWaypointHTTPFilters).
 */
function atWaypoint(mesh: Mesh, server: Server, call: ServerCall, now: number): ServerAnswer {
  const { connection, service } = call;
  const asked = service === undefined ? server : server.forService(service);
  const answer = askPolicies(mesh, asked, call, namesOf(connection), [], now);
  return { ...answer, identity: connection.identity };
}

/** A gateway has its policies asked before it routes, and the settings of PeerAuthentications do not reach its servers. */
function atGateway(mesh: Mesh, server: Server, call: ServerCall, now: number): ServerAnswer {
  const { proxy } = server;
  const { from, mode, path } = mutualTlsMode(mesh, proxy, call.port);
  const ignored: Step[] =
    from === undefined || mode === 'PERMISSIVE'
      ? []
      : [
          {
            layer: 'mutualTls',
            decision: 'the servers of the gateway say what TLS it takes',
            considered: [
              {
                object: from,
                path,
                what: `PeerAuthentication ${from.key}`,
                why: 'it has no effect on the servers of a gateway',
              },
            ],
          },
        ];
  const answer = askPolicies(mesh, server, call, namesAtGateway(mesh, proxy, call), ignored, now);
  return { ...answer, identity: call.connection.identity };
}

/** CUSTOM, then tokens, then DENY and ALLOW. */
function askPolicies(
  mesh: Mesh,
  { proxy, policies }: Asked,
  call: ServerCall,
  identities: readonly string[] | undefined,
  before: readonly Step[],
  now: number,
): Omit<ServerAnswer, 'identity'> {
  const { pathNormalization } = meshConfig(mesh);
  const request = call.request && withPath(call.request, normalizedPath(call.request.path, pathNormalization));
  const connection: KnownConnection = {
    port: call.port,
    identities,
    peerAddress: call.connection.address,
    remoteAddress: remoteAddress(mesh, proxy, call),
    sni: call.connection.tls === 'none' ? '' : call.connection.sni,
  };
  const steps = [...before];
  const unknown: Unknown[] = [];
  const collect = <T extends { readonly steps: readonly Step[]; readonly unknown: readonly Unknown[] }>(part: T): T => {
    steps.push(...part.steps);
    unknown.push(...part.unknown);
    return part;
  };
  const { reception = receptionOf(mesh, proxy, call.connection.tls !== 'none') } = call;
  const asked = request && { proxy, policies, connection, reception };
  const known = knownOf(connection, request);
  const custom = collect(askAuthorizers(mesh, policies, known));
  if (custom.outcome !== 'accepted') {
    return { steps, unknown, outcome: custom.outcome, request, asked };
  }
  if (request === undefined) {
    const { outcome } = collect(authorize(policies, known));
    return { steps, unknown, outcome };
  }
  const authenticated = collect(authentication(mesh, proxy, request, now));
  const { claims, request: left } = authenticated;
  if (authenticated.outcome !== 'accepted') {
    return { steps, unknown, outcome: authenticated.outcome, claims, request: left, asked };
  }
  const isSame = claims === undefined && left === request;
  const { outcome } = collect(authorize(policies, isSame ? known : knownOf(connection, left, claims)));
  return { steps, unknown, outcome, claims, request: left, asked };
}

function withPath(request: Request, path: string): Request {
  return path === request.path ? request : { ...request, path };
}

/** What is known of a request, of which all is known but where it comes from. */
export function knownOf(connection: KnownConnection, request: Request | undefined, claims: Claims = {}): KnownRequest {
  const { port, identities, peerAddress, remoteAddress, sni } = connection;
  if (request === undefined) {
    return { isHttp: false, port, identities, peerAddress, remoteAddress, sni };
  }
  const { method, authority = '', path } = request;
  const headers: Record<string, string[] | undefined> = {};
  for (const [name, value] of request.headers) {
    (headers[name] ??= []).push(value);
  }
  for (const [name] of request.headers.filter(isOpenHeader)) {
    if (isOfEnvoy(name)) {
      delete headers[name];
    } else {
      headers[name] = undefined;
    }
  }
  return {
    isHttp: true,
    port,
    identities,
    peerAddress,
    remoteAddress,
    sni,
    method,
    authority,
    path: { exact: path.split(/[?#]/, 1)[0] },
    headers,
    hasAllHeaders: true,
    claims,
  };
}
