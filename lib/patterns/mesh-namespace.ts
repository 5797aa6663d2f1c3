import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { Gateway } from '../../imports/gateway-api';
import { claim } from '../core/claims';
import { expectMap, expectObject, expectValue, writeLabels } from '../core/expect';
import { literal } from '../core/literal';
import { Problems, show } from '../core/problems';
import { TargetMesh } from '../core/target-mesh';
import { DATA_PLANE_LABELS, INJECTION, WAYPOINT_FOR } from '../istio/data-plane-labels';
import { isIgnored } from '../istio/ignored-namespaces';
import { WAYPOINT_CLASS, WAYPOINT_LISTENER } from '../istio/waypoint';
import type { INamespaceLike } from '../kubernetes/namespace-like';
import { dnsLabelProblem } from '../kubernetes/names';
import { ServiceAccountRef } from '../kubernetes/service-account-ref';
import { holderOfAllPods } from '../networking/all-pods';
import type { EgressHost } from '../networking/egress-host';
import { EgressListener } from '../networking/egress-listener';
import type { OutboundTrafficPolicy } from '../networking/outbound-traffic-policy';
import { Sidecar } from '../networking/sidecar';
import { AuthorizationPolicy } from '../security/authorization-policy';
import { AuthorizationRule } from '../security/authorization-rule';
import { MutualTls } from '../security/mutual-tls';
import { PeerAuthentication } from '../security/peer-authentication';
import { PolicyTarget } from '../security/policy-target';
import { Source } from '../security/source';
import { ENFORCED_ELSEWHERE } from './enforced-elsewhere';
import type { WrittenInjection } from './mesh-namespace/injection';
import { Injection, injectionOf } from './mesh-namespace/injection';
import type { AllowedCallers } from './mesh-namespace/namespace-access';
import { NamespaceAccess } from './mesh-namespace/namespace-access';
import type { ResolvedWaypoint } from './mesh-namespace/waypoint';

/** Options of a MeshNamespace. */
export interface MeshNamespaceProps {
  /**
   * Name of the Namespace.
   *
   * Rejects the root namespace, whose policies hold for the whole mesh, and namespaces of Kubernetes itself.
   *
   * @default - the namespace of the chart, so that what else the chart makes is in there
   */
  readonly name?: string;

  /** How its pods are in the mesh: `Injection.sidecar()`, `.revision('canary')`, `.ambient()` or `.none()`. Written as labels. */
  readonly injection: Injection;

  /**
   * How its pods take connections; it makes a PeerAuthentication. Istio field `mtls.mode`.
   *
   * Rejects `MutualTls.DISABLE` in ambient mode, where it has no effect.
   *
   * @default - as the mesh says: PERMISSIVE, unless it was changed
   */
  readonly mutualTls?: MutualTls;

  /**
   * Who may call its workloads; it makes an AuthorizationPolicy, and in front of a waypoint another one.
   *
   * @default - no policy: everybody may call, unless another policy says otherwise
   */
  readonly access?: NamespaceAccess;

  /**
   * The hosts that its pods know, and so can call by Istio's rules; it makes a Sidecar. Istio field `egress`.
   *
   * Rejected in ambient mode, which has no such scope.
   *
   * @default - every host that is visible to the namespace
   */
  readonly egress?: EgressHost[];

  /**
   * What happens to calls of other hosts: `OutboundTrafficPolicy.registryOnly()` refuses them. Istio field `outboundTrafficPolicy` of the
   * Sidecar.
   *
   * Rejected in ambient mode.
   *
   * @default - as the mesh is set up
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;

  /**
   * More labels of the Namespace, for Pod Security say.
   *
   * Rejects those that contradict `injection`.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * Annotations of the Namespace.
   *
   * Rejects what Istio reads as a label only.
   *
   * @default - none
   */
  readonly annotations?: Record<string, string>;
}

