import type { ApiObject } from 'cdk8s';
import { Lazy } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { HttpRoute, TcpRoute, TlsRoute } from '../../imports/networking';
import { VirtualService as VirtualServiceObject } from '../../imports/networking';
import { checkWholeAtSynth } from '../core/at-synth';
import { compact, expectList, expectObject, expectStrings, needObject } from '../core/expect';
import { Problems, show } from '../core/problems';
import { resolveService } from '../kubernetes/service-ref';
import type { IServiceLike } from '../kubernetes/service-like';
import type { CheckedHandle } from './checked-handle';
import type { Delegation } from './delegation';
import { droppedRules, lostDelegation } from './delegation';
import type { IGateway } from './gateway-handle';
import { writeGateways } from './gateway-handle';
import { checkServed } from './gateway-binding';
import { hostsOverlap } from '../istio/host';
import { takesEverything } from '../istio/http-match';
import { MESH_GATEWAY } from '../istio/names';
import { writeHosts } from './host';
import { JWT_CLAIM } from './http-match';
import type { HttpRouteOptions } from './http-route';
import { writeHttpRoute } from './http-route';
import type { ResourceProps } from './istio-resource';
import { checkPathChange } from './path-change';
import { checkMetadata, IstioResource, writeExportTo, objectNamespace } from './istio-resource';
import type { TcpRouteOptions, TlsRouteOptions } from './tls-route';
import { writeTcpRoute, writeTlsRoute } from './tls-route';
import type { IVirtualService } from './virtual-service-handle';

/** Options of a VirtualService. */
export interface VirtualServiceProps extends ResourceProps {
  /**
   * For which hosts the rules are: DNS names, with a wildcard as first label where wanted ("*.example.com"), or IP
   * addresses. A name without a dot is a Service in the chart's namespace and is written in full. Istio field `hosts`.
   *
   * Rejects schemes, ports, paths, and "*" where the rules are for the mesh.
   *
   * @default - those of `services`; with neither, a delegate that other VirtualServices lead to
   */
  readonly hosts?: string[];

  /**
   * Services whose callers the rules are for; written as full names into `hosts`.
   *
   * @default - none
   */
  readonly services?: (IServiceLike | IConstruct | string)[];

  /**
   * Where the rules apply: gateways, and `Gateway.mesh()` for sidecars. Istio field `gateways`.
   *
   * @default - sidecars only
   */
  readonly gateways?: IGateway[];

  /**
   * Rules for HTTP and gRPC requests; the first that matches decides. Istio field `http`.
   *
   * @default - none; more with `addHttpRoute`
   */
  readonly http?: HttpRouteOptions[];

  /**
   * Rules for TLS connections that stay closed. Istio field `tls`.
   *
   * @default - none; more with `addTlsRoute`
   */
  readonly tls?: TlsRouteOptions[];

  /**
   * Rules for TCP connections. Istio field `tcp`.
   *
   * @default - none; more with `addTcpRoute`
   */
  readonly tcp?: TcpRouteOptions[];

  /**
   * Namespaces that see the rules: names, "." for the own one, "*" for all. Istio field `exportTo`.
   *
   * @default - all namespaces
   */
  readonly exportTo?: string[];
}

/** Where to find a VirtualService that is declared elsewhere. */
export interface VirtualServiceReference {
  /**
   * Its namespace.
   *
   * @default - the namespace of the rule that refers to it
   */
  readonly namespace?: string;
}

