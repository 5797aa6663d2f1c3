import { parse } from 'yaml';
import type { Fields, Manifest } from './manifest';
import { keyOf, namespaceOf, ofKind } from './manifest';
import type { Network } from './network';

/** What listens on a port of a container. */
export interface WorkloadPort {
  readonly name?: string;
  readonly port: number;
  /** Whether the application wants TLS there: its name, or that of the port of its Service, says https or tls. */
  readonly tls: boolean;
}

/** The pod of a Deployment. There is one, however many replicas it asks for. */
export interface Workload {
  /** `namespace/name` of the Deployment. */
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: { [key: string]: string };
  readonly serviceAccount: string;
  readonly address: string;
  readonly ports: WorkloadPort[];
  /** Settings of its proxy (ProxyConfig), as its annotation gives them. */
  readonly proxyConfig: Fields;
  /** What its proxy tells istiod besides, as the environment of its container says. */
  readonly proxyMetadata: { [name: string]: string };
  /** Which proxy it has: a sidecar, none, or it is one (a gateway, a waypoint). */
  readonly proxy: 'sidecar' | 'router' | 'waypoint' | 'none';
  /** Whether ztunnel takes its connections. */
  readonly ambient: boolean;
}

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort: number | string;
}

export interface ClusterService {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly address: string;
  readonly ports: ServicePort[];
  readonly workloads: Workload[];
}

/** What Kubernetes makes of manifests: pods with addresses, cluster IPs, endpoints. */
export class Cluster {
  public readonly workloads: Workload[];
  public readonly services: ClusterService[];

  constructor(
    private readonly manifests: Manifest[],
    private readonly network: Network,
    /** Whether the pod of a workload is ready, which endpoints wait for. */
    private readonly isReady: (workload: Workload) => boolean = () => true,
  ) {
    const deployments = ofKind(manifests, 'Deployment');
    this.workloads = deployments.map((deployment) => this.workload(deployment));
    this.services = ofKind(manifests, 'Service').map((service) => this.service(service));
  }

  public workload(deployment: Manifest): Workload {
    const template = deployment.spec!.template as Fields;
    const key = keyOf(deployment);
    const labels: Workload['labels'] = template.metadata?.labels ?? {};
    const containers = template.spec.containers as Fields[];
    return {
      key,
      name: deployment.metadata.name,
      namespace: namespaceOf(deployment),
      labels,
      serviceAccount: template.spec.serviceAccountName ?? 'default',
      address: this.network.address('workload', key),
      proxyConfig: (parse(template.metadata?.annotations?.['proxy.istio.io/config'] ?? '{}') ?? {}) as Fields,
      proxyMetadata: Object.fromEntries(
        containers
          .flatMap(({ env }) => (env ?? []) as Fields[])
          .filter(({ name }) => name.startsWith('ISTIO_META_'))
          .map(({ name, value }) => [name.slice('ISTIO_META_'.length), value]),
      ),
      ports: containers
        .flatMap((container) => (container.ports ?? []) as Fields[])
        .map(({ name, containerPort }) => ({
          name,
          port: containerPort,
          tls: this.wantsTls(namespaceOf(deployment), labels, { name, port: containerPort }),
        })),
      ...this.dataPlane(deployment, containers),
    };
  }

  private dataPlane(deployment: Manifest, containers: Fields[]): Pick<Workload, 'proxy' | 'ambient'> {
    const labels: Workload['labels'] = deployment.spec!.template.metadata?.labels ?? {};
    if (containers.some(({ name }) => name === 'istio-proxy')) {
      return { proxy: labels[MANAGED] === WAYPOINT_CONTROLLER ? 'waypoint' : 'router', ambient: false };
    }
    const proxy = this.injected(deployment) ? 'sidecar' : 'none';
    const mode =
      labels['istio.io/dataplane-mode'] ?? this.namespaceLabels(namespaceOf(deployment))?.['istio.io/dataplane-mode'];
    return { proxy, ambient: proxy === 'none' && mode === 'ambient' };
  }

  /** What a client of a namespace finds under a name. */
  public resolve(host: string, namespace: string): ClusterService | undefined {
    const [name, inNamespace = namespace] = host.replace(/(\.svc)?(\.cluster\.local)?$/, '').split('.');
    return host.split('.').length <= 2 || host.includes('.svc')
      ? this.services.find((service) => service.name === name && service.namespace === inNamespace)
      : undefined;
  }

  /** The port of a pod that a port of a Service leads to. */
  public targetPort(port: ServicePort, workload: Workload): number | undefined {
    return typeof port.targetPort === 'number'
      ? port.targetPort
      : workload.ports.find(({ name }) => name === port.targetPort)?.port;
  }

  /** The manifests as istiod reads them from the API server. */
  public objects(): Manifest[] {
    const given = this.manifests.filter(({ kind }) => kind !== 'Deployment').map((manifest) => this.served(manifest));
    const namespaces = new Set(this.manifests.map(namespaceOf).filter((name) => name !== ''));
    ofKind(this.manifests, 'Namespace').forEach(({ metadata }) => namespaces.delete(metadata.name));
    return [
      node(),
      ...[...namespaces].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      ...given,
      ...this.workloads.map(pod),
      ...this.services.flatMap((service) => this.endpointSlices(service)),
    ];
  }