/**
 * A Namespace, how its pods are in the mesh, and what holds for all of them: mutual TLS, who may call them, and what they may call.
 *
 * It can be given wherever a namespace is asked: `Source.namespace(shop)`, `EgressHost.namespace(shop)`.
 *
 * Rejects labels that contradict the injection, policies that have no effect with it, and a namespace that another one makes already.
 *
 * @example
 * const shop = new MeshNamespace(chart, 'Shop', {
 *   name: 'shop',
 *   injection: Injection.sidecar(),
 *   mutualTls: MutualTls.STRICT,
 *   access: NamespaceAccess.denyByDefault({ allowedCallers: [Source.namespace('monitoring')] }),
 *   egress: [EgressHost.sameNamespace(), EgressHost.namespace('istio-system')],
 *   outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly(),
 * });
 *
 * @see https://istio.io/latest/docs/ops/best-practices/security/
 */
export class MeshNamespace extends Construct implements INamespaceLike {
  /** `metadata.name` of the Namespace. */
  public readonly name: string;

  /** The Namespace. */
  public readonly namespace: ApiObject;

  /** How the pods take connections; undefined without `mutualTls`. */
  public readonly peerAuthentication?: PeerAuthentication;

  /** Who may call the pods; undefined without `access`. In front of a waypoint: the waypoint, and callers that ztunnel knows. */
  public readonly authorizationPolicy?: AuthorizationPolicy;

  /** Who may call through the waypoint; undefined without both. */
  public readonly waypointAuthorizationPolicy?: AuthorizationPolicy;

  /** What the pods may call; undefined without `egress` and `outboundTrafficPolicy`. */
  public readonly sidecar?: Sidecar;

  /** The waypoint that was made; undefined without one, and with one that is there already. */
  public readonly waypoint?: Gateway;

  /** @internal The waypoint of its pods, made or named; undefined without one. */
  public readonly _waypoint?: ResolvedWaypoint;

  private readonly props: MeshNamespaceProps;

