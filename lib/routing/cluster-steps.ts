import { isIP } from 'node:net';
import { CONFIG_MAP_CREDENTIAL, NO_CREDENTIAL } from '../istio/credential-names';
import type { PlacedDestination } from '../mesh/delegates';
import type { Endpoint } from '../mesh/endpoints';
import { endpointsOf, podsBehind } from '../mesh/endpoints';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { RegistryService } from '../mesh/registry';
import { isMadeOfRoute } from '../mesh/virtual-services';
import type { NamedWaypoint } from '../mesh/waypoints';
import { waypointAtGateway } from '../mesh/waypoints';
import type { Cluster, NoCluster } from './cluster';
import { clusterOf, endpointTls } from './cluster';
import { withoutPort } from './domains';
import type { FailureName } from './failure';
import { closed, failure } from './failure';
import { originOf } from './gateway-api/origins';
import type { RouteCluster } from './http-routes';
import { proxyIdentity } from './identity';
import type { Journey, Wire } from './journey';
import { distributed, distributionOf } from './locality-shares';
import { lookedUpHost } from './looked-up-host';
import { missingText } from './missing-text';
import { podEndpoint } from './pod-endpoint';
import type { ServerSteps } from './server-steps';
import { addressOf } from './target';
import type { Considered, Place } from './trace';
import type { WalkLog } from './walk-log';
import type { Weighted } from './weighted-endpoints';
import { sum, weighted } from './weighted-endpoints';

/** What a proxy does once it knows the cluster: subset, endpoints, and the connection to one of them. */
export class ClusterSteps {
  constructor(
    private readonly mesh: Mesh,
    private readonly log: WalkLog,
    private readonly servers: ServerSteps,
    private readonly atWaypoint: (
      journey: Journey,
      waypoint: NamedWaypoint,
      service: RegistryService,
      port: number,
    ) => void,
  ) {}

  /** Connections whose requests nobody reads. */
  public toClusters(journey: Journey, proxy: Proxy, clusters: readonly RouteCluster[], hop: number): void {
    const whole = sum(clusters.map(({ weight }) => weight));
    if (clusters.length === 0) {
      this.log.fail(journey, hop, closed('NoCluster'));
    }
    for (const { cluster, weight, destination } of clusters) {
      const share =
        clusters.length === 1 || whole === 0 ? journey.share / clusters.length : (journey.share * weight) / whole;
      this.go({ ...journey, isRead: false, share }, proxy, cluster, hop, destination);
    }
  }

  /** A request that the proxy has read. */
  public toCluster(journey: Journey, proxy: Proxy, name: string, hop: number, destination?: PlacedDestination): void {
    const found = clusterOf(this.mesh, proxy, name);
    const version = 'missing' in found ? undefined : found.version;
    const request = version === undefined ? journey.request : { ...journey.request!, version };
    this.go({ ...journey, request }, proxy, name, hop, destination);
  }

