import type { ApiObject } from 'cdk8s';
import { Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Server } from '../../imports/networking';
import { Gateway as GatewayObject } from '../../imports/networking';
import { checkWholeAtSynth } from '../core/at-synth';
import { expectList, expectObject, expectStrings, needObject } from '../core/expect';
import { noteElsewhere } from '../core/known-elsewhere';
import { Problems, show } from '../core/problems';
import { isValue } from '../core/value';
import { MESH_GATEWAY } from '../istio/names';
import { isTls, parseProtocol } from '../istio/protocol';
import { rulesOfServer } from '../istio/server-rules';
import { dnsLabelProblem } from '../kubernetes/names';
import type { CheckedHandle } from './checked-handle';
import type { IGateway, ServedHosts, ServingGateway } from './gateway-handle';
import type { GatewayServer } from './gateway-server';
import type { GatewayWorkload } from './gateway-workload';
import { MeshSettings } from './mesh-settings';
import { notePassing } from './passing-servers';
import type { ResourceProps } from './istio-resource';
import { checkMetadata, expectNamespace, IstioResource } from './istio-resource';

/** Options of a Gateway. */
export interface GatewayProps extends ResourceProps {
  /**
   * The pods that open the ports. Istio field `selector`.
   *
   * @default - `ingress` of MeshSettings: GatewayWorkload.istioIngress()
   */
  readonly workload?: GatewayWorkload;

  /**
   * The ports that are opened. Istio field `servers`.
   *
   * @default - none; at least one with `addServer`
   */
  readonly servers?: GatewayServer[];
}

/** Where a Gateway is that someone else declared. */
export interface GatewayReference {
  /** Its namespace. */
  readonly namespace: string;

  /**
   * The hosts that it serves. With them a VirtualService for another host is rejected.
   *
   * @default - not known
   */
  readonly hosts?: string[];
}

/**
 * Ports and hosts that the pods of a gateway open. The VirtualServices that are bound to it decide where requests go.
 *
 * Rejects a port that the gateway's Service does not have, two protocols on one port, and a host twice on one port.
 *
 * @example
 * const gateway = new Gateway(chart, 'Shop', {
 *   servers: [GatewayServer.https({ hosts: ['shop.example.com'], tls: ServerTls.credential('shop-cert') })],
 * });
 * new VirtualService(chart, 'Routes', { gateways: [gateway], hosts: ['shop.example.com'], http: [...] });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 */
export class Gateway extends IstioResource implements IGateway {
  /**
   * A Gateway that someone else declared.
   *
   * @param name its `metadata.name`
   * @param reference its namespace, and the hosts that it serves
   */
  public static fromName(name: string, reference: GatewayReference): IGateway {
    const { namespace = '', hosts }: Partial<GatewayReference> = reference ?? {};
    const handle: IGateway & Partial<ServingGateway> & CheckedHandle = {
      gatewayName: `${String(namespace)}/${String(name ?? '')}`,
      ...(hosts === undefined ? {} : { _serves: () => [{ hosts }] }),
      _check: (problems) => {
        const example = "Gateway.fromName('name', { namespace: '...' })";
        const given = needObject(reference, 'GatewayReference', problems, '', example);
        expectStrings(given?.hosts, problems, 'hosts', "['shop.example.com']");
      },
    };
    return handle;
  }

  /** All sidecars: rules bound to it apply to calls inside the mesh. */
  public static mesh(): IGateway {
    return { gatewayName: MESH_GATEWAY };
  }

  /** The pods that open the ports. */
  public readonly workload: GatewayWorkload;

  /** How a VirtualService names this Gateway: "namespace/name". */
  public readonly gatewayName: string;

  protected readonly apiObject: ApiObject;

  private readonly servers: Server[] = [];

  constructor(scope: Construct, id: string, props: GatewayProps = {}) {
    super(scope, id);
    const problems = new Problems();
    const given =
      expectObject(
        props,
        'GatewayProps',
        problems,
        '',
        "{ servers: [GatewayServer.http({ hosts: ['shop.example.com'] })] }",
      ) ?? {};
    checkMetadata(given.metadata, problems, true);
    const namespace = expectNamespace(this, given.metadata, problems);
    this.workload = given.workload ?? MeshSettings.of(this).ingress;
    if (typeof this.workload._check !== 'function') {
      problems.add(
        'workload',
        `${show(given.workload)} is not a GatewayWorkload. Write GatewayWorkload.istioIngress().`,
      );
    } else {
      this.workload._check(problems.in('workload'));
      const servers = expectList(
        given.servers,
        problems,
        'servers',
        "[GatewayServer.http({ hosts: ['shop.example.com'] })]",
      );
      servers.forEach((server, i) => this.pushServer(server, problems.in(`servers[${i}]`)));
    }
    problems.throwFor(this, 'Gateway');
    noteElsewhere(this, this.workload);
    this.workload._bind(this);
    this.apiObject = new GatewayObject(this, 'Resource', {
      metadata: given.metadata,
      spec: Lazy.any({ produce: () => ({ selector: this.workload.selector, servers: this.servers }) }) as never,
    });
    const nameProblem = dnsLabelProblem(this.name, 'a name for this kind');
    if (nameProblem !== undefined) {
      problems.add('metadata.name', nameProblem);
      problems.throwFor(this, 'Gateway');
    }
    this.gatewayName = `${namespace}/${this.name}`;
    checkWholeAtSynth(this, 'Gateway', () =>
      this.servers.length > 0
        ? []
        : ["Gateway has no server. Give it one: servers: [GatewayServer.http({ hosts: ['shop.example.com'] })]."],
    );
  }

