import type { IConstruct } from 'constructs';
import { expectList, expectPort, needObject, needPort, writeLabels } from '../core/expect';
import type { Struct } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { isPlainObject } from '../core/value';
import type { InstalledGateway } from '../istio/installed-gateways';
import { helmGateway, istioctlGateway } from '../istio/installed-gateways';
import { dnsLabelProblem, objectNameProblem } from '../kubernetes/names';

/** A port of a gateway's Service. */
export interface GatewayPort {
  /** Port number of the Service, which clients and Gateway servers name. */
  readonly port: number;

  /**
   * Port number on the gateway's pods, where the proxy listens.
   *
   * @default - the same as `port`
   */
  readonly targetPort?: number;

  /**
   * Name of the port in the Service. Istio reads the protocol from it: `http2`, `https`, `tcp-9000`.
   *
   * @default - `http2` for 80, `https` for 443, and for another what its installation calls it (`tcp-` and the number in a `GatewayDeployment`)
   */
  readonly name?: string;
}

/** What is different about an installed gateway. */
export interface InstalledGatewayOptions {
  /**
   * The namespace in which the gateway runs.
   *
   * @default "istio-system"
   */
  readonly namespace?: string;

  /**
   * The ports of its Service.
   *
   * @default - those that the installation makes: 80 and 443
   */
  readonly ports?: GatewayPort[];
}

/** Where a gateway was installed with Helm. */
export interface HelmGatewayOptions {
  /** The namespace of the release, in which the gateway runs. */
  readonly namespace: string;

  /**
   * The ports of its Service.
   *
   * @default - those of the chart: 80 and 443, the same on the pods
   */
  readonly ports?: GatewayPort[];

  /**
   * Name of the service account that its pods run as: the value `serviceAccount.name` of the chart.
   *
   * @default - the name of the release
   */
  readonly serviceAccount?: string;
}

/** Where a gateway's pods are. */
export interface GatewayWorkloadOptions {
  /** Labels of the gateway's pods. Istio field `selector` of a Gateway. */
  readonly selector: Record<string, string>;

  /** The namespace in which the gateway runs, and in which it looks for the Secrets of its certificates. */
  readonly namespace: string;

  /** Name of the Service in front of the pods. */
  readonly service: string;

  /**
   * The ports of the Service.
   *
   * @default - 80 and 443, the same on the pods
   */
  readonly ports?: GatewayPort[];

  /**
   * Name of the service account that its pods run as; policies name the gateway by it.
   *
   * @default - not known
   */
  readonly serviceAccount?: string;
}

/**
 * The pods of an ingress or egress gateway that is installed already, and the Service in front of them. It only refers to
 * them: nothing that someone else installed is declared again.
 *
 * Wrong values are reported by the construct that uses it.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway-selector
 */
export class GatewayWorkload {
  /**
   * The ingress gateway of `istioctl install`: label `istio: ingressgateway`, Service `istio-ingressgateway`, ports 80 and 443,
   * which are 8080 and 8443 on the pods.
   */
  public static istioIngress(options: InstalledGatewayOptions = {}): GatewayWorkload {
    return GatewayWorkload.profile('ingressgateway', options);
  }

  /**
   * The egress gateway of `istioctl install` (profile demo): label `istio: egressgateway`, Service `istio-egressgateway`, ports
   * 80 and 443, which are 8080 and 8443 on the pods.
   */
  public static istioEgress(options: InstalledGatewayOptions = {}): GatewayWorkload {
    return GatewayWorkload.profile('egressgateway', options);
  }

  /**
   * A gateway that was installed with Istio's `gateway` Helm chart. Its labels follow from the name of the release as in the
   * chart: release `istio-ingress` has label `istio: ingress`, release `istio-egressgateway` has `istio: egressgateway`. Service and
   * service account have the name of the release.
   *
   * @param release name of the Helm release
   * @param options where it was installed
   */
  public static helmRelease(release: string, options: HelmGatewayOptions): GatewayWorkload {
    const known = helmGateway(String(release), options?.serviceAccount);
    return new GatewayWorkload(
      {
        selector: { ...known.selector },
        namespace: options?.namespace,
        service: release,
        ports: options?.ports,
        serviceAccount: known.serviceAccount,
      },
      'HelmGatewayOptions',
      options,
      known,
    );
  }

  /** A gateway with its own labels. */
  public static of(options: GatewayWorkloadOptions): GatewayWorkload {
    return new GatewayWorkload(options, 'GatewayWorkloadOptions', options);
  }

  /**
   * @internal The gateway that a GatewayDeployment makes.
   *
   * @param deployment the construct, to which Gateways of these pods make themselves known
   */
  public static _deployed(
    deployment: IConstruct,
    options: GatewayWorkloadOptions,
    known: InstalledGateway,
  ): GatewayWorkload {
    return new GatewayWorkload(options, 'GatewayWorkloadOptions', options, known, deployment);
  }

  private static profile(kind: 'ingressgateway' | 'egressgateway', options: InstalledGatewayOptions): GatewayWorkload {
    const known = istioctlGateway(kind);
    return new GatewayWorkload(
      {
        selector: { ...known.selector },
        namespace: options?.namespace ?? 'istio-system',
        service: known.name,
        ports: options?.ports ?? [...known.ports],
        serviceAccount: known.serviceAccount,
      },
      'InstalledGatewayOptions',
      options,
      known,
    );
  }

