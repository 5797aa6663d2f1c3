import { ApiObject, Duration, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/** How the kubelet asks a container whether it is well. */
export type HealthCheck = { httpGet: string } | 'grpc' | 'tcp';

export interface MeshedAppProps {
  /** Name of the Service and value of the label `app`. */
  readonly app: string;
  /** Name of the Service port. Istio reads the protocol from it: `http`, `grpc`, `tcp-redis`. */
  readonly portName: string;
  /** Port of the Service. */
  readonly port: number;
  /**
   * Port of the container.
   * @default - the port of the Service
   */
  readonly containerPort?: number;
  readonly health: HealthCheck;
  /**
   * Name of the ServiceAccount, and so the identity of the pods in the mesh.
   * @default - the name of the Service
   */
  readonly serviceAccount?: string;
}

export interface AppVersionProps {
  readonly image: string;
  readonly env?: { [name: string]: string };
  /**
   * Name of the Deployment.
   * @default - app and version, as in `reviews-v1`
   */
  readonly name?: string;
  /** @default 1 */
  readonly replicas?: number;
  /** CPU in thousandths of a core: what is reserved, and the most that it may take. */
  readonly cpu: { request: number; limit: number };
  /** Memory in MiB: what is reserved, and the most that it may take. */
  readonly memory: { request: number; limit: number };
  /**
   * User, group and group of the volumes.
   * @default - as the image says
   */
  readonly user?: number;
  /**
   * Directories that stay writable, each an emptyDir.
   * @default - none
   */
  readonly scratch?: string[];
  /** @default true */
  readonly readOnlyRootFilesystem?: boolean;
}

/**
 * One application of the mesh as Istio wants it: a Service that selects every version by `app` alone, and for each
 * version a Deployment whose pods are labelled `app` and `version`, so that subsets can tell them apart.
 */
export class MeshedApp extends Construct {
  public readonly service: kplus.Service;
  private readonly serviceAccount: kplus.ServiceAccount;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: MeshedAppProps,
  ) {
    super(scope, id);
    const labels = { app: props.app };
    this.serviceAccount = new kplus.ServiceAccount(this, 'ServiceAccount', {
      metadata: { name: props.serviceAccount ?? props.app, labels },
    });
    this.service = new kplus.Service(this, 'Service', {
      metadata: { name: props.app, labels },
      type: kplus.ServiceType.CLUSTER_IP,
      ports: [{ name: props.portName, port: props.port, targetPort: this.containerPort }],
    });
    this.service.selectLabel('app', props.app);
  }

  /** Adds the Deployment of one version; `version` becomes the value of the pod label of that name. */
  public addVersion(version: string, props: AppVersionProps): kplus.Deployment {
    const { app, portName } = this.props;
    const labels = { app, version };
    const deployment = new kplus.Deployment(this, version, {
      metadata: { name: props.name ?? `${app}-${version.replaceAll('.', '-')}`, labels },
      podMetadata: { labels },
      select: false,
      replicas: props.replicas ?? 1,
      serviceAccount: this.serviceAccount,
      securityContext: { ensureNonRoot: true, user: props.user, group: props.user, fsGroup: props.user },
    });
    deployment.select(kplus.LabelSelector.of({ labels }));

    const container = deployment.addContainer({
      name: app,
      image: props.image,
      imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
      ports: [{ name: portName, number: this.containerPort }],
      envVariables: Object.fromEntries(
        Object.entries(props.env ?? {}).map(([name, value]) => [name, kplus.EnvValue.fromValue(value)]),
      ),
      resources: {
        cpu: { request: kplus.Cpu.millis(props.cpu.request), limit: kplus.Cpu.millis(props.cpu.limit) },
        memory: { request: Size.mebibytes(props.memory.request), limit: Size.mebibytes(props.memory.limit) },
      },
      securityContext: {
        ensureNonRoot: true,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: props.readOnlyRootFilesystem ?? true,
        capabilities: { drop: [kplus.Capability.ALL] },
      },
      ...this.probes(),
    });
    for (const path of props.scratch ?? []) {
      const name = path.slice(1).replaceAll('/', '-');
      container.mount(path, kplus.Volume.fromEmptyDir(deployment, `Scratch-${name}`, name));
    }

    const object = ApiObject.of(deployment);
    // cdk8s-plus labels pods with their construct path, also when it is not what the Deployment selects.
    object.addJsonPatch(JsonPatch.remove(`/spec/template/metadata/labels/${escapePointer(kplus.Pod.ADDRESS_LABEL)}`));
    if (this.props.health === 'grpc') {
      // cdk8s-plus-28 has no gRPC probes, Kubernetes has them since 1.24.
      for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
        const path = `/spec/template/spec/containers/0/${probe}`;
        object.addJsonPatch(JsonPatch.remove(`${path}/tcpSocket`));
        object.addJsonPatch(JsonPatch.add(`${path}/grpc`, { port: this.containerPort }));
      }
    }
    return deployment;
  }

  private get containerPort(): number {
    return this.props.containerPort ?? this.props.port;
  }

  /** The startup probe gives two minutes to come up, so the liveness probe can be strict afterwards. */
  private probes(): Pick<kplus.ContainerProps, 'startup' | 'readiness' | 'liveness'> {
    const { health } = this.props;
    const port = this.containerPort;
    const probe = (options: kplus.ProbeOptions): kplus.Probe =>
      typeof health === 'object'
        ? kplus.Probe.fromHttpGet(health.httpGet, { port, ...options })
        : kplus.Probe.fromTcpSocket({ port, ...options });
    const timeoutSeconds = Duration.seconds(3);
    return {
      startup: probe({ periodSeconds: Duration.seconds(5), failureThreshold: 24, timeoutSeconds }),
      readiness: probe({ periodSeconds: Duration.seconds(5), timeoutSeconds }),
      liveness: probe({ periodSeconds: Duration.seconds(10), timeoutSeconds }),
    };
  }
}

/** A key as JSON Pointer (RFC 6901) wants it in a path. */
function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
