import { readFileSync, statSync, writeFileSync } from 'node:fs';
import * as http from 'node:http';
import { join } from 'node:path';
import { Child } from './child';
import type { Workload } from './cluster';
import { isGateway, podLabels, podName } from './cluster';
import type { Fields } from './manifest';
import { envoyBinary, ISTIO_VERSION } from './toolchain';

/** Where sidecars take connections that iptables would redirect. */
export const OUTBOUND_PORT = 15001;
export const INBOUND_PORT = 15006;

/** One line of a proxy's access log. */
export interface AccessLogEntry {
  readonly method?: string;
  readonly path?: string;
  readonly authority?: string;
  /** What the client of the proxy speaks: HTTP/1.1, HTTP/2. */
  readonly protocol?: string;
  readonly status?: number;
  /** Why Envoy answered itself: NR (no route), UH (no healthy upstream), ... */
  readonly flags?: string;
  readonly cluster?: string;
  readonly upstream?: string;
  readonly sni?: string;
  readonly peer?: string;
  /** SPIFFE identity of the client. */
  readonly peerIdentity?: string;
  readonly route?: string;
  readonly details?: string;
  readonly transportFailure?: string;
  /** What a client calls the request by, in its header {@link CALL}. */
  readonly call?: string;
  /** A line of another format, which a filter asked for. */
  readonly line?: string;
}

/** Header by which a client knows a request again, in access logs and at servers. */
export const CALL = 'x-call';

/** Settings of the mesh that make proxies write AccessLogEntry lines. */
export const ACCESS_LOG = `
accessLogFile: /dev/stdout
accessLogEncoding: JSON
accessLogFormat: |
  ${JSON.stringify({
    method: '%REQ(:METHOD)%',
    path: '%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%',
    authority: '%REQ(:AUTHORITY)%',
    protocol: '%PROTOCOL%',
    status: '%RESPONSE_CODE%',
    flags: '%RESPONSE_FLAGS%',
    cluster: '%UPSTREAM_CLUSTER_RAW%',
    upstream: '%UPSTREAM_HOST%',
    sni: '%REQUESTED_SERVER_NAME%',
    peer: '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%',
    peerIdentity: '%DOWNSTREAM_PEER_URI_SAN%',
    route: '%ROUTE_NAME%',
    details: '%RESPONSE_CODE_DETAILS%',
    transportFailure: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
    call: `%REQ(${CALL})%`,
  })}
`;

const FLAGS = [
  ...['--disable-hot-restart', '--concurrency', '1', '--log-level', 'warning'],
  // Access logs at once instead of every ten seconds.
  ...['--file-flush-interval-msec', '20'],
  ...['--drain-strategy', 'immediate'],
];

const STATE = [
  'server.state',
  'listener_manager.workers_started',
  'listener_manager.total_listeners_warming',
  'listener_manager.total_listeners_draining',
  'listener_manager.total_filter_chains_draining',
  'cluster_manager.warming_clusters',
];

/** The real Envoy of one workload. */
export class Envoy {
  private readonly child: Child;
  private readonly adminSocket: string;
  private readonly accessLog: string;

  /** @param drainSeconds after which connections of a replaced listener end */
  constructor(
    public readonly workload: Workload,
    folder: string,
    istiod: string,
    drainSeconds: number,
  ) {
    const file = (suffix: string): string => join(folder, `${workload.key.replace('/', '.')}.${suffix}`);
    this.adminSocket = file('admin');
    this.accessLog = file('access');
    writeFileSync(file('json'), JSON.stringify(bootstrap(workload, this.adminSocket, istiod)));
    const flags = ['-c', file('json'), ...FLAGS, '--drain-time-s', String(drainSeconds)];
    this.child = new Child(`Envoy of ${workload.key}`, envoyBinary(), flags, {
      out: this.accessLog,
      log: file('log'),
    });
  }

  public get alive(): boolean {
    return this.child.alive;
  }

  /** Where a client connects that the sidecar intercepts. */
  public get outbound(): { address: string; port: number } {
    return { address: this.workload.address, port: OUTBOUND_PORT };
  }