  /** The namespace in which the gateway runs. */
  public readonly namespace: string;
  /** Name of the Service in front of the pods. */
  public readonly service: string;
  /** Name of the service account that the pods run as; undefined where it is not known. */
  public readonly serviceAccount?: string;

  private readonly labels: Record<string, string>;
  private readonly givenPorts: GatewayPort[] | undefined;
  private readonly servicePorts: GatewayPort[];
  private readonly gateways: IConstruct[] = [];
  /** Whether it was looked at and is right, so that the many objects which share it need not look again. */
  private isRight = false;

  private constructor(
    options: GatewayWorkloadOptions,
    private readonly struct: Struct,
    private readonly given: object,
    /** What else is known by the way it was installed. */
    private readonly installed?: InstalledGateway,
    /** @internal The GatewayDeployment that makes it; undefined for one that is made elsewhere. */
    public readonly _deployment?: IConstruct,
  ) {
    this.labels = options?.selector;
    this.namespace = options?.namespace;
    this.service = options?.service;
    this.serviceAccount = options?.serviceAccount;
    this.givenPorts = options?.ports;
    const ports = this.givenPorts ?? [{ port: 80 }, { port: 443 }];
    // A number alone is reported, and known from then on, so that nothing else is said to miss it.
    const known = (Array.isArray(ports) ? ports : []).map((port) => (typeof port === 'number' ? { port } : port));
    this.servicePorts = known.filter((port) => isPlainObject(port));
  }

  /** Labels of the gateway's pods. */
  public get selector(): Record<string, string> {
    return { ...this.labels };
  }

  /** The ports of the Service. */
  public get ports(): GatewayPort[] {
    return [...this.servicePorts];
  }

  /** @internal */
  public _check(problems: Problems): void {
    if (!this.isRight) {
      const before = problems.count;
      this.checkParts(problems);
      this.isRight = problems.count === before;
    }
  }

  private checkParts(problems: Problems): void {
    const example = "{ namespace: 'istio-ingress', ports: [{ port: 443 }] }";
    if (needObject(this.given, this.struct, problems, '', example) === undefined) {
      return;
    }
    const labels = writeLabels(this.labels ?? {}, problems, 'selector');
    if (labels !== undefined && Object.keys(labels).length === 0) {
      problems.add(
        'selector',
        `${show(this.labels)} selects no pods. Write the labels of the gateway's pods, for example { istio: 'ingressgateway' }.`,
      );
    }
    for (const [field, value] of [
      ['namespace', this.namespace],
      ['service', this.service],
    ] as const) {
      const problem = dnsLabelProblem(value, `the name of a ${field === 'service' ? 'Service' : 'namespace'}`);
      if (problem !== undefined) {
        problems.add(field, problem);
      }
    }
    const account = this.serviceAccount === undefined ? undefined : objectNameProblem(this.serviceAccount);
    if (account !== undefined && this.serviceAccount !== this.service) {
      problems.add('serviceAccount', account);
    }
    if (Array.isArray(this.givenPorts) && this.givenPorts.length === 0) {
      problems.add('ports', 'is empty, so nothing would reach the gateway. Write [{ port: 443, targetPort: 8443 }].');
    }
    expectList(this.givenPorts, problems, 'ports', '[{ port: 443, targetPort: 8443 }]').forEach((servicePort, i) => {
      const example =
        typeof servicePort === 'number' ? `{ port: ${String(servicePort)} }` : '{ port: 443, targetPort: 8443 }';
      const given = needObject(servicePort, 'GatewayPort', problems, `ports[${i}]`, example);
      if (given !== undefined) {
        needPort(given.port, problems, `ports[${i}].port`);
        expectPort(given.targetPort, problems, `ports[${i}].targetPort`);
        const name = given.name === undefined ? undefined : dnsLabelProblem(given.name, 'the name of a port');
        if (name !== undefined) {
          problems.add(`ports[${i}].name`, name);
        }
      }
    });
  }

  /** @internal The port of the pods behind a port of the Service; a number that is no Service port is bound as it is. */
  public _targetPort(port: number): number {
    const found = this.servicePorts.find((candidate) => candidate.port === port);
    return found?.targetPort ?? port;
  }

  /** @internal What to write for a port that the Service lacks; `otherwise` where no construct of this app makes the Service. */
  public _addPort(port: number, otherwise: string): string {
    return this._deployment === undefined
      ? otherwise
      : `Write one of them, or add { port: ${port} } to ports of ${this._deployment.node.path} (GatewayDeployment).`;
  }

  /** @internal Notes a Gateway whose servers open ports of these pods, for the GatewayDeployment that makes them. */
  public _bind(gateway: IConstruct): void {
    if (this._deployment !== undefined) {
      this.gateways.push(gateway);
    }
  }

  /** @internal The Gateways that `_bind` noted. */
  public get _bound(): readonly IConstruct[] {
    return this.gateways;
  }

  /** @internal All that is known of it, for the checks, without what was not given. */
  public get _installed(): InstalledGateway {
    const { service, selector, serviceAccount, ports } = this;
    const known = this.installed ?? { podLabels: selector, hasStatusPort: false };
    return { ...known, name: service, selector, serviceAccount, ports };
  }
}
