import type { Server } from '../../imports/networking';
import { gatewayListeners } from '../mesh/gateway-listeners';
import type { GatewayServer } from '../mesh/gateway-servers';
import { speaksTls } from '../mesh/gateway-servers';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import { once } from '../mesh/reading/once';
import { chosenChain } from './chain-choice';
import type { ClusterSteps } from './cluster-steps';
import type { FailureName } from './failure';
import { closed, failure } from './failure';
import type { GatewayChain } from './gateway-chains';
import { gatewayChains } from './gateway-chains';
import { serviceAtGateway } from './gateway-routes';
import { NOT_HTTP2, isMisread } from './inbound-chain';
import type { Journey, Wire } from './journey';
import { patchedProxy } from './patched-proxy';
import { receptionOf } from './received';
import type { RouteSteps } from './route-steps';
import { lookedUpHosts } from './route-table';
import type { Connection } from './server-call';
import { serverSide } from './server-side';
import type { SniForward } from './sni-forward';
import { letsThrough, sniForward } from './sni-forward';
import type { Considered } from './trace';
import type { WalkLog } from './walk-log';

/** Gateways that a call may pass: a rule may send it round in a circle. */
const MOST_GATEWAYS = 4;

/** How a gateway takes a connection, and what it does with what is in it. */
export class GatewaySteps {
  constructor(
    private readonly mesh: Mesh,
    private readonly log: WalkLog,
    private readonly routes: RouteSteps,
    private readonly clusters: ClusterSteps,
  ) {}

  public take(journey: Journey, proxy: Proxy, port: number): void {
    const { wire } = journey;
    const hop = this.log.hop('gateway', `${proxy.namespace}/${proxy.name}`, journey.share, journey.previous);
    const here = { ...journey, previous: hop, passedOn: undefined, gateways: journey.gateways + 1 };
    if (journey.gateways >= MOST_GATEWAYS) {
      this.log.step(hop, 'proxy', `the call has passed ${MOST_GATEWAYS} gateways, and comes to one again`);
      this.log.fail(here, hop, failure('Loop'));
      return;
    }
    const chains = this.known(proxy).byPort.get(port) ?? [];
    if (chains.length === 0) {
      this.log.step(hop, 'listener', `nothing listens on port ${port}`, {}, () => this.otherListeners(proxy, port));
      this.log.fail(here, hop, closed('NoListener', { connection: 'refused', flags: undefined }));
      return;
    }
    const isTls = wire.tls !== 'none';
    const chain = chosenChain(chains, { sni: wire.sni, alpn: wire.alpn, isHttp: false });
    const fits =
      chain !== undefined &&
      (isTls || !speaksTls(chain.server) || (chain.passthrough && chain.serverNames.length === 0));
    if (!fits) {
      const what = !isTls
        ? 'plain text'
        : wire.sni === undefined
          ? 'TLS without a server name'
          : `server name ${wire.sni}`;
      this.log.step(hop, 'filterChain', `no server takes ${what}`, {}, () =>
        chains.map(({ server, serverNames, source, path }) => ({
          what: `server ${serverNames.join(', ') || '*'}`,
          object: source ?? server.gateway,
          path: source === undefined ? server.path : path,
          why: isTls ? 'another server name' : 'it takes TLS',
        })),
      );
      this.log.fail(here, hop, closed('NoFilterChain'));
      return;
    }
    this.log.step(hop, 'listener', `port ${port}`);
    const forward =
      chain.routeConfig === undefined
        ? sniForward(this.mesh, proxy, { port, serverNames: chain.serverNames })
        : undefined;
    const part = { context: 'GATEWAY', followed: forward?.by.object, port } as const;
    patchedProxy(this.mesh, proxy, part).forEach((each) => this.log.know(each));
    this.throughServer(here, proxy, { chain, forward, port, hop });
  }

