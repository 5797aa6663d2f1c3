import type { ClientTlsSettings, TrafficPolicy } from '../../imports/networking';
import { clusterParts } from '../istio/cluster-name';
import { CONFIG_MAP_CREDENTIAL } from '../istio/credential-names';
import { isWildcard } from '../istio/host';
import { isHttp, isHttp2 } from '../istio/protocol';
import type { EffectiveRule, EffectiveSubset, RuleLookup } from '../mesh/destination-rules';
import { clusterPolicy, ruleFor } from '../mesh/destination-rules';
import type { Endpoint } from '../mesh/endpoints';
import { endpointsOf, toldEndpointsOf } from '../mesh/endpoints';
import { meshConfig } from '../mesh/mesh-config';
import { mutualTlsMode } from '../mesh/mutual-tls';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import type { RegistryService } from '../mesh/registry';
import { registry } from '../mesh/registry';
import { sidecarScope } from '../mesh/sidecar-scope';
import { takesTunnel } from '../mesh/tunnels';

/** Where a proxy sends requests or connections, by the name that istiod gives it. */
export interface Cluster {
  readonly name: string;
  readonly service: RegistryService;
  readonly port: number;
  readonly subset?: EffectiveSubset;
  readonly lookup: RuleLookup;
  readonly tls: ClusterTls;
  /** What it sends requests in, whatever the client speaks; undefined for what the client speaks. */
  readonly version?: '1.1' | '2';
  /** Those of the subset. */
  readonly endpoints: readonly Endpoint[];
  readonly loadBalancer?: TrafficPolicy['loadBalancer'];
  /** Whether it goes to the address that the client has dialled. */
  readonly originalDestination: boolean;
  /** Whether the host of each connection or request is looked up: that of its SNI or Host. */
  readonly isLookedUp: boolean;
  /** Whether it is one of a waypoint for a service of its own. */
  readonly atWaypoint: boolean;
}

/** Why a proxy has no cluster of a name. */
export interface NoCluster {
  readonly name: string;
  readonly missing: 'host' | 'port' | 'subset' | 'endpoints';
  /** The service, where the proxy sees one of the host. */
  readonly service?: RegistryService;
  /** Services of the host that the proxy does not see. */
  readonly hidden: readonly RegistryService[];
  readonly lookup?: RuleLookup;
}

/** What a cluster says when it opens connections. */
export interface ClusterTls {
  /** `auto`: mutual TLS with those endpoints that have a proxy and take it. */
  readonly mode: 'none' | 'auto' | 'ISTIO_MUTUAL' | 'SIMPLE' | 'MUTUAL';
  /** Undefined for the name that the request is for. */
  readonly sni?: string;
  /** The settings of a DestinationRule, where they decide. */
  readonly settings?: ClientTlsSettings;
}

/** A cluster of a proxy by its name, `outbound|80|v1|reviews.shop.svc.cluster.local`. */
export function clusterOf(mesh: Mesh, proxy: Proxy, name: string): Cluster | NoCluster {
  const known = mesh.derive(knownClusters);
  let ofProxy = known.get(proxy);
  if (ofProxy === undefined) {
    ofProxy = new Map();
    known.set(proxy, ofProxy);
  }
  let cluster = ofProxy.get(name);
  if (cluster === undefined) {
    cluster = findCluster(mesh, proxy, name);
    ofProxy.set(name, cluster);
  }
  return cluster;
}

function knownClusters(): Map<Proxy, Map<string, Cluster | NoCluster>> {
  return new Map();
}

function findCluster(mesh: Mesh, proxy: Proxy, name: string): Cluster | NoCluster {
  const { port, subset: subsetName, host, atWaypoint } = clusterParts(name);
  const service = sidecarScope(mesh, proxy).service(host);
  const hidden = registry(mesh)
    .withHost(host)
    .filter((each) => !each.visibility.includes(proxy.namespace) || service === undefined);
  if (service === undefined || service.resolution === 'Alias') {
    return { name, missing: 'host', service, hidden };
  }
  const lookup = ruleFor(mesh, proxy, service);
  if (!service.ports.some(({ number, protocol }) => number === port && protocol !== 'UDP')) {
    return { name, missing: 'port', service, hidden, lookup };
  }
  const isLookedUp = isDynamic(service) && isWildcard(service.host);
  const subset =
    subsetName === '' || isLookedUp ? undefined : lookup.rule?.subsets.find((each) => each.name === subsetName);
  if (subsetName !== '' && subset === undefined) {
    return { name, missing: 'subset', service, hidden, lookup };
  }
  // Of names that the proxy resolves itself a subset without endpoints has no cluster.
  const isTold = !service.resolution.includes('DNS');
  const endpoints = (isTold ? toldEndpointsOf : endpointsOf)(mesh, service, port, subset?.labels);
  if (service.resolution.includes('DNS') && endpoints.length === 0 && !isDynamic(service)) {
    return { name, missing: 'endpoints', service, hidden, lookup };
  }
  const policy = clusterPolicy(mesh, lookup.rule, port, subset?.name);
  const originalDestination = isDialled(service, proxy) || passesThrough(policy);
  const isInferred = service.resolution === 'Passthrough' || originalDestination;
  const tls = clusterTls(mesh, proxy, service, lookup.rule, port, subsetName);
  return {
    name,
    service,
    port,
    subset,
    lookup,
    endpoints,
    loadBalancer: policy?.loadBalancer,
    tls: isInferred && tls.settings === undefined ? inferredTls(mesh, service, port) : tls,
    version: clusterVersion(mesh, proxy, service, port, policy),
    originalDestination,
    isLookedUp,
    atWaypoint,
  };
}