  /** Resolves when the proxy serves all that it was given, and nothing else any more where `drained` is asked for. */
  public async ready(drained: boolean): Promise<void> {
    const until = Date.now() + 15_000;
    let last = 'nothing heard of it';
    while (Date.now() < until) {
      if (!this.child.alive) {
        throw this.error(`ended with ${await this.child.ended}`);
      }
      const state = await this.state().catch(() => undefined);
      if (
        state?.['server.state'] === 0 &&
        state['listener_manager.workers_started'] === 1 &&
        !state['listener_manager.total_listeners_warming'] &&
        !state['cluster_manager.warming_clusters'] &&
        !(
          drained &&
          (state['listener_manager.total_listeners_draining'] || state['listener_manager.total_filter_chains_draining'])
        )
      ) {
        return;
      }
      last = state === undefined ? last : JSON.stringify(state);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw this.error(`did not become ready: ${last}`);
  }

  private async state(): Promise<{ [name: string]: number }> {
    const text = await this.admin(`/stats?format=json&filter=${encodeURIComponent(`^(${STATE.join('|')})$`)}`);
    const { stats } = JSON.parse(text) as { stats: { name: string; value: number }[] };
    return Object.fromEntries(stats.map(({ name, value }) => [name, value]));
  }

  /** Answer of the admin interface. */
  public admin(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const request = http.get({ socketPath: this.adminSocket, path, timeout: 2000 }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve(text));
      });
      request.on('error', reject);
      request.on('timeout', () => request.destroy(new Error('admin timeout')));
    });
  }

  /** The access log from a position on, in bytes. */
  public accessLogFrom(position: number): AccessLogEntry[] {
    const text = readFileSync(this.accessLog).subarray(position).toString('utf8');
    return text.split('\n').slice(0, -1).map(parseEntry);
  }

  public get accessLogEnd(): number {
    return statSync(this.accessLog).size;
  }

  public error(what: string): Error {
    return this.child.error(what);
  }

  public async stop(): Promise<void> {
    await this.child.stop();
  }
}

function parseEntry(line: string): AccessLogEntry {
  if (!line.startsWith('{')) {
    return { line };
  }
  const entry = JSON.parse(line) as Fields;
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null && value !== '-'));
}

function bootstrap(workload: Workload, adminSocket: string, istiod: string): Fields {
  const { address, namespace, serviceAccount, name } = workload;
  const pod = podName(workload);
  const type = isGateway(workload) ? workload.proxy : 'sidecar';
  const [istiodAddress, istiodPort] = istiod.split(':') as [string, string];
  const grpcCluster = (clusterName: string): Fields => ({
    name: clusterName,
    type: 'STATIC',
    connect_timeout: '1s',
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
        '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
        explicit_http_config: { http2_protocol_options: {} },
      },
    },
    load_assignment: {
      cluster_name: clusterName,
      endpoints: [
        {
          lb_endpoints: [
            { endpoint: { address: { socket_address: { address: istiodAddress, port_value: Number(istiodPort) } } } },
          ],
        },
      ],
    },
  });
  const ads = { ads: {}, initial_fetch_timeout: '0s', resource_api_version: 'V3' };
  return {
    node: {
      id: `${type}~${address}~${pod}.${namespace}~${namespace}.svc.cluster.local`,
      cluster: `${workload.labels.app ?? name}.${namespace}`,
      locality: { region: 'region', zone: 'zone' },
      metadata: {
        NAME: pod,
        NAMESPACE: namespace,
        LABELS: podLabels(workload),
        SERVICE_ACCOUNT: serviceAccount,
        INSTANCE_IPS: address,
        CLUSTER_ID: 'Kubernetes',
        MESH_ID: 'cluster.local',
        ISTIO_VERSION,
        INTERCEPTION_MODE: 'REDIRECT',
        WORKLOAD_NAME: name,
        NODE_NAME: 'node',
        ...workload.proxyMetadata,
        PROXY_CONFIG: workload.proxyConfig,
        POD_PORTS: JSON.stringify(
          workload.ports.map(({ name: port, port: containerPort }) => ({ name: port, containerPort })),
        ),
      },
    },
    layered_runtime: {
      layers: [
        {
          name: 'static',
          static_layer: {
            're2.max_program_size.error_level': 32768,
            'envoy.deprecated_features:envoy.config.listener.v3.Listener.hidden_envoy_deprecated_use_original_dst': true,
            'envoy.reloadable_features.http_reject_path_with_fragment': false,
          },
        },
      ],
    },
    bootstrap_extensions: [
      {
        name: 'envoy.bootstrap.internal_listener',
        typed_config: {
          '@type': 'type.googleapis.com/envoy.extensions.bootstrap.internal_listener.v3.InternalListener',
        },
      },
    ],
    admin: { address: { pipe: { path: adminSocket } } },
    cluster_manager: { upstream_bind_config: { source_address: { address, port_value: 0 } } },
    dynamic_resources: {
      lds_config: ads,
      cds_config: ads,
      ads_config: {
        api_type: 'DELTA_GRPC',
        set_node_on_first_message_only: true,
        transport_api_version: 'V3',
        grpc_services: [{ envoy_grpc: { cluster_name: 'xds-grpc' } }],
      },
    },
    static_resources: { clusters: [grpcCluster('xds-grpc'), grpcCluster('sds-grpc')] },
  };
}