  private throughServer(journey: Journey, proxy: Proxy, { chain, forward, port, hop }: Taken): void {
    const { wire } = journey;
    const { server, passthrough, source, path } = chain;
    const terminates = speaksTls(server) && !passthrough;
    const credential = server.server.tls?.credentialName;
    const ofServer = { object: server.gateway, path: server.path };
    this.log.step(
      hop,
      'filterChain',
      terminates
        ? `TLS ends here${credential === undefined ? '' : `, certificate ${credential}`}`
        : passthrough
          ? `TLS passes through, server name ${wire.sni ?? 'none'}`
          : server.server.port.protocol,
      source === undefined ? ofServer : { object: source, path, also: [ofServer] },
    );
    const shown = terminates ? shownBy(journey) : undefined;
    const refused = terminates ? refusalOf(server.server.tls, wire, shown) : undefined;
    if (refused === undefined && terminates) {
      this.knowCertificate(server, wire, shown);
    }
    if (refused !== undefined) {
      this.log.fail(journey, hop, closed(refused));
      return;
    }
    if (!terminates && wire.tls !== 'none' && chain.routeConfig !== undefined) {
      this.log.fail(journey, hop, closed('TlsMismatch'));
      return;
    }
    const isMesh = terminates && wire.tls === 'mesh';
    const connection: Connection = {
      tls: isMesh ? 'mesh' : wire.tls === 'none' ? 'none' : 'foreign',
      identity: isMesh ? wire.identity : undefined,
      clientCertificate: journey.hello?.certificate,
      sni: wire.sni,
      agreesOnHttp2: isMesh && wire.agreesOnHttp2,
      address: wire.address,
    };
    // Within mutual TLS of the mesh there may be the TLS of the client.
    const opened = !terminates ? journey : isMesh ? journey : { ...journey, hello: undefined };
    if (chain.routeConfig === undefined) {
      if (this.log.admits(serverSide(this.mesh, { server: proxy, port, connection }), opened, hop)) {
        this.log.tie(chain.source === undefined ? [] : this.competing(proxy, chain.source));
        if (forward === undefined) {
          this.clusters.toClusters(opened, proxy, chain.clusters, hop);
        } else {
          this.toServerName(opened, forward, hop);
        }
      }
      return;
    }
    if (isMisread(connection, opened.request)) {
      this.log.fail(opened, hop, NOT_HTTP2);
      return;
    }
    if (opened.request === undefined || opened.hello !== undefined) {
      this.log.fail(opened, hop, failure('BadRequest'));
      return;
    }
    const reception = receptionOf(this.mesh, proxy, terminates);
    const request = this.routes.readable(opened.request, { journey: opened, hop, reception });
    if (request === undefined) {
      return;
    }
    const answer = serverSide(this.mesh, { server: proxy, port, connection, request, reception });
    if (!this.log.admits(answer, opened, hop)) {
      return;
    }
    const hosts = lookedUpHosts(this.mesh, proxy, chain.routeConfig);
    this.routes.routed(
      { ...opened, request: answer.request ?? request },
      {
        proxy,
        hop,
        hosts,
        reception,
        port: server.number,
        claims: answer.claims,
        lookup: (host, beside) => serviceAtGateway(this.mesh, proxy, host, beside),
      },
    );
  }

  /** Of what a certificate is compared with, some is in no file. */
  private knowCertificate({ gateway, server: { tls } }: GatewayServer, wire: Wire, shown?: readonly string[]): void {
    const { mode, subjectAltNames = [], verifyCertificateSpki = [], verifyCertificateHash = [] } = tls ?? {};
    const isOpen =
      [...verifyCertificateSpki, ...verifyCertificateHash].length > 0 ||
      (shown === undefined && subjectAltNames.length > 0);
    if (ASKS_CLIENTS.has(mode ?? '') && wire.hasCertificate === true && isOpen) {
      this.log.know({
        what: 'certificates',
        text: `Whether the certificate of the client is one that ${gateway.kind} ${gateway.key} names is in no file; it is taken that it is. Otherwise the connection is closed.`,
        objects: [gateway],
      });
    }
  }

  /** Through the inner listener of an EnvoyFilter, to the host of the server name. */
  private toServerName(journey: Journey, forward: SniForward, hop: number): void {
    const { object, path } = forward.by;
    const { hello, wire } = journey;
    const sni = hello?.sni ?? '';
    const isThrough = letsThrough(forward, sni);
    this.log.step(
      hop,
      'cluster',
      isThrough ? `to the server name ${sni}, looked up in DNS` : `no server name of ${forward.hosts.join(', ')}`,
      { object, path },
    );
    if (isThrough) {
      const onward = { ...journey, cluster: forward.cluster, subset: undefined };
      this.log.outside({ ...onward, wire: { ...wire, tls: 'origin', sni, identity: undefined } }, sni, forward.port);
    } else {
      this.log.fail(journey, hop, closed('NoFilterChain'));
    }
  }

  private known(proxy: Proxy): KnownChains {
    return this.mesh.derive(knownChains)(proxy);
  }