/**
 * pilot/pkg/networking/core/cluster_builder.go: setUpstreamProtocol; cluster_traffic_policy.go: shouldH2Upgrade. Other than sidecars, gateways do
 * not detect what clients speak.
 */
function clusterVersion(
  mesh: Mesh,
  { kind }: Pick<Proxy, 'kind'>,
  { ports }: RegistryService,
  port: number,
  policy: TrafficPolicy | undefined,
): Cluster['version'] {
  const { useClientProtocol, h2UpgradePolicy } = policy?.connectionPool?.http ?? {};
  const protocol = ports.find(({ number }) => number === port)!.protocol;
  if (useClientProtocol === true) {
    return undefined;
  }
  if (isHttp2(protocol) || h2UpgradePolicy === 'UPGRADE') {
    return '2';
  }
  if (isHttp(protocol) && h2UpgradePolicy !== 'DO_NOT_UPGRADE' && meshConfig(mesh).upgradesToHttp2) {
    return '2';
  }
  return protocol === 'Unsupported' && kind !== 'gateway' ? undefined : '1.1';
}

/** Pods that are called by their own addresses get mutual TLS if all of them take it (pilot/pkg/model/push_context.go: BestEffortInferServiceMTLSMode). */
function inferredTls(mesh: Mesh, service: RegistryService, port: number): ClusterTls {
  const endpoints = endpointsOf(mesh, service, port);
  const isTaken =
    !service.meshExternal &&
    meshConfig(mesh).enableAutoMtls &&
    endpoints.length > 0 &&
    endpoints.every(({ hasProxy }) => hasProxy) &&
    mutualTlsMode(mesh, { namespace: service.namespace, labels: {} }).mode !== 'DISABLE';
  return { mode: isTaken ? 'ISTIO_MUTUAL' : 'none' };
}

/** Whether a proxy goes to the address that a client has dialled; gateways go by the endpoints that there are (cluster.go: convertResolution). */
function isDialled({ resolution }: RegistryService, { kind }: Pick<Proxy, 'kind'>): boolean {
  return resolution === 'Passthrough' && kind !== 'gateway';
}

function isDynamic({ resolution }: RegistryService): boolean {
  return resolution === 'DynamicDNS';
}

/**
 * How a cluster opens connections (pilot/pkg/networking/core/cluster_tls.go: buildUpstreamTLSSettings, applyUpstreamTLSSettings). That pods of
 * a service whose addresses the client dials itself take mutual TLS is not known here: where nothing says otherwise they get plain text.
 */
export function clusterTls(
  mesh: Mesh,
  proxy: Pick<Proxy, 'kind'>,
  service: RegistryService,
  rule: EffectiveRule | undefined,
  port: number,
  subset: string,
): ClusterTls {
  const policy = clusterPolicy(mesh, rule, port, subset === '' ? undefined : subset);
  // The server name is that of each request where the host is looked up for it.
  const dynamic = isDynamic(service) && isWildcard(service.host);
  const ownSni = dynamic ? undefined : `outbound_.${port}_.${subset}_.${service.host}`;
  if (policy?.tls !== undefined) {
    return givenTls(proxy, rule, policy.tls, ownSni);
  }
  const declared =
    subset === '' ? rule?.trafficPolicy : rule?.subsets.find(({ name }) => name === subset)?.trafficPolicy;
  const direct = service.resolution === 'Passthrough' || passesThrough(declared);
  const ofNamespace = mutualTlsMode(mesh, { namespace: service.namespace, labels: {} });
  if (service.meshExternal || !meshConfig(mesh).enableAutoMtls || direct || ofNamespace.mode === 'DISABLE') {
    return { mode: 'none' };
  }
  // Pods that are called by their own addresses are not told apart; subsets are called as the whole is.
  const untold = passesThrough(policy) || passesThrough(clusterPolicy(mesh, rule, port));
  return { mode: untold ? 'ISTIO_MUTUAL' : 'auto', sni: ownSni };
}

function passesThrough(policy: TrafficPolicy | undefined): boolean {
  return policy?.loadBalancer?.simple === 'PASSTHROUGH';
}