  private go(journey: Journey, proxy: Proxy, name: string, hop: number, destination?: PlacedDestination): void {
    const fail = (kind: FailureName): void =>
      this.log.fail(journey, hop, journey.isRead === true ? failure(kind) : closed(kind));
    if (name === 'PassthroughCluster') {
      this.passThrough(journey, hop);
      return;
    }
    if (name === 'AllowAnyDynamicDNSCluster') {
      this.log.step(hop, 'cluster', `${name}: to the host of the request`);
      const { authority = '' } = journey.request ?? {};
      this.log.outside({ ...journey, cluster: name }, withoutPort(authority), journey.target.port);
      return;
    }
    const place = { object: destination?.object, path: destination?.path };
    const isMade = destination !== undefined && isMadeOfRoute(destination.object);
    const found = clusterOf(this.mesh, proxy, name);
    if ('missing' in found) {
      this.log.step(hop, 'cluster', missingText(found), place, () => hiddenBy(found));
      this.tieOfRule(found);
      // The router answers for a cluster that is not there, with the status that istiod gives it for routes of the Gateway API.
      const { flags, details } = failure('NoCluster');
      const kind = isMade ? 'InvalidBackend' : 'NoCluster';
      this.log.fail(
        journey,
        hop,
        journey.isRead === true ? failure(kind, { flags, details }) : closed(kind, { flags }),
      );
      return;
    }
    this.log.step(hop, 'cluster', name, place);
    this.tieOfRule(found);
    const { subset, lookup } = found;
    if (subset !== undefined) {
      this.log.step(
        hop,
        'subset',
        `${subset.name}: ${labelsText(subset.labels)}`,
        { object: subset.from, path: subset.path },
        () =>
          lookup.passedOver.map((rule) => ({
            what: `DestinationRule ${rule.rules[0].key}`,
            object: rule.rules[0],
            path: 'spec.host',
            why: 'the search ends before it',
          })),
      );
    }
    if (journey.isRead === false) {
      this.knowTunnel(found, hop);
    }
    const onward = { ...journey, cluster: name, subset: subset?.name };
    if (this.throughWaypoint(onward, proxy, found)) {
      return;
    }
    if (found.originalDestination) {
      this.toOriginal(onward, proxy, found, hop);
      return;
    }
    if (found.isLookedUp) {
      this.toLookedUp(onward, proxy, found, hop);
      return;
    }
    const known = found.endpoints;
    const endpoints = this.distributed(
      found,
      weighted(known.length === 0 ? this.servers.untold(found.service, found.port) : known),
    );
    if (endpoints.length === 0) {
      this.log.step(hop, 'endpoints', 'none', {
        object: subset?.from ?? found.service.object,
        path: subset?.path ?? 'spec.selector',
      });
      fail('NoEndpoint');
      return;
    }
    this.log.spread(onward, endpoints, (part, endpoint) => this.open(part, proxy, found, endpoint, hop));
  }

  private distributed({ loadBalancer, lookup }: Cluster, endpoints: readonly Weighted[]): readonly Weighted[] {
    const found = distributed(distributionOf(this.mesh, loadBalancer), endpoints);
    if (found === undefined) {
      this.log.know({
        what: 'endpoints',
        text: `localityLbSetting.distribute divides the calls by the localities of client and pods, which are in no file; shares are taken from the endpoints.`,
        objects: lookup.rule?.rules ?? [],
      });
    }
    return found ?? endpoints;
  }

  /** Gateways send requests for a service through its waypoint where a label says so. */
  private throughWaypoint(journey: Journey, proxy: Proxy, { service, port }: Cluster): boolean {
    const waypoint = waypointAtGateway(this.mesh, proxy, service);
    if (waypoint === undefined) {
      return false;
    }
    const identity = proxyIdentity(this.mesh, proxy);
    const address = proxy.workload && addressOf(proxy.workload);
    const { passedOn: client } = journey;
    const wire: Wire = { tls: 'mesh', tunnelled: true, identity, address, client };
    this.atWaypoint({ ...journey, wire }, waypoint, service, port);
    return true;
  }

  public passThrough(journey: Journey, hop: number, place: Place = {}): void {
    this.log.step(
      hop,
      'cluster',
      'PassthroughCluster: to the address as it was dialled, in plain text if the client began none',
      place,
    );
    this.servers.direct({ ...journey, cluster: 'PassthroughCluster', subset: undefined });
  }