  private otherListeners(proxy: Proxy, port: number): readonly Considered[] {
    const { listeners, dropped } = gatewayListeners(this.mesh, proxy);
    return [
      ...dropped
        .filter((each) => each.port === port)
        .map(({ server, why }) => ({ what: 'server', object: server.gateway, path: server.path, why: DROPPED[why] })),
      ...listeners.flatMap(({ port: other, groups }) =>
        groups.flatMap(({ servers }) =>
          servers.map(({ gateway, path }) => ({
            what: `server on port ${other}`,
            object: gateway,
            path,
            why: other === port ? 'no rule is for it' : 'another port',
          })),
        ),
      ),
    ];
  }

  /** VirtualServices of which the older one has the server name. */
  private competing(proxy: Proxy, source: MeshObject): readonly MeshObject[] {
    const { dropped } = this.known(proxy);
    return dropped.length === 0 ? [] : [...new Set([source, ...dropped])];
  }
}

/** How a gateway takes a connection. */
interface Taken {
  readonly chain: GatewayChain;
  readonly forward?: SniForward;
  /** Of its pods. */
  readonly port: number;
  readonly hop: number;
}

interface KnownChains {
  readonly byPort: ReadonlyMap<number, readonly GatewayChain[]>;
  /** Objects of which a match is left out. */
  readonly dropped: readonly MeshObject[];
}

function knownChains(mesh: Mesh): (proxy: Proxy) => KnownChains {
  return once((proxy: Proxy): KnownChains => {
    const { listeners, dropped } = gatewayChains(mesh, proxy);
    const byPort = new Map<number, GatewayChain[]>();
    for (const { listener, chains } of listeners) {
      byPort.set(listener.port, [...(byPort.get(listener.port) ?? []), ...chains]);
    }
    return { byPort, dropped: dropped.map(({ source }) => source) };
  });
}

const DROPPED = {
  hosts: 'another server has one of its hosts',
  protocol: 'another server has the port with another protocol',
  name: 'its port has the name of another',
};

/** Modes in which a server compares the certificates of clients outside. */
const ASKS_CLIENTS: ReadonlySet<string> = new Set(['MUTUAL', 'OPTIONAL_MUTUAL']);

/** The names in the certificate that the other end shows; undefined where they are not known. */
function shownBy({ wire, hello }: Journey): readonly string[] | undefined {
  if (wire.tls === 'mesh') {
    return wire.identity === undefined ? undefined : [`spiffe://${wire.identity}`];
  }
  const { uris, dnsNames } = hello?.certificate ?? {};
  const isKnown = wire.tls === 'origin' && (uris !== undefined || dnsNames !== undefined);
  return isKnown ? [...(uris ?? []), ...(dnsNames ?? [])] : undefined;
}

/**
 * Why a server ends the TLS of a client before any request; undefined where it does not (pilot/pkg/security/model/authentication.go:
 * ApplyCredentialSDSToServerCommonTLSContext, ApplyToCommonTLSContext).
 */
function refusalOf(
  settings: Server['tls'] = {},
  { tls, hasCertificate }: Wire,
  shown: readonly string[] | undefined,
): FailureName | undefined {
  const { mode, subjectAltNames = [] } = settings;
  const isOther =
    subjectAltNames.length > 0 && shown !== undefined && !shown.some((name) => subjectAltNames.includes(name));
  if (mode === 'ISTIO_MUTUAL') {
    return tls === 'mesh' && !isOther ? undefined : 'CertificateRejected';
  }
  if (tls === 'mesh') {
    return 'TlsMismatch';
  }
  const { credentialName, credentialNames = [], serverCertificate, tlsCertificates = [] } = settings;
  const certificates = [credentialName, serverCertificate, ...credentialNames, ...tlsCertificates];
  const hasNone = certificates.every((each) => each === undefined || each === '');
  // Where there is something to compare it with, a certificate must be shown (Envoy's default_validator.cc: initializeSslContexts).
  const isNeeded = mode === 'MUTUAL' || (mode === 'OPTIONAL_MUTUAL' && comparesCertificates(settings));
  const isRefused = hasCertificate === true ? ASKS_CLIENTS.has(mode ?? '') && isOther : isNeeded;
  return hasNone || isRefused ? 'CertificateRejected' : undefined;
}

function comparesCertificates({
  subjectAltNames = [],
  verifyCertificateSpki = [],
  verifyCertificateHash = [],
}: NonNullable<Server['tls']>): boolean {
  return [...subjectAltNames, ...verifyCertificateSpki, ...verifyCertificateHash].length > 0;
}