function givenTls(
  proxy: Pick<Proxy, 'kind'>,
  rule: EffectiveRule | undefined,
  settings: ClientTlsSettings,
  ownSni: string | undefined,
): ClusterTls {
  const { mode, sni, credentialName } = settings;
  switch (mode) {
    case 'ISTIO_MUTUAL':
      return { mode, sni: sni ?? ownSni, settings };
    case 'SIMPLE':
    case 'MUTUAL':
      // The secrets of a sidecar are those of its own pods; a ConfigMap is for everybody.
      return credentialName !== undefined &&
        !credentialName.startsWith(CONFIG_MAP_CREDENTIAL) &&
        proxy.kind === 'sidecar' &&
        rule?.selector === undefined
        ? { mode: 'none', settings }
        : { mode, sni, settings };
    default:
      return { mode: 'none', settings };
  }
}

/** Why a connection to an endpoint has mutual TLS, or has not. */
export interface EndpointTls {
  readonly mode: 'none' | 'mesh' | 'SIMPLE' | 'MUTUAL';
  /** Whether it is in a tunnel of the mesh, which knows the caller whatever is in it. */
  readonly tunnelled?: boolean;
  /** What decides, as a text. */
  readonly why: string;
  readonly object?: MeshObject;
  readonly path?: string;
}

/**
 * How a connection to one endpoint is opened: the endpoint counts where no rule says it (pilot/pkg/xds/endpoints/mtls_checker.go:
 * checkMtlsEnabled).
 */
export function endpointTls(mesh: Mesh, cluster: Cluster, endpoint: Endpoint): EndpointTls {
  const { tls, lookup, port, subset, atWaypoint } = cluster;
  const tunnelled = !cluster.originalDestination && (atWaypoint || !endpoint.hasProxy) && takesTunnel(mesh, endpoint);
  if (tunnelled || atWaypoint) {
    return inTunnel(cluster, tunnelled);
  }
  const from = lookup.rule?.policyFrom;
  if (tls.mode !== 'auto') {
    const mode = tls.mode === 'ISTIO_MUTUAL' ? 'mesh' : tls.mode;
    return tls.settings === undefined
      ? { mode, why: mode === 'none' ? 'plain text' : 'mutual TLS' }
      : { mode, why: `tls.mode ${tls.settings.mode ?? 'DISABLE'}`, ...settingsPlace(lookup.rule, port, subset) };
  }
  const declared = saidMode(subset?.trafficPolicy, port) ?? saidMode(lookup.rule?.trafficPolicy, port);
  if (declared !== undefined) {
    return {
      mode: declared === 'ISTIO_MUTUAL' ? 'mesh' : 'none',
      why: `tls.mode ${declared}`,
      object: from,
      path: 'spec.trafficPolicy.tls.mode',
    };
  }
  if (!endpoint.hasProxy) {
    return { mode: 'none', why: 'the pods have no sidecar' };
  }
  const { mode, from: object, path } = mutualTlsMode(mesh, endpoint, endpoint.port);
  return mode === 'DISABLE'
    ? { mode: 'none', why: 'the pods take plain text alone', object, path }
    : { mode: 'mesh', why: 'mutual TLS (auto)' };
}

/**
 * In a tunnel there is only the TLS that a rule begins for the server itself. Waypoints know mutual TLS of the mesh in tunnels alone
 * (pilot/pkg/networking/core/cluster_tls.go: applyHBONETransportSocketMatches; cluster_waypoint.go: buildWaypointTLSContext).
 */
function inTunnel({ tls: { mode }, lookup, port, subset }: Cluster, tunnelled: boolean): EndpointTls {
  if (mode === 'SIMPLE' || mode === 'MUTUAL') {
    const why = `tls.mode ${mode}${tunnelled ? ', in a tunnel (HBONE)' : ''}`;
    return { mode, why, tunnelled, ...settingsPlace(lookup.rule, port, subset) };
  }
  return tunnelled
    ? { mode: 'mesh', why: 'a tunnel (HBONE) to the ztunnel of the pods', tunnelled }
    : { mode: 'none', why: 'plain text, as nothing there takes tunnels' };
}

/** The mode that a policy says itself, with that of the port before the other (mtls_checker.go: trafficPolicyTLSModeForPort). */
function saidMode(policy: TrafficPolicy | undefined, port: number): string | undefined {
  const ofPort = policy?.portLevelSettings?.find((each) => each.port?.number === port)?.tls;
  const tls = ofPort ?? policy?.tls;
  return tls && (tls.mode ?? 'DISABLE');
}

/** Where the settings of a cluster stand. */
function settingsPlace(
  rule: EffectiveRule | undefined,
  port: number,
  subset: EffectiveSubset | undefined,
): { readonly object?: MeshObject; readonly path?: string } {
  const within = (policy: TrafficPolicy | undefined, at: string): string | undefined => {
    const i = (policy?.portLevelSettings ?? []).findIndex((each) => each.port?.number === port);
    const tls = i < 0 ? policy?.tls : policy!.portLevelSettings![i].tls;
    return tls === undefined ? undefined : `${at}${i < 0 ? '' : `.portLevelSettings[${i}]`}.tls.mode`;
  };
  const own = subset && within(subset.trafficPolicy, `${subset.path}.trafficPolicy`);
  return own === undefined
    ? { object: rule?.policyFrom, path: within(rule?.trafficPolicy, 'spec.trafficPolicy') }
    : { object: subset!.from, path: own };
}
