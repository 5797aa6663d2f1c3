import type { ApiObject } from 'cdk8s';
import { Lazy } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type {
  ConnectionPoolSettings,
  IstioEgressListener,
  IstioIngressListener,
  WorkloadSelector,
} from '../../imports/networking';
import { Sidecar as SidecarObject } from '../../imports/networking';
import { checkWholeAtSynth } from '../core/at-synth';
import { compact, expectList, expectObject, expectValue } from '../core/expect';
import { Problems, show } from '../core/problems';
import { ImportedHosts } from '../istio/imported-hosts';
import { claimAllPods } from './all-pods';
import { EgressListener } from './egress-listener';
import type { IngressListener } from './ingress-listener';
import { writeIngressListener } from './ingress-listener';
import type { ResourceProps } from './istio-resource';
import { checkMetadata, IstioResource, objectNamespace } from './istio-resource';
import type { OutboundTrafficPolicy } from './outbound-traffic-policy';
import { checkSelector } from './selector';
import { checkConnectionPool } from './traffic-policy';

/** Options of a Sidecar. */
export interface SidecarProps extends ResourceProps {
  /**
   * The pods that it is for, by their labels. Istio field `workloadSelector`.
   *
   * Rejects an empty selector and wildcards.
   *
   * @default - all pods of the namespace (all of the mesh, in the root namespace), which one Sidecar can be for
   */
  readonly workloadSelector?: WorkloadSelector;

  /**
   * The hosts that the pods call. Istio field `egress`.
   *
   * @default - every host that is visible from the namespace; more with `addEgress`
   */
  readonly egress?: EgressListener[];

  /**
   * The ports on which the sidecars take calls. Istio field `ingress`.
   *
   * @default - those of the Services that select the pods; more with `addIngress`
   */
  readonly ingress?: IngressListener[];

  /**
   * What happens to calls of other hosts. Istio field `outboundTrafficPolicy`.
   *
   * @default - as the mesh is set up
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;

  /**
   * How many connections and requests the sidecars accept, on each port without its own limit. Istio field
   * `inboundConnectionPool`.
   *
   * @default - no limit
   */
  readonly inboundConnectionPool?: ConnectionPoolSettings;
}