  private served(manifest: Manifest): Manifest {
    const namespace = namespaceOf(manifest);
    const metadata = namespace === '' ? manifest.metadata : { ...manifest.metadata, namespace };
    if (manifest.kind === 'Service' && manifest.spec?.type !== 'ExternalName') {
      const clusterIp = manifest.spec?.clusterIP ?? this.network.address('service', keyOf(manifest));
      // As the API server completes it: istiod looks for the port of a pod by both.
      const ports = ((manifest.spec?.ports ?? []) as Fields[]).map((port) => ({
        protocol: 'TCP',
        targetPort: port.port,
        ...port,
      }));
      return {
        ...manifest,
        metadata,
        spec: { ...manifest.spec, ports, clusterIP: clusterIp, clusterIPs: [clusterIp] },
      };
    }
    const addresses = this.statusAddresses(manifest);
    return { ...manifest, metadata, ...(addresses && { status: { addresses } }) };
  }

  /** What controllers of istiod write: the Service of a waypoint that is ready, and an address for each host of a ServiceEntry. */
  private statusAddresses({ kind, metadata, spec }: Manifest): Fields[] | undefined {
    if (kind === 'Gateway' && spec!.gatewayClassName === 'istio-waypoint') {
      const isReady = this.workloads.some(
        (each) => each.proxy === 'waypoint' && each.labels[GATEWAY_NAME] === metadata.name,
      );
      const value = `${metadata.name}.${metadata.namespace}.svc.cluster.local`;
      return isReady ? [{ type: 'Hostname', value }] : undefined;
    }
    return kind === 'ServiceEntry' && this.workloads.some(({ proxy }) => proxy === 'waypoint')
      ? (spec!.hosts as string[]).map((host) => ({ host, value: this.network.address('virtual', host) }))
      : undefined;
  }

  private namespaceLabels(name: string): { [key: string]: string } | undefined {
    return ofKind(this.manifests, 'Namespace').find(({ metadata }) => metadata.name === name)?.metadata.labels;
  }

  private injected(deployment: Manifest): boolean {
    const inject = deployment.spec!.template.metadata?.labels?.['sidecar.istio.io/inject'];
    const labels = this.namespaceLabels(namespaceOf(deployment));
    const byNamespace = labels?.['istio-injection'] === 'enabled' || labels?.['istio.io/rev'] !== undefined;
    return inject === undefined ? byNamespace : inject === 'true';
  }

  private wantsTls(namespace: string, labels: Workload['labels'], port: { name?: string; port: number }): boolean {
    if (port.name !== undefined && SPEAKS_TLS.test(port.name)) {
      return true;
    }
    return ofKind(this.manifests, 'Service')
      .filter((service) => namespaceOf(service) === namespace && selects(service.spec!.selector, labels))
      .flatMap((service) => (service.spec!.ports ?? []) as Fields[])
      .filter(({ targetPort, port: own }) => [port.name, port.port].includes(targetPort ?? own))
      .some(({ name, appProtocol }) => SPEAKS_TLS.test(appProtocol ?? name ?? ''));
  }

  private service(manifest: Manifest): ClusterService {
    const namespace = namespaceOf(manifest);
    const key = keyOf(manifest);
    return {
      key,
      name: manifest.metadata.name,
      namespace,
      address: this.network.address('service', key),
      ports: ((manifest.spec!.ports ?? []) as Fields[]).map(({ name, port, targetPort }) => ({
        name,
        port,
        targetPort: targetPort ?? port,
      })),
      workloads: this.workloads.filter(
        (workload) => workload.namespace === namespace && selects(manifest.spec!.selector, workload.labels),
      ),
    };
  }

  private endpointSlices(service: ClusterService): Manifest[] {
    return service.workloads.filter(this.isReady).map((workload) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${service.name}-${workload.name}`,
        namespace: service.namespace,
        labels: { 'kubernetes.io/service-name': service.name },
      },
      addressType: 'IPv4',
      ports: service.ports.flatMap((port) => {
        const target = this.targetPort(port, workload);
        return target === undefined ? [] : [{ name: port.name ?? '', port: target, protocol: 'TCP' }];
      }),
      endpoints: [
        {
          addresses: [workload.address],
          conditions: { ready: true, serving: true, terminating: false },
          nodeName: NODE,
          targetRef: { kind: 'Pod', name: podName(workload), namespace: workload.namespace },
        },
      ],
    }));
  }
}

const NODE = 'node';
const SPEAKS_TLS = /^(https|tls)(-|$)/;
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
const MANAGED = 'gateway.istio.io/managed';
const WAYPOINT_CONTROLLER = 'istio.io-mesh-controller';

/** Whether a workload is a proxy itself. */
export function isGateway({ proxy }: Workload): boolean {
  return proxy === 'router' || proxy === 'waypoint';
}

export function podName(workload: Workload): string {
  return `${workload.name}-0`;
}

/** Labels as the injector leaves them. */
export function podLabels(workload: Workload): { [key: string]: string } {
  return workload.proxy === 'sidecar' ? { ...workload.labels, 'security.istio.io/tlsMode': 'istio' } : workload.labels;
}

function pod(workload: Workload): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: podName(workload),
      namespace: workload.namespace,
      labels: podLabels(workload),
      ...(workload.ambient && { annotations: { 'ambient.istio.io/redirection': 'enabled' } }),
    },
    spec: {
      nodeName: NODE,
      serviceAccountName: workload.serviceAccount,
      containers: [
        {
          name: 'app',
          ports: workload.ports.map(({ name, port }) => ({ name, containerPort: port, protocol: 'TCP' })),
        },
      ],
    },
    status: {
      phase: 'Running',
      podIP: workload.address,
      podIPs: [{ ip: workload.address }],
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
}

function node(): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: NODE,
      labels: { 'topology.kubernetes.io/region': 'region', 'topology.kubernetes.io/zone': 'zone' },
    },
  };
}

function selects(selector: { [key: string]: string } | undefined, labels: { [key: string]: string }): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