/**
 * Rules for where requests to some hosts go.
 *
 * All references are handles: destinations are written as full names with a port, gateways as "namespace/name", subsets only
 * as a DestinationRule returned them.
 *
 * @example
 * new VirtualService(chart, 'Reviews', {
 *   services: [reviews],
 *   http: [
 *     { match: [HttpMatch.header('end-user', 'jason')], route: [Destination.subset(v2)] },
 *     { route: [Destination.subset(v1)] },
 *   ],
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export class VirtualService extends IstioResource implements IVirtualService {
  /**
   * A VirtualService that is declared elsewhere, to delegate to.
   *
   * @param name its `metadata.name`
   * @param reference its namespace
   */
  public static fromName(name: string, reference: VirtualServiceReference = {}): IVirtualService {
    const handle: IVirtualService & CheckedHandle = {
      name,
      namespace: reference?.namespace,
      _check: (problems) =>
        needObject(
          reference,
          'VirtualServiceReference',
          problems,
          '',
          "VirtualService.fromName('name', { namespace: '...' })",
        ),
    };
    return handle;
  }

  protected readonly apiObject: ApiObject;

  private readonly writtenHosts: string[] = [];
  private readonly gatewayHandles: IGateway[];
  private readonly inMesh: boolean;
  /** Each `mesh` or `namespace/name`. */
  private readonly boundTo: readonly string[];
  private orderAdvice = 'Put the rule that matches everything last.';
  private readonly http: HttpRoute[] = [];
  /** VirtualServices of the app that rules delegate to. */
  private readonly delegates = new Map<HttpRoute, VirtualService>();
  /** The rules of the app that delegate to this one. */
  private readonly delegations = new Map<HttpRoute, VirtualService>();
  /** @internal */
  public readonly _exportTo: readonly string[] | undefined;
  private readonly tls: TlsRoute[] = [];
  private readonly tcp: TcpRoute[] = [];

  constructor(scope: Construct, id: string, props: VirtualServiceProps) {
    super(scope, id);
    const problems = new Problems();
    const given =
      expectObject(props, 'VirtualServiceProps', problems, '', "{ hosts: ['shop.example.com'], http: [...] }") ?? {};
    checkMetadata(given.metadata, problems);
    const gateways = given.gateways === undefined ? undefined : writeGateways(given.gateways, problems, 'gateways');
    if (gateways?.length === 0 && Array.isArray(given.gateways) && given.gateways.length === 0) {
      problems.add('gateways', 'is empty, which means the mesh to Istio. Omit it, or write [Gateway.mesh()].');
    }
    this.gatewayHandles = Array.isArray(given.gateways) ? given.gateways : [];
    this.boundTo = gateways ?? [MESH_GATEWAY];
    this.inMesh = this.boundTo.includes(MESH_GATEWAY);
    this.writtenHosts = this.writeAllHosts(given, problems);
    if ((given.hosts ?? []).length + (given.services ?? []).length === 0) {
      for (const field of ['gateways', 'tls', 'tcp'] as const) {
        if (given[field] !== undefined) {
          problems.add(
            field,
            'a VirtualService without hosts is a delegate, and a delegate only has http rules. Give it hosts.',
          );
        }
      }
    }
    const exportTo = writeExportTo(given.exportTo, problems, objectNamespace(this, given.metadata));
    this._exportTo = exportTo;
    const http = expectList(given.http, problems, 'http', '[{ route: [Destination.service(service)] }]');
    http.forEach((route, i) => this.insertHttp(route, this.http.length, problems, i));
    const example = "[{ match: [{ sniHosts: ['www.example.com'] }], route: [...] }]";
    const tls = expectList(given.tls, problems, 'tls', example);
    tls.forEach((route, i) => this.pushTls(route, i, problems));
    const tcp = expectList(given.tcp, problems, 'tcp', '[{ route: [Destination.service(service)] }]');
    tcp.forEach((route, i) => this.pushTcp(route, i, problems));
    problems.throwFor(this, 'VirtualService');
    this.tellDelegates();
    this.apiObject = new VirtualServiceObject(this, 'Resource', {
      metadata: given.metadata,
      spec: Lazy.any({
        produce: () =>
          compact({
            hosts: this.writtenHosts.length > 0 ? this.writtenHosts : undefined,
            gateways,
            http: this.http.length > 0 ? this.http : undefined,
            tls: this.tls.length > 0 ? this.tls : undefined,
            tcp: this.tcp.length > 0 ? this.tcp : undefined,
            exportTo,
          }),
      }) as never,
    });
    checkWholeAtSynth(this, 'VirtualService', () => this.validate());
  }

  /** The hosts, as they are written. */
  public get hosts(): string[] {
    return [...this.writtenHosts];
  }

  /** @internal The rules for HTTP requests, as they are written. */
  public get _http(): readonly HttpRoute[] {
    return this.http;
  }

  /**
   * Adds a rule for HTTP requests after those that are there.
   *
   * Rejects a rule behind one that takes every request, because it would never be reached.
   */
  public addHttpRoute(route: HttpRouteOptions): void {
    const problems = new Problems();
    this.insertHttp(route, this.http.length, problems);
    problems.throwFor(this, 'VirtualService');
    this.tellDelegates();
  }

  /** Adds a rule for TLS connections after those that are there. */
  public addTlsRoute(route: TlsRouteOptions): void {
    const problems = new Problems();
    this.pushTls(route, this.tls.length, problems);
    problems.throwFor(this, 'VirtualService');
  }

  /** Adds a rule for TCP connections after those that are there. */
  public addTcpRoute(route: TcpRouteOptions): void {
    const problems = new Problems();
    this.pushTcp(route, this.tcp.length, problems);
    problems.throwFor(this, 'VirtualService');
  }

  private writeAllHosts(props: VirtualServiceProps, problems: Problems): string[] {
    const forms = { wildcard: true, any: !this.inMesh, ip: true };
    const hosts = expectStrings(props.hosts, problems, 'hosts', "['shop.example.com']");
    const services = expectList(props.services, problems, 'services', '[service]');
    const written = [
      ...writeHosts(hosts, forms, this, problems, 'hosts'),
      ...services.flatMap((service, i) => resolveService(service, this, problems, `services[${i}]`)?.fqdn ?? []),
    ];
    written.forEach((host, i) => {
      const other = written.slice(0, i).find((earlier) => hostsOverlap(earlier, host));
      if (other !== undefined) {
        problems.add(
          'hosts',
          `${show(other)} and ${show(host)} overlap, and Istio rejects that in one VirtualService. Omit one of them.`,
        );
      }
    });
    return written;
  }

  /** @internal What to do instead of adding a rule where it is never reached. */
  public _adviseOnOrder(advice: string): void {
    this.orderAdvice = advice;
  }

  /** @internal As `addHttpRoute`, at a place between the rules that are there. */
  public _insertHttpRoute(route: HttpRouteOptions, index: number): void {
    const problems = new Problems();
    this.insertHttp(route, index, problems);
    problems.throwFor(this, 'VirtualService');
    this.tellDelegates();
  }

  /** @param number the place of the rule in what the user wrote */
  private insertHttp(route: HttpRouteOptions, index: number, problems: Problems, number = index): void {
    const before = problems.count;
    const at = problems.in(`http[${number}]`);
    const written = writeHttpRoute(route, this, at);
    if (problems.count > before) {
      return;
    }
    this.checkPlace(written, at);
    this.checkGateways(written, at);
    // The matches of a delegate are within those of a rule that is not known here.
    if (this.writtenHosts.length > 0) {
      checkPathChange(written, this.http.slice(0, index), at);
    }
    // Of the rules that are there only the last can take every request.
    const last = this.http.length - 1;
    const taker = index > last ? last : index;
    if (taker >= 0 && takesAllRequests(index > last ? this.http[last] : written)) {
      problems.add(
        `http[${taker + 1}]`,
        `is never reached, because http[${taker}] before it matches every request. ${this.orderAdvice}`,
      );
    }
    if (problems.count === before) {
      this.http.splice(index, 0, written);
      if (route.delegate instanceof VirtualService) {
        this.delegates.set(written, route.delegate);
      }
    }
  }

  /** Only of a VirtualService that is there: one with problems throws. */
  private tellDelegates(): void {
    this.delegates.forEach((delegate, rule) => delegate.delegations.set(rule, this));
  }

  private pushTls(route: TlsRouteOptions, number: number, problems: Problems): void {
    const before = problems.count;
    const at = problems.in(`tls[${number}]`);
    const written = writeTlsRoute(route, this.writtenHosts, this, at);
    this.checkGateways(written, at);
    if (problems.count === before) {
      this.tls.push(written);
    }
  }

  private pushTcp(route: TcpRouteOptions, number: number, problems: Problems): void {
    const before = problems.count;
    const at = problems.in(`tcp[${number}]`);
    const written = writeTcpRoute(route, this, at);
    this.checkGateways(written, at);
    if (problems.count === before) {
      this.tcp.push(written);
    }
  }

  /** Checks that matches choose among the gateways of the VirtualService. Those of a delegate are not known. */
  private checkGateways(
    { match }: { readonly match?: readonly { readonly gateways?: string[] }[] },
    problems: Problems,
  ): void {
    for (const [i, { gateways = [] }] of (this.writtenHosts.length === 0 ? [] : (match ?? [])).entries()) {
      gateways.forEach((name, j) => {
        if (!this.boundTo.includes(name)) {
          problems.add(
            `match[${i}].gateways[${j}]`,
            `${show(name)} is not a gateway of the VirtualService (${this.boundTo.join(', ')}), so no proxy would use the match for it. Add it to gateways of the VirtualService, or omit it here.`,
          );
        }
      });
    }
  }

  /** Checks what a rule can only say in a VirtualService of this form. */
  private checkPlace(route: HttpRoute, problems: Problems): void {
    if (route.delegate !== undefined && this.writtenHosts.length === 0) {
      problems.add(
        'delegate',
        'a VirtualService without hosts is itself a delegate, and a delegate cannot delegate again. Give it hosts, or write route.',
      );
    }
    if (!this.inMesh || this.writtenHosts.length === 0) {
      return;
    }
    route.match?.forEach((match, i) => {
      const claim = Object.keys({ ...match?.headers, ...match?.withoutHeaders }).find((name) => JWT_CLAIM.test(name));
      if (claim !== undefined) {
        problems.add(
          `match[${i}].headers.${claim}`,
          'only gateways can match JWT claims. Bind the VirtualService to a Gateway, not to the mesh.',
        );
      }
    });
  }

  private delegatedBy(): Delegation[] {
    return [...this.delegations].map(([rule, root]) => ({ root, rule }));
  }

  private validate(): string[] {
    const problems: string[] = [];
    if (this.http.length + this.tls.length + this.tcp.length === 0) {
      problems.push('VirtualService has no rule. Give it one: http: [{ route: [Destination.service(service)] }].');
    }
    const { http, tls, tcp } = this;
    problems.push(
      ...checkServed(
        { hosts: this.writtenHosts, namespace: this.namespace, rules: { http, tls, tcp } },
        this.gatewayHandles,
      ),
      ...droppedRules(this, this.delegatedBy()),
      ...[...this.delegates].flatMap(
        ([rule, delegate]) => lostDelegation({ root: this, rule }, delegate, delegate.delegatedBy()) ?? [],
      ),
    );
    return problems;
  }
}

function takesAllRequests({ match }: HttpRoute): boolean {
  return match?.some(takesEverything) ?? true;
}