/**
 * The hosts that the sidecars of some pods call, and the ports on which they accept calls. Fewer hosts mean less memory and faster
 * updates, and unexpected calls show up.
 *
 * Rejects a second Sidecar for all pods of one namespace, a port that is given twice, and an empty Sidecar.
 *
 * @example
 * new Sidecar(chart, 'Default', {
 *   egress: [EgressListener.anyPort([EgressHost.sameNamespace(), EgressHost.namespace('istio-system')])],
 *   outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly(),
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export class Sidecar extends IstioResource {
  protected readonly apiObject: ApiObject;

  /** @internal Whether it is for all pods of its namespace; in the root namespace, of the mesh. */
  public readonly _isForAllPods: boolean;

  private readonly objectNamespace: string | undefined;
  private readonly ingress: IstioIngressListener[] = [];
  /** Those with a port or socket; Istio wants the one for all other ports behind them. */
  private readonly egress: IstioEgressListener[] = [];
  private readonly anyPort: IstioEgressListener[] = [];

  constructor(scope: Construct, id: string, props: SidecarProps) {
    super(scope, id);
    const problems = new Problems();
    const given =
      expectObject(
        props,
        'SidecarProps',
        problems,
        '',
        '{ egress: [EgressListener.anyPort([EgressHost.sameNamespace()])] }',
      ) ?? {};
    checkMetadata(given.metadata, problems);
    this.objectNamespace = objectNamespace(this, given.metadata);
    this._isForAllPods = given.workloadSelector === undefined;
    if (given.workloadSelector !== undefined) {
      checkSelector(given.workloadSelector, 'WorkloadSelector', this, problems.in('workloadSelector'));
    }
    const egress = expectList(
      given.egress,
      problems,
      'egress',
      '[EgressListener.anyPort([EgressHost.sameNamespace()])]',
    );
    egress.forEach((listener, i) => this.pushEgress(listener, problems.in(`egress[${i}]`)));
    const ingress = expectList(given.ingress, problems, 'ingress', "[{ port: 8080, protocol: 'HTTP' }]");
    ingress.forEach((listener, i) => this.pushIngress(listener, problems.in(`ingress[${i}]`)));
    const example = 'OutboundTrafficPolicy.registryOnly()';
    const policy = expectValue(given.outboundTrafficPolicy, this, problems, 'outboundTrafficPolicy', example);
    const pool = given.inboundConnectionPool;
    if (pool !== undefined) {
      checkConnectionPool(pool, this, problems.in('inboundConnectionPool'));
    }
    if (given.workloadSelector === undefined && problems.count === 0) {
      this.checkOnlyDefault(problems);
    }
    problems.throwFor(this, 'Sidecar');
    knownSidecars(this).push(this);
    this.apiObject = new SidecarObject(this, 'Resource', {
      metadata: given.metadata,
      spec: Lazy.any({
        produce: () =>
          compact({
            workloadSelector: given.workloadSelector,
            ingress: this.ingress.length > 0 ? this.ingress : undefined,
            egress: this.egress.length + this.anyPort.length > 0 ? [...this.egress, ...this.anyPort] : undefined,
            outboundTrafficPolicy: policy,
            inboundConnectionPool: pool,
          }),
      }) as never,
    });
    checkWholeAtSynth(this, 'Sidecar', () =>
      this.ingress.length + this.egress.length + this.anyPort.length > 0 || policy !== undefined || pool !== undefined
        ? []
        : ['Sidecar is empty. Give it hosts: egress: [EgressListener.anyPort([EgressHost.sameNamespace()])].'],
    );
  }

  /**
   * Adds a listener for calls that the pods make. The listener for any port is written last, as Istio requires.
   *
   * Rejects a second one for any port, and a port or socket that is taken.
   */
  public addEgress(listener: EgressListener): void {
    const problems = new Problems(`egress[${this.egress.length + this.anyPort.length}]`);
    this.pushEgress(listener, problems);
    problems.throwFor(this, 'Sidecar');
  }

  /** Adds a port on which the sidecars accept calls. Rejects a port that is taken. */
  public addIngress(listener: IngressListener): void {
    const problems = new Problems(`ingress[${this.ingress.length}]`);
    this.pushIngress(listener, problems);
    problems.throwFor(this, 'Sidecar');
  }

  /** @internal Those of the App that are still there. */
  public static _allOf(app: IConstruct): Sidecar[] {
    return knownSidecars(app).filter((sidecar) => sidecar.node.scope?.node.tryFindChild(sidecar.node.id) === sidecar);
  }

  /** @internal Whether it says that its pods call no host at all. */
  public get _isForNoHost(): boolean {
    const listeners = [...this.egress, ...this.anyPort];
    return listeners.length > 0 && listeners.every(({ hosts }) => hosts.includes('~/*'));
  }

  /** @internal What pods in a namespace see when they call a port; undefined for everything that is exported to them. */
  public _importsAt(port: number, own: string): ImportedHosts | undefined {
    if (this.egress.length + this.anyPort.length === 0) {
      return undefined;
    }
    const listener = this.egress.find((each) => each.port?.number === port) ?? this.anyPort[0];
    return new ImportedHosts(listener?.hosts ?? [], own);
  }

  private pushEgress(listener: EgressListener, problems: Problems): void {
    if (!(listener instanceof EgressListener)) {
      problems.add(
        '',
        `${show(listener)} is not an EgressListener. Write EgressListener.anyPort([EgressHost.sameNamespace()]).`,
      );
      return;
    }
    const before = problems.count;
    const written = listener._toJson(problems, this, this.objectNamespace);
    const { port, bind } = written;
    if (port === undefined && this.anyPort.length > 0) {
      problems.add('', 'is a second listener for any port. Add its hosts to the first one.');
    } else if (port?.number === 0 && this.egress.some((other) => other.bind === bind)) {
      problems.add('path', `${bind} already has a listener. Add the hosts to that one.`);
    } else if (port?.number && this.egress.some((other) => other.port?.number === port.number)) {
      problems.add('port', `${port.number} already has a listener. Add the hosts to that one.`);
    }
    if (problems.count === before) {
      (port === undefined ? this.anyPort : this.egress).push(written);
    }
  }

  private pushIngress(listener: IngressListener, problems: Problems): void {
    const before = problems.count;
    const written = writeIngressListener(listener, this, problems);
    if (problems.count === before && this.ingress.some(({ port }) => port.number === written.port.number)) {
      problems.add('port', `${written.port.number} already has a listener. Write another port.`);
    }
    if (problems.count === before) {
      this.ingress.push(written);
    }
  }

  /** Of two Sidecars for all pods of a namespace, Istio takes the older one and leaves the other. */
  private checkOnlyDefault(problems: Problems): void {
    if (this.objectNamespace === undefined) {
      return;
    }
    const holder = claimAllPods(this, 'Sidecar', this.objectNamespace);
    if (holder !== undefined) {
      problems.add(
        'workloadSelector',
        `is required: ${holder} already applies to all pods of namespace ${this.objectNamespace}, and Istio uses only one such Sidecar. Write { labels: { app: '...' } }.`,
      );
    }
  }
}

const SIDECARS = Symbol.for('cdk8s-istio.sidecars');

/** Kept with the App, because looking for them in it takes a walk over all of its constructs. */
function knownSidecars(scope: IConstruct): Sidecar[] {
  const root = scope.node.root as IConstruct & { [SIDECARS]?: Sidecar[] };
  return (root[SIDECARS] ??= []);
}
