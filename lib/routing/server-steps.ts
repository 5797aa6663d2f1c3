import { serviceOfHost } from '../istio/host';
import type { Protocol } from '../istio/protocol';
import type { Endpoint } from '../mesh/endpoints';
import { podsBehind } from '../mesh/endpoints';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { RegistryService } from '../mesh/registry';
import { untoldPods } from '../mesh/untold-pods';
import { endpointName } from './endpoint-name';
import { closed } from './failure';
import type { Journey } from './journey';
import { portMissing } from './missing-port';
import { patchedProxy } from './patched-proxy';
import { podEndpoint } from './pod-endpoint';
import { podPort } from './pod-port';
import { gatewayOfPods, sidecarOfPods } from './proxy-of-pods';
import { serverSide } from './server-side';
import type { WalkLog } from './walk-log';
import { weighted } from './weighted-endpoints';

/** How a server is reached: by its address, past all rules, or as an endpoint that a proxy has chosen. */
export class ServerSteps {
  /** @param atGateway what follows where the server is a gateway: of its pods the port is given */
  constructor(
    private readonly mesh: Mesh,
    private readonly log: WalkLog,
    private readonly atGateway: (journey: Journey, gateway: Proxy, port: number) => void,
  ) {}

  /** Without a proxy of its own, or past it: to the address as it was dialled. */
  public direct(journey: Journey): void {
    const { target, share } = journey;
    const { workload, service, gateway, port } = target;
    if (gateway !== undefined) {
      this.atGateway(journey, gateway, podPort(this.mesh, gateway, port));
    } else if (workload !== undefined) {
      this.toEndpoint(journey, podEndpoint(this.mesh, workload, port));
    } else if (service?.aliasFor !== undefined) {
      this.toName(journey, service.aliasFor, service);
    } else if (service !== undefined && !service.external) {
      const isKnown = service.ports.some(({ number }) => number === port);
      const known = isKnown ? podsBehind(this.mesh, service, port) : [];
      const endpoints = weighted(isKnown && known.length === 0 ? this.untold(service, port) : known);
      if (endpoints.length === 0) {
        const hop = this.log.hop('server', `${service.object.key}`, share, journey.previous);
        this.log.step(
          hop,
          'endpoints',
          isKnown ? `Service ${service.object.key} has no pods` : portMissing(service, port),
          { object: service.object, path: isKnown ? 'spec.selector' : 'spec.ports' },
        );
        this.log.fail(journey, hop, closed(isKnown ? 'NoEndpoint' : 'NoListener', { connection: 'refused' }));
      }
      this.log.spread(journey, endpoints, (part, endpoint) => this.toEndpoint(part, endpoint));
    } else if (service === undefined && target.address === undefined) {
      this.toName(journey, target.host);
    } else {
      this.log.outside(journey, target.host, port, target.address);
    }
  }

  /** To what DNS says of a name: that of the cluster knows the names of its Services, and no others that end so. */
  private toName(journey: Journey, name: string, alias?: RegistryService): void {
    const host = name.replace(/\.$/, '');
    if (serviceOfHost(host.toLowerCase(), this.mesh.context.clusterDomain) === undefined) {
      this.log.outside(journey, host, journey.target.port);
      return;
    }
    const hop = this.log.hop('outside', host, journey.share, journey.previous);
    const place = alias && { object: alias.object, path: 'spec.externalName' };
    this.log.step(hop, 'endpoints', `no Service has the name ${host}, so it leads nowhere`, place);
    const unread = { ...journey, readsRequests: false };
    this.log.fail(unread, hop, closed('UnknownHost', { connection: 'refused', flags: undefined }));
  }

  /** In place of the pods behind a Service of elsewhere of which nobody said which they are. */
  public untold(service: RegistryService, port: number): readonly Endpoint[] {
    const workload = untoldPods(this.mesh, service);
    if (workload === undefined) {
      return [];
    }
    const { object, ports } = service;
    this.log.know({
      what: 'endpoints',
      text: `Which pods are behind Service ${object.key} is in no file; it is taken that there are some.`,
      objects: [object],
    });
    const { targetPort = port } = ports.find(({ number }) => number === port) ?? {};
    return [podEndpoint(this.mesh, workload, typeof targetPort === 'number' ? targetPort : port)];
  }

  /** @param protocol of the port of the service */
  public toEndpoint(journey: Journey, endpoint: Endpoint, service?: RegistryService, protocol?: Protocol): void {
    const { workload, port } = endpoint;
    const gateway = workload && gatewayOfPods(this.mesh, workload);
    if (gateway !== undefined) {
      this.atGateway(journey, gateway, port);
      return;
    }
    const name = endpointName(endpoint, service);
    const { isNamesake, share, previous } = journey;
    const called = isNamesake === true && endpoint.address !== undefined && endpoint.address !== name;
    const hop = this.log.hop(
      isKnownServer(endpoint) ? 'server' : 'outside',
      called ? `${name} at ${endpoint.address}` : name,
      share,
      previous,
    );
    const { wire } = journey;
    const seenAs = { ...journey, previous: hop };
    if (wire.tls === 'made' && journey.hello !== undefined && protocol === 'HTTPS') {
      this.log.step(
        hop,
        'mutualTls',
        'within the TLS of the proxy it gets that of the client, where it expects requests',
      );
      this.log.fail(seenAs, hop, closed('TlsMismatch'));
      return;
    }
    if (workload === undefined && !endpoint.hasProxy) {
      if (wire.tls === 'mesh') {
        this.log.step(hop, 'mutualTls', 'the server is not in the mesh, so there is nobody to speak mutual TLS with');
        this.log.fail(seenAs, hop, closed('TlsMismatch'));
        return;
      }
      this.log.reached(seenAs, hop, endpoint, name);
      return;
    }
    const sidecar = workload && sidecarOfPods(this.mesh, workload);
    if (sidecar !== undefined) {
      const part = { context: 'SIDECAR_INBOUND', port } as const;
      patchedProxy(this.mesh, sidecar, part).forEach((each) => this.log.know(each));
    }
    const { namespace, labels } = endpoint;
    const answer = serverSide(this.mesh, {
      server: workload ?? { kind: 'sidecar', namespace, labels, name: endpoint.object.name },
      port,
      connection: {
        tls: wire.tunnelled === true ? 'mesh' : wire.tls === 'mesh' || wire.tls === 'none' ? wire.tls : 'foreign',
        identity: wire.identity,
        clientCertificate: journey.hello?.certificate,
        sni: wire.sni,
        agreesOnHttp2: wire.agreesOnHttp2,
        address: wire.address,
        client: wire.client,
      },
      request: journey.hello === undefined && wire.tls !== 'made' ? journey.request : undefined,
    });
    if (this.log.admits(answer, seenAs, hop)) {
      this.log.reached({ ...seenAs, request: answer.request ?? journey.request }, hop, endpoint, name, answer.identity);
    }
  }
}

function isKnownServer({ workload, object }: Endpoint): boolean {
  return workload !== undefined || object.kind === 'WorkloadEntry';
}
