import type { ApiObjectMetadata } from 'cdk8s';
import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { checkAtSynth } from '../core/at-synth';
import { claim } from '../core/claims';
import { compact, expectInteger, expectObject } from '../core/expect';
import { Problems, show } from '../core/problems';
import { isIgnored } from '../istio/ignored-namespaces';
import type { InstalledGateway } from '../istio/installed-gateways';
import { istioctlGateway } from '../istio/installed-gateways';
import { dnsLabelProblem } from '../kubernetes/names';
import type { GatewayPort } from '../networking/gateway-workload';
import { GatewayWorkload } from '../networking/gateway-workload';
import { forgetNamespaces } from './app-namespaces';
import { checkBoundGateways } from './gateway/bound-gateways';
import type { SeenAddress } from './gateway/client-address';
import { seenAddress } from './gateway/client-address';
import { DisruptionBudget } from './gateway/disruption-budget';
import { GatewayDirection } from './gateway/gateway-direction';
import type { GatewayPods } from './gateway/gateway-pods';
import { deploymentSpec, gatewayLabels, podAnnotations, podLabels } from './gateway/gateway-pods';
import type { GatewayResources } from './gateway/gateway-resources';
import { writeResources } from './gateway/gateway-resources';
import type { ServedPort } from './gateway/gateway-service';
import { serviceSpec, writePorts } from './gateway/gateway-service';
import { checkInjectedNamespace } from './gateway/injected-namespace';
import { LoadBalancer } from './gateway/load-balancer';
import type { ServiceShape } from './gateway/load-balancer-preset';
import type { PodPlacement } from './gateway/pod-placement';
import { writePlacement } from './gateway/pod-placement';
import type { ReplicaRange } from './gateway/replicas';
import { Replicas } from './gateway/replicas';
import { claimObjects, patternName } from './pattern-name';

/** Options of a GatewayDeployment. */
export interface GatewayDeploymentProps extends PodPlacement {
  /**
   * From where connections come.
   *
   * @default GatewayDirection.INGRESS
   */
  readonly direction?: GatewayDirection;

  /**
   * What is in front of the pods. Kubernetes field `type` of the Service, and annotations.
   *
   * Rejects an address outside the cluster for GatewayDirection.EGRESS.
   *
   * @default LoadBalancer.plain(); LoadBalancer.clusterIp() for GatewayDirection.EGRESS
   */
  readonly loadBalancer?: LoadBalancer;

  /**
   * The ports of the Service, without that of the health check. Gateways and patterns that use `workload` can open these and no others.
   *
   * Rejects ports of the pods that the proxy itself opens, two ports with one `targetPort`, and a name that does not begin with a protocol.
   *
   * @default [{ port: 80 }, { port: 443 }], the same on the pods
   */
  readonly ports?: GatewayPort[];

  /**
   * How many pods there are; a number for always that many.
   *
   * @default Replicas.autoscaled()
   */
  readonly replicas?: Replicas | number;

  /**
   * How many pods may be gone while nodes are drained.
   *
   * @default DisruptionBudget.maxUnavailable(1); none where there may be a single pod
   */
  readonly disruptionBudget?: DisruptionBudget;

  /**
   * What each pod requests, and the most that it gets.
   *
   * @default - as in Istio's Helm chart: 100m and 128Mi, limits of 2 and 1Gi
   */
  readonly resources?: GatewayResources;

  /**
   * The revision of Istio whose injector writes the proxy, by its name or tag. Label `istio.io/rev` of the pods.
   *
   * Rejects, at synthesis, a Namespace of this app whose labels name another: they decide before this one.
   *
   * @default - the revision of the namespace, or the default one
   */
  readonly revision?: string;

  /**
   * How many proxies in front of the gateway add to `x-forwarded-for` and are trusted, an application load balancer for one.
   * `gatewayTopology.numTrustedProxies` in the annotation `proxy.istio.io/config`.
   *
   * Rejects it with the PROXY protocol, which would be ignored then.
   *
   * @default 0
   */
  readonly trustedProxies?: number;

  /**
   * The namespace of the pods, best one of their own. The Secrets of certificates belong there.
   *
   * Rejects one in which the injector leaves pods alone: those of Kubernetes itself, and, at synthesis, a Namespace of this app with the label
   * `istio-injection: disabled`.
   *
   * @default - the namespace of the chart
   */
  readonly namespace?: string;