  /**
   * To the address that the client has dialled, whatever endpoints there are; to another port of it where a ServiceEntry says so
   * (pilot/pkg/networking/core/cluster_builder.go: buildCluster, UpstreamPortOverride).
   */
  private toOriginal(journey: Journey, proxy: Proxy, cluster: Cluster, hop: number): void {
    if (proxy.kind === 'gateway') {
      this.log.step(hop, 'endpoints', 'none: no client has told a gateway where it wants to go', {
        object: cluster.service.object,
        path: 'spec.resolution',
      });
      this.log.fail(journey, hop, journey.isRead === true ? failure('NoEndpoint') : closed('NoEndpoint'));
      return;
    }
    const { targetPort } = cluster.service.ports.find(({ number }) => number === cluster.port) ?? {};
    const isOther =
      cluster.service.external && cluster.service.resolution === 'Passthrough' && typeof targetPort === 'number';
    const port = isOther ? targetPort : journey.target.port;
    const target = { ...journey.target, port };
    const dialled = target.service;
    if (target.workload !== undefined) {
      this.open(journey, proxy, cluster, podEndpoint(this.mesh, target.workload, target.port), hop);
      return;
    }
    if (dialled === undefined || dialled.external) {
      const endpoint: Endpoint = {
        object: cluster.service.object,
        path: '',
        namespace: cluster.service.namespace,
        labels: {},
        address: target.address ?? target.host,
        port: target.port,
        hasProxy: false,
      };
      this.open(journey, proxy, cluster, endpoint, hop);
      return;
    }
    const endpoints = weighted(podsBehind(this.mesh, dialled, target.port));
    if (endpoints.length === 0) {
      // The proxy knows an address, and nothing takes connections there.
      this.log.step(hop, 'endpoints', 'none', { object: dialled.object, path: 'spec.selector' });
      this.log.fail(journey, hop, closed('NoEndpoint', { connection: 'refused' }));
    }
    this.log.spread(journey, endpoints, (part, endpoint) => this.open(part, proxy, cluster, endpoint, hop));
  }

  /** To the host that the connection or request itself names. */
  private toLookedUp(journey: Journey, proxy: Proxy, cluster: Cluster, hop: number): void {
    const place = { object: cluster.service.object, path: 'spec.resolution' };
    const host = lookedUpHost(journey, proxy, cluster);
    if (host === undefined) {
      this.log.step(hop, 'endpoints', 'none: no host is looked up', place);
      this.log.fail(journey, hop, journey.isRead === true ? failure('NoEndpoint') : closed('NoEndpoint'));
      return;
    }
    this.log.step(hop, 'endpoints', `${host.address}, looked up in DNS`, place);
    this.open(journey, proxy, cluster, host, hop);
  }

  /** Opens the connection to an endpoint of a cluster. */
  private open(journey: Journey, proxy: Proxy, cluster: Cluster, endpoint: Endpoint, hop: number): void {
    const tls = endpointTls(this.mesh, cluster, endpoint);
    this.log.step(hop, 'mutualTls', tls.why, { object: tls.object, path: tls.path });
    const { settings, sni } = cluster.tls;
    if (settings?.credentialName === NO_CREDENTIAL && tls.mode !== 'none') {
      this.log.step(hop, 'mutualTls', 'no certificate to compare that of the server with', {
        object: tls.object,
        path: tls.path,
      });
      this.log.fail(
        journey,
        hop,
        journey.isRead === true ? failure('CertificateRejected') : closed('CertificateRejected'),
      );
      return;
    }
    this.knowConfigMap(settings?.credentialName, tls.object);
    const address = proxy.workload && addressOf(proxy.workload);
    const knowsCaller = tls.mode === 'mesh' || tls.tunnelled === true;
    const identity = knowsCaller ? proxyIdentity(this.mesh, proxy) : undefined;
    const { passedOn: client } = journey;
    const wire: Wire =
      tls.mode === 'mesh'
        ? {
            tls: 'mesh',
            agreesOnHttp2: cluster.version === '2' && tls.tunnelled !== true,
            tunnelled: tls.tunnelled,
            sni: tls.tunnelled === true ? undefined : sni,
            identity,
            address,
            client,
          }
        : tls.mode === 'none'
          ? {
              ...journey.wire,
              tls: journey.hello === undefined ? 'none' : 'origin',
              sni: journey.hello?.sni,
              identity: undefined,
              agreesOnHttp2: undefined,
              tunnelled: undefined,
              address,
              client,
            }
          : {
              tls: 'made',
              sni: settings?.sni ?? (journey.request?.authority && withoutPort(journey.request.authority)),
              hasCertificate: tls.mode === 'MUTUAL',
              tunnelled: tls.tunnelled,
              identity,
              address,
              client,
            };
    if (tls.mode === 'mesh' && cluster.originalDestination && !this.isOfService(cluster, endpoint)) {
      this.log.step(hop, 'mutualTls', 'the pods at the address are not those of the service, by their certificate');
      this.log.fail({ ...journey, wire }, hop, closed('CertificateRejected'));
      return;
    }
    const port = cluster.service.ports.find(({ number }) => number === cluster.port);
    this.servers.toEndpoint({ ...journey, wire }, endpoint, cluster.service, port?.protocol);
  }