  constructor(scope: Construct, id: string, props: MeshNamespaceProps) {
    super(scope, id);
    const problems = new Problems();
    this.props =
      expectObject(props, 'MeshNamespaceProps', problems, '', '{ injection: Injection.sidecar() }') ??
      ({} as MeshNamespaceProps);
    const { mutualTls, egress, outboundTrafficPolicy } = this.props;
    this.name = this.checkName(problems);
    const injection = this.checkInjection(problems);
    const labels = this.checkLabels(injection, problems);
    const annotations = this.checkAnnotations(problems);
    this.checkMutualTls(injection, problems);
    const callers = this.checkAccess(injection, problems);
    const listeners = this.checkEgress(injection, problems);
    this.claimObjects(problems);
    problems.throwFor(this, 'MeshNamespace');

    this.namespace = new ApiObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: this.name, labels: { ...labels, ...injection!.labels }, annotations },
    });
    if (Chart.of(this).namespace !== undefined) {
      // The chart writes its namespace into every object; a Namespace itself has none.
      this.namespace.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    }
    if (mutualTls !== undefined) {
      const metadata = { name: 'default', namespace: this.name };
      this.peerAuthentication = new PeerAuthentication(this, 'PeerAuthentication', { metadata, mode: mutualTls });
    }
    this._waypoint = injection!.waypoint;
    if (this._waypoint?.traffic !== undefined) {
      this.waypoint = this.makeWaypoint(this._waypoint);
    }
    if (callers !== undefined) {
      const { waypoint } = injection!;
      const atPods = waypoint === undefined ? callers.all : [identityOf(waypoint), ...callers.forZtunnel];
      this.authorizationPolicy = this.allow('AuthorizationPolicy', 'deny-by-default', atPods);
      if (waypoint !== undefined) {
        this.waypointAuthorizationPolicy = this.allow(
          'WaypointAuthorizationPolicy',
          `${waypoint.name}-deny-by-default`,
          callers.all,
          PolicyTarget.gateway(waypoint.name),
        );
      }
    }
    if (egress !== undefined || outboundTrafficPolicy !== undefined) {
      const metadata = { name: 'default', namespace: this.name };
      this.sidecar = new Sidecar(this, 'Sidecar', { metadata, egress: listeners, outboundTrafficPolicy });
    }
  }

  private checkName(problems: Problems): string {
    const name = this.props.name ?? Chart.of(this).namespace;
    if (name === undefined) {
      problems.add('name', "is needed, because its chart has no namespace. Write name: 'shop'.");
      return '';
    }
    const problem = dnsLabelProblem(name, 'the name of a namespace');
    if (problem !== undefined) {
      problems.add('name', problem);
    } else if (name === TargetMesh.of(this).rootNamespace) {
      problems.add(
        'name',
        `${show(name)} is the root namespace, whose policies hold for the whole mesh. Make what you need by itself there, such as new PeerAuthentication(chart, 'Mesh', { metadata: { namespace: ${literal(name)} }, mode: MutualTls.STRICT }).`,
      );
    } else if (isIgnored(name)) {
      problems.add('name', `${show(name)} belongs to Kubernetes, and Istio leaves its pods alone. Write another one.`);
    }
    return String(name);
  }

  private checkInjection(problems: Problems): WrittenInjection | undefined {
    const { injection } = this.props;
    if (!(injection instanceof Injection)) {
      const what = injection === undefined ? 'is needed' : `${show(injection)} is not an Injection`;
      problems.add(
        'injection',
        `${what}. Write Injection.sidecar() or Injection.ambient(), or Injection.none() for pods that are not in the mesh.`,
      );
      return undefined;
    }
    return injection._write(this.name, problems.in('injection'));
  }

  /** Labels of two ways into the mesh contradict each other: the webhooks of revisions leave out a namespace with the label of the other, and ztunnel pods with sidecars. */
  private checkLabels(injection: WrittenInjection | undefined, problems: Problems): Record<string, string> | undefined {
    const labels = writeLabels(this.props.labels, problems, 'labels');
    if (injection === undefined) {
      return labels;
    }
    // Those of the chart are written, too.
    const all: Record<string, string | undefined> = { ...Chart.of(this).labels, ...labels };
    for (const key of DATA_PLANE_LABELS.filter((each) => all[each] !== undefined)) {
      const value = all[key];
      const isWithoutSidecars = injection.dataPlane === 'ambient' && key === INJECTION && value === 'disabled';
      if (value !== injection.labels[key] && !isWithoutSidecars) {
        const instead = injectionOf(key, value);
        problems.add(
          `labels.${key}`,
          `${show(value)} contradicts ${this.props.injection._code}. Leave it out${instead === undefined ? '' : `, or write injection: ${instead}`}.`,
        );
      }
    }
    return labels;
  }

  private checkAnnotations(problems: Problems): Record<string, string> | undefined {
    const annotations = expectMap(this.props.annotations, problems, 'annotations', "{ owner: 'team-shop' }");
    for (const [key, value] of Object.entries(annotations ?? {})) {
      if (DATA_PLANE_LABELS.some((label) => label === key)) {
        problems.add(
          `annotations.${key}`,
          'is read by Istio as a label only. Leave it out: injection writes the label.',
        );
      } else if (typeof value !== 'string') {
        problems.add(
          `annotations.${key}`,
          `${show(value)} is not a string. Annotations are strings: write ${show(String(value))}.`,
        );
      }
    }
    return annotations;
  }

  private checkMutualTls(injection: WrittenInjection | undefined, problems: Problems): void {
    const { mutualTls } = this.props;
    if (mutualTls === undefined) {
      return;
    }
    if (!Object.values(MutualTls).includes(mutualTls)) {
      problems.add('mutualTls', `${show(mutualTls)} is not a mode. Write MutualTls.STRICT.`);
    } else if (injection?.dataPlane === 'none') {
      problems.add('mutualTls', NO_PROXY);
    } else if (injection?.dataPlane === 'ambient' && mutualTls === MutualTls.DISABLE) {
      problems.add(
        'mutualTls',
        'MutualTls.DISABLE has no effect in ambient mode, where members of the mesh always use mutual TLS. Write MutualTls.PERMISSIVE, which takes plaintext as well.',
      );
    }
  }

  private checkAccess(injection: WrittenInjection | undefined, problems: Problems): AllowedCallers | undefined {
    const { access } = this.props;
    if (access === undefined) {
      return undefined;
    }
    if (!(access instanceof NamespaceAccess)) {
      problems.add('access', `${show(access)} is not a NamespaceAccess. Write NamespaceAccess.denyByDefault().`);
      return undefined;
    }
    if (injection?.dataPlane === 'none') {
      problems.add('access', NO_PROXY);
      return undefined;
    }
    const waypoint = injection?.waypoint;
    if (waypoint !== undefined && waypoint.namespace !== this.name) {
      problems.add(
        'access',
        `policies for waypoint ${show(waypoint.name)} are read in its own namespace, ${waypoint.namespace}. Write them there, or give the namespace a waypoint: Injection.ambient({ waypoint: Waypoint.own() }).`,
      );
    }
    const alone = injection?.dataPlane === 'ambient' ? 'ztunnel' : 'sidecar';
    return access._write(this, waypoint === undefined ? alone : 'waypoint', problems.in('access'));
  }

  private checkEgress(injection: WrittenInjection | undefined, problems: Problems): EgressListener[] | undefined {
    const { egress, outboundTrafficPolicy } = this.props;
    const given = Object.entries({ egress, outboundTrafficPolicy }).filter(([, value]) => value !== undefined);
    if (injection?.dataPlane === 'none') {
      given.forEach(([field]) => problems.add(field, NO_PROXY));
      return undefined;
    }
    if (injection?.dataPlane === 'ambient') {
      const why =
        'is said by a Sidecar, which ambient mode ignores. Leave it out, or write injection: Injection.sidecar().';
      given.forEach(([field]) => problems.add(field, why));
      return undefined;
    }
    expectValue(outboundTrafficPolicy, this, problems, 'outboundTrafficPolicy', 'OutboundTrafficPolicy.registryOnly()');
    if (egress === undefined) {
      return undefined;
    }
    const listener = EgressListener.anyPort(egress);
    const found = new Problems();
    listener._toJson(found, this, this.name);
    problems.addAll(found.list.map(({ field, message }) => ({ field: field.replace(/^hosts/, 'egress'), message })));
    return [listener];
  }

  /** The policies claim their place for all pods themselves, when they are made. */
  private claimObjects(problems: Problems): void {
    const holder = claim(this, `Namespace ${this.name}`);
    if (holder !== undefined) {
      problems.add(
        'name',
        `Namespace ${show(this.name)} is made by ${holder} already. Use that one, or write another name.`,
      );
      return;
    }
    const { mutualTls, egress, outboundTrafficPolicy } = this.props;
    for (const [field, kind, isMade] of [
      ['mutualTls', 'PeerAuthentication', mutualTls !== undefined],
      [
        egress === undefined ? 'outboundTrafficPolicy' : 'egress',
        'Sidecar',
        (egress ?? outboundTrafficPolicy) !== undefined,
      ],
    ] as const) {
      const other = isMade ? holderOfAllPods(this, kind, this.name) : undefined;
      if (other !== undefined) {
        problems.add(
          field,
          `${other.node.path} is the ${kind} for all pods of namespace ${this.name} already, and Istio takes only one. Leave one of them out.`,
        );
      }
    }
  }

  private makeWaypoint({ name, namespace, traffic }: ResolvedWaypoint): Gateway {
    return new Gateway(this, 'Waypoint', {
      metadata: { name, namespace, labels: { [WAYPOINT_FOR]: traffic! } },
      spec: { gatewayClassName: WAYPOINT_CLASS, listeners: [WAYPOINT_LISTENER] },
    });
  }

  private allow(id: string, name: string, from: Source[], target?: PolicyTarget): AuthorizationPolicy {
    const isAmbient = this.props.injection._dataPlane === 'ambient';
    const metadata = { name, namespace: this.name, annotations: isAmbient ? ENFORCED_ELSEWHERE : undefined };
    return from.length === 0
      ? AuthorizationPolicy.allowNothing(this, id, { metadata, target })
      : new AuthorizationPolicy(this, id, { metadata, target, rules: [AuthorizationRule.of({ from })] });
  }
}

const NO_PROXY =
  'has no effect with Injection.none(): nothing takes the connections of its pods. Leave it out, or write injection: Injection.sidecar().';

/** The identity of a waypoint: its pods run as a service account of its name (pilot/pkg/config/kube/gatewaycommon/gateway_utils.go: GetDefaultName). */
function identityOf({ name, namespace }: ResolvedWaypoint): Source {
  return Source.serviceAccount(ServiceAccountRef.fromName(name, { namespace }));
}