  /**
   * Name of all objects, and value of the labels `app` and `istio`.
   *
   * Rejects the names of the gateways that `istioctl install` makes.
   *
   * @default - the id of the construct in kebab-case
   */
  readonly name?: string;
}

/**
 * The pods of an Istio gateway and their Service. Istio's injector writes the proxy into the pods, so that nothing of it is copied: image,
 * environment, volumes and probes are those of the Istio that runs.
 *
 * Creates a ServiceAccount, a Role and a RoleBinding (to read the Secrets of certificates), a Deployment, a Service and, as it is told, a
 * HorizontalPodAutoscaler and a PodDisruptionBudget. `workload` is what Gateways and patterns take. It makes no Istio object, so it may
 * come before `MeshSettings.set(app, { ingress: door.workload })`.
 *
 * @example
 * const door = new GatewayDeployment(edge, 'Door', {
 *   loadBalancer: LoadBalancer.awsNlb({ scheme: NlbScheme.INTERNET_FACING }),
 * });
 * new IngressedService(chart, 'Shop', { service, hosts: ['shop.example.com'], workload: door.workload });
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
export class GatewayDeployment extends Construct {
  /** Who the pods are. */
  public readonly serviceAccount: ApiObject;

  /** What the pods may read: the Secrets of their namespace. */
  public readonly role: ApiObject;

  /** Gives the pods their role. */
  public readonly roleBinding: ApiObject;

  /** The pods. */
  public readonly deployment: ApiObject;

  /** The Service in front of the pods. */
  public readonly service: ApiObject;

  /** Scales the pods; undefined where their number is fixed. */
  public readonly autoscaler?: ApiObject;

  /** Keeps pods while nodes are drained; undefined where there is none. */
  public readonly disruptionBudget?: ApiObject;

  /** The pods as Gateways and patterns take them. */
  public readonly workload: GatewayWorkload;

  /** @internal The address that the pods take for that of the client. */
  public readonly _seenAddress: SeenAddress;

  private readonly props: GatewayDeploymentProps;
  private readonly balancer: LoadBalancer;
  private readonly metadata: ApiObjectMetadata;

  constructor(scope: Construct, id: string, props: GatewayDeploymentProps = {}) {
    super(scope, id);
    const problems = new Problems();
    this.props = expectObject(props, 'GatewayDeploymentProps', problems, '', '{ ports: [{ port: 443 }] }') ?? {};
    const name = patternName(this, this.props.name, problems);
    this.checkName(name, problems);
    const namespace = this.chooseNamespace(problems);
    const ports = writePorts(this.props.ports, problems);
    this.balancer = this.chooseLoadBalancer(problems);
    const shape = this.balancer._preset.write(ports, problems.in('loadBalancer'));
    const range = this.checkReplicas(problems);
    const budget = this.checkBudget(range, problems);
    const pods = this.planPods(name, ports, shape, range, problems);
    if (namespace !== undefined && problems.count === 0) {
      this.claimNames(name, namespace, problems);
    }
    problems.throwFor(this, 'GatewayDeployment');

    this.metadata = { name, namespace, labels: gatewayLabels(pods) };
    this.serviceAccount = this.make('ServiceAccount', 'v1');
    this.role = this.make('Role', RBAC, { rules: [READ_SECRETS] });
    this.roleBinding = this.make('RoleBinding', RBAC, {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    });
    this.deployment = this.make('Deployment', 'apps/v1', { spec: deploymentSpec(pods) });
    this.service = this.make('Service', 'v1', { spec: serviceSpec(shape, ports, pods.selector) }, shape.annotations);
    this.autoscaler = range?.scaledBy === undefined ? undefined : this.makeAutoscaler(name, range);
    this.disruptionBudget =
      budget === undefined
        ? undefined
        : this.make('PodDisruptionBudget', 'policy/v1', {
            spec: { ...budget, selector: { matchLabels: pods.selector } },
          });
    this.workload = GatewayWorkload._deployed(
      this,
      { selector: pods.selector, namespace: namespace!, service: name, ports, serviceAccount: name },
      asInstalled(pods, ports, shape),
    );
    this._seenAddress = seenAddress(pods.proxyConfig, shape);
    forgetNamespaces(this);
    checkAtSynth(this, 'GatewayDeployment', (problems) => this.validate(namespace!, pods, shape, problems));
  }

  /** @internal How many proxies in front of the pods are trusted. */
  public get _trustedProxies(): number {
    return this.props.trustedProxies ?? 0;
  }

  /** Namespaces and Gateways may come after the pods, so they are looked at when everything is there. */
  private validate(namespace: string, pods: GatewayPods, { tls }: ServiceShape, problems: Problems): void {
    checkInjectedNamespace(this, namespace, podLabels(pods), problems);
    if (tls !== undefined) {
      checkBoundGateways(this.workload, this.balancer._preset, tls, problems);
    }
  }

  private chooseNamespace(problems: Problems): string | undefined {
    const { namespace = Chart.of(this).namespace } = this.props;
    const problem = namespace === undefined ? undefined : dnsLabelProblem(namespace, 'the name of a namespace');
    if (problem !== undefined) {
      problems.add('namespace', problem);
    } else if (namespace === undefined) {
      problems.add(
        'namespace',
        "is needed, because the chart has none, and the pods would land wherever they are applied to. Write namespace: '...'.",
      );
    } else if (isIgnored(namespace)) {
      problems.add(
        'namespace',
        `${show(namespace)} is one of Kubernetes itself, where the injector leaves pods alone, and they would wait for an image "auto". Write another.`,
      );
    }
    return namespace;
  }

  private checkName(name: string, problems: Problems): void {
    const installed = (['ingressgateway', 'egressgateway'] as const).find(
      (kind) => name === kind || name === istioctlGateway(kind).name,
    );
    if (installed !== undefined) {
      problems.add(
        'name',
        `${show(name)} is the name of a gateway that istioctl install makes: objects of one name would be merged, and Gateways of one would be opened by the pods of the other. Write another.`,
      );
    }
  }

  private chooseLoadBalancer(problems: Problems): LoadBalancer {
    const { direction = GatewayDirection.INGRESS, loadBalancer } = this.props;
    if (!Object.values(GatewayDirection).includes(direction)) {
      problems.add(
        'direction',
        `${show(direction)} is not a direction. Write GatewayDirection.INGRESS or GatewayDirection.EGRESS.`,
      );
    }
    const isEgress = direction === GatewayDirection.EGRESS;
    if (loadBalancer === undefined) {
      return isEgress ? LoadBalancer.clusterIp() : LoadBalancer.plain();
    }
    if (!(loadBalancer instanceof LoadBalancer)) {
      problems.add(
        'loadBalancer',
        `${show(loadBalancer)} is not a LoadBalancer. Write LoadBalancer.plain(), or awsNlb, azure, gcp, metalLb, nodePort or clusterIp of the same class.`,
      );
      return LoadBalancer.plain();
    }
    const { label } = loadBalancer._preset;
    if (isEgress && label !== LoadBalancer.clusterIp()._preset.label) {
      problems.add(
        'loadBalancer',
        `${label} opens the way out to clients outside the cluster, who could use it as an open proxy. Omit it, or write direction: GatewayDirection.INGRESS.`,
      );
    }
    return loadBalancer;
  }

  private checkReplicas(problems: Problems): ReplicaRange | undefined {
    const { replicas = Replicas.autoscaled() } = this.props;
    const given = typeof replicas === 'number' ? Replicas.exactly(replicas) : replicas;
    if (!(given instanceof Replicas)) {
      problems.add(
        'replicas',
        `${show(replicas)} is not a number of pods. Write Replicas.autoscaled({ min: 2, max: 5 }) or Replicas.exactly(3).`,
      );
      return undefined;
    }
    return given._range(problems.in('replicas'));
  }

  private checkBudget(range: ReplicaRange | undefined, problems: Problems): Record<string, number> | undefined {
    const { disruptionBudget } = this.props;
    if (disruptionBudget !== undefined && !(disruptionBudget instanceof DisruptionBudget)) {
      problems.add(
        'disruptionBudget',
        `${show(disruptionBudget)} is not a DisruptionBudget. Write DisruptionBudget.maxUnavailable(1).`,
      );
      return undefined;
    }
    const usual = range !== undefined && range.min > 1 ? DisruptionBudget.maxUnavailable(1) : DisruptionBudget.none();
    return (disruptionBudget ?? usual)._toJson(problems.in('disruptionBudget'), range?.min);
  }

  private planPods(
    name: string,
    ports: readonly ServedPort[],
    shape: ServiceShape,
    range: ReplicaRange | undefined,
    problems: Problems,
  ): GatewayPods {
    const { revision } = this.props;
    const selector = { app: name, istio: name };
    const revisionProblem = revision === undefined ? undefined : dnsLabelProblem(revision, 'the name of a revision');
    if (revisionProblem !== undefined) {
      problems.add('revision', revisionProblem);
    }
    const before = problems.count;
    const resources = writeResources(this.props.resources, problems.in('resources'));
    const asked = problems.count > before ? [] : (['cpu', 'memory'] as const);
    for (const field of asked) {
      if (range?.scaledBy?.[field] !== undefined && resources.requests?.[field] === undefined) {
        problems.add(
          `resources.requests.${field}`,
          `is needed, because the pods are scaled in percent of it. Write it, or replicas: Replicas.exactly(${range.min}).`,
        );
      }
    }
    return {
      name,
      selector,
      revision,
      ports: ports.map(({ targetPort }) => targetPort),
      proxyConfig: this.writeProxyConfig(shape, problems),
      replicas: range?.scaledBy === undefined ? range?.min : undefined,
      resources,
      placement: writePlacement(this.props, selector, problems),
    };
  }

  private writeProxyConfig({ proxyProtocol }: ServiceShape, problems: Problems): Record<string, unknown> {
    const trusted = expectInteger(
      this.props.trustedProxies,
      0,
      Number.MAX_SAFE_INTEGER,
      problems,
      'trustedProxies',
      'a number of proxies',
    );
    if (proxyProtocol === true && trusted !== undefined && trusted > 0) {
      problems.add(
        'trustedProxies',
        'says that x-forwarded-for has the address of the client, and then Istio ignores the one of the PROXY protocol. Omit it, or proxyProtocol of the load balancer.',
      );
    }
    const gatewayTopology = {
      ...(trusted !== undefined && trusted > 0 && { numTrustedProxies: trusted }),
      ...(proxyProtocol === true && { proxyProtocol: {} }),
    };
    return {
      ...(Object.keys(gatewayTopology).length > 0 && { gatewayTopology }),
      // The health check of the load balancer begins with the PROXY protocol too, and that of the kubelet does not.
      ...(proxyProtocol === true && { proxyMetadata: { ENVOY_STATUS_PORT_ENABLE_PROXY_PROTOCOL: 'true' } }),
    };
  }

  private claimNames(name: string, namespace: string, problems: Problems): void {
    const kinds = ['Deployment', 'Service', 'ServiceAccount', 'Role', 'RoleBinding'];
    claimObjects(this, [...kinds, 'HorizontalPodAutoscaler', 'PodDisruptionBudget'], namespace, name, problems);
    const holder = problems.count > 0 ? undefined : claim(this, `gateway pods ${name}`);
    if (holder !== undefined) {
      problems.add(
        'name',
        `the pods of ${holder} have the labels app=${name} and istio=${name} as well, and a Gateway selects pods of all namespaces by their labels. Give this one another name: name: '...'.`,
      );
    }
  }

  private make(
    kind: string,
    apiVersion: string,
    rest: object = {},
    annotations: Record<string, string> = {},
  ): ApiObject {
    const noted = Object.keys(annotations).length === 0 ? {} : { annotations };
    return new ApiObject(this, kind, { apiVersion, kind, metadata: { ...this.metadata, ...noted }, ...rest });
  }

  private makeAutoscaler(name: string, { min, max, scaledBy }: ReplicaRange): ApiObject {
    const metrics = Object.entries(compact(scaledBy!)).map(([resource, averageUtilization]) => ({
      type: 'Resource',
      resource: { name: resource, target: { type: 'Utilization', averageUtilization } },
    }));
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name };
    return this.make('HorizontalPodAutoscaler', 'autoscaling/v2', {
      spec: { scaleTargetRef, minReplicas: min, maxReplicas: max, metrics },
    });
  }
}

const RBAC = 'rbac.authorization.k8s.io/v1';

/** What the proxy needs for the certificates of Gateways. Mirrors manifests/charts/gateway/templates/role.yaml. */
const READ_SECRETS = { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] };

/** The pods as they are told to the checks of other charts. */
function asInstalled(pods: GatewayPods, ports: ServedPort[], { type, hasStatusPort }: ServiceShape): InstalledGateway {
  const { name, selector } = pods;
  return {
    name,
    selector,
    podLabels: podLabels(pods),
    podAnnotations: podAnnotations(pods),
    serviceAccount: name,
    ports,
    hasStatusPort,
    serviceType: type,
  };
}