  /** Opens one more port, or the same port for more hosts. */
  public addServer(server: GatewayServer): void {
    const problems = new Problems(`servers[${this.servers.length}]`);
    this.pushServer(server, problems);
    problems.throwFor(this, 'Gateway');
  }

  /** @internal */
  public _serves(): ServedHosts[] {
    return this.servers.map((server) => ({
      hosts: server.hosts,
      rules: rulesOfServer(server),
      port: server.port.number,
    }));
  }

  /** @internal The servers as they are written. */
  public get _servers(): readonly Server[] {
    return this.servers;
  }

  /** @internal The Secrets of the certificates that clients see. */
  public _certificates(): { port: number; credentials: string[] }[] {
    return this.servers.map(({ port, tls }) => ({
      port: port.number,
      credentials: [
        ...(tls?.credentialName === undefined ? [] : [tls.credentialName]),
        ...(tls?.credentialNames ?? []),
      ],
    }));
  }

  private pushServer(server: GatewayServer, problems: Problems): void {
    if (!isValue(server)) {
      problems.add(
        '',
        `${show(server)} is not a GatewayServer. Write GatewayServer.http({ hosts: ['shop.example.com'] }).`,
      );
      return;
    }
    const before = problems.count;
    const written = this.withFreePortName(server._toJson(problems, this));
    if (Number.isInteger(written.port.number) && written.port.number >= 1) {
      this.checkPort(written, problems);
    }
    if (problems.count === before) {
      this.servers.push(written);
      if (rulesOfServer(written) !== 'http') {
        notePassing(this, this.workload, written.port.number);
      }
    }
  }

  private withFreePortName(server: Server): Server {
    const taken = this.servers.filter(
      (other) => other.port.name === server.port.name || other.port.name.startsWith(`${server.port.name}-`),
    );
    return taken.length === 0
      ? server
      : { ...server, port: { ...server.port, name: `${server.port.name}-${taken.length + 1}` } };
  }

  private checkPort(server: Server, problems: Problems): void {
    const ports = this.workload.ports.map(({ port }) => port);
    if (ports.length > 0 && !ports.includes(server.port.number)) {
      problems.add(
        'port',
        `${server.port.number} is not a port of Service "${this.workload.service}" (${ports.join(', ')}), so nothing would reach it. ` +
          this.workload._addPort(
            server.port.number,
            'Write one of them, or list all ports of the Service in the workload: GatewayWorkload.istioIngress({ ports: [...] }).',
          ),
      );
    }
    for (const other of this.servers) {
      if (other.port.number !== server.port.number || other.bind !== server.bind) {
        continue;
      }
      if (isTlsServer(other) !== isTlsServer(server)) {
        problems.add(
          'port',
          `${server.port.number} is already open for ${other.port.protocol}, and cannot also serve ${server.port.protocol}. Write another port.`,
        );
      }
      const credential = server.tls?.credentialName;
      if (credential !== undefined && credential === other.tls?.credentialName && !needsClients(server)) {
        problems.add(
          'tls',
          `certificate ${show(credential)} already belongs to another server of port ${server.port.number}. Browsers reuse a connection for every host of a certificate, and each server has its own routes: they get 404. ` +
            `Write all hosts of the certificate in one server: hosts: [${[...other.hosts, ...server.hosts].map((host) => `'${host}'`).join(', ')}].`,
        );
      }
      for (const host of server.hosts) {
        if (other.hosts.includes(host)) {
          problems.add(
            'hosts',
            `${show(host)} is served on port ${server.port.number} by another server of this Gateway. Remove it from one of them.`,
          );
        }
      }
    }
  }
}

/** Browsers keep connections for which they showed a certificate for one host. */
function needsClients({ tls }: Server): boolean {
  return tls?.mode === 'MUTUAL';
}

function isTlsServer({ port }: Server): boolean {
  return isTls(parseProtocol(port.protocol));
}