  /** Connections that nobody reads may go to a proxy, which is asked for the way on (pilot/pkg/networking/core/tunnelingconfig/apply.go: Apply). */
  private knowTunnel({ lookup: { rule }, subset, service }: Cluster, hop: number): void {
    const { tunnel } = (subset === undefined ? rule?.trafficPolicy : subset.trafficPolicy) ?? {};
    const object = subset?.from ?? rule?.policyFrom;
    if (tunnel !== undefined && object !== undefined) {
      const { protocol = 'CONNECT', targetHost, targetPort } = tunnel;
      const asked = `${protocol === 'POST' ? 'POST' : 'CONNECT'} ${isIP(targetHost) === 6 ? `[${targetHost}]` : targetHost}:${targetPort}`;
      const path = `${subset === undefined ? 'spec' : subset.path}.trafficPolicy.tunnel`;
      this.log.step(hop, 'action', `in a tunnel through ${service.host}: ${asked}`, { object, path });
      this.log.know({
        what: 'server',
        text: `${object.kind} ${object.key} sends the connection to ${service.host} as a proxy, within ${asked}. What that makes of it is in no file.`,
        objects: [object],
      });
    }
  }

  /** What a BackendTLSPolicy compares certificates with may be made by somebody else. */
  private knowConfigMap(credential: string | undefined, policy: Place['object']): void {
    const key =
      credential?.startsWith(CONFIG_MAP_CREDENTIAL) === true
        ? credential.slice(CONFIG_MAP_CREDENTIAL.length)
        : undefined;
    const [namespace = '', name = ''] = key?.split('/') ?? [];
    if (key !== undefined && this.mesh.find('core/ConfigMap', namespace, name) === undefined) {
      const object = policy && originOf({ object: policy }).object;
      this.log.know({
        what: 'certificates',
        text: `No file shows ConfigMap ${key}. If it is not there, the answer is 503.`,
        objects: object === undefined ? [] : [object],
      });
    }
  }

  /** Whether pods run as one of the accounts of a service, which the client compares (cluster_tls.go: buildAutoMtlsSettings); all do if it has none. */
  private isOfService({ service, port }: Cluster, { namespace, serviceAccount }: Endpoint): boolean {
    const own = endpointsOf(this.mesh, service, port).filter((each) => each.serviceAccount !== undefined);
    return (
      own.length === 0 || own.some((each) => each.namespace === namespace && each.serviceAccount === serviceAccount)
    );
  }

  private tieOfRule({ lookup }: Cluster | NoCluster): void {
    this.log.tie(lookup?.rule?.rules ?? []);
  }
}

function hiddenBy({ missing, hidden, lookup }: NoCluster): Considered[] {
  const rules = [...(lookup?.rule === undefined ? [] : [lookup.rule]), ...(lookup?.blockedBy ?? [])];
  return missing === 'subset'
    ? [
        ...rules.map((rule) => ({
          what: `DestinationRule ${rule.rules[0].key}`,
          object: rule.rules[0],
          path: 'spec.subsets',
          why: rule === lookup?.rule ? 'it applies, and lacks the subset' : 'it ends the search, and is for others',
        })),
        ...(lookup?.passedOver ?? []).map((rule) => ({
          what: `DestinationRule ${rule.rules[0].key}`,
          object: rule.rules[0],
          path: 'spec.host',
          why: 'the search ends before it',
        })),
      ]
    : hidden.map(({ object }) => ({
        what: `${object.kind} ${object.key}`,
        object,
        path: 'spec.exportTo',
        why: 'not exported to here',
      }));
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels);
  return entries.length === 0 ? 'all pods' : entries.map(([name, value]) => `${name}=${value}`).join(', ');
}
