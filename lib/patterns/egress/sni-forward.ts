import { foreseen } from '../../core/acceptance';
import type { EnvoyFilterEnvoyConfigObjectPatch } from '../../../imports/networking';
import {
  EnvoyFilterApplyTo,
  EnvoyFilterPatchContext,
  EnvoyFilterPatchOperation,
  ServiceEntryResolution,
} from '../../../imports/networking';
import type { Construct } from 'constructs';
import { expectBoolean, expectObject } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { ServiceRef } from '../../kubernetes/service-ref';
import { Destination } from '../../networking/destination';
import { EnvoyFilter } from '../../networking/envoy-filter';
import { ServiceEntry } from '../../networking/service-entry';
import type { Egress, EgressGateway } from './egress';
import { makeHops } from './hops';
import type { EgressParts, GatewayStrategy } from './strategy';

/** Options of `EgressStrategy.sniForward`. */
export interface SniForwardOptions {
  /**
   * Whether the gateway writes a line to its standard output for each connection: time, server name, address, response flags, bytes and
   * milliseconds. The mesh's own access log shows only the connection from the sidecar, not the site.
   *
   * @default true
   */
  readonly accessLog?: boolean;
}

const NO_OTHER_WAY = foreseen(['IST0133'], 'no field of Istio forwards a connection to the host that its SNI names');
const ENVOY = 'type.googleapis.com/envoy.extensions';
const TCP_PROXY = 'envoy.filters.network.tcp_proxy';

/** The gateway reads the server name in the connection, asks DNS for that, and goes there. */
export class SniForward implements GatewayStrategy {
  public readonly label = 'EgressStrategy.sniForward()';
  public readonly exit = 'gateway';
  public readonly hop = 'mutual';

  constructor(private readonly options: SniForwardOptions) {}

  public check(_hosts: string[], _scope: Construct, problems: Problems): void {
    const at = problems.in('strategy.sniForward');
    const options = expectObject(this.options, 'SniForwardOptions', at, '', '{ accessLog: false }');
    expectBoolean(options?.accessLog, at, 'accessLog');
  }

  public knownHosts(hosts: string[]): string[] {
    return hosts;
  }

  public serviceHosts(hosts: string[]): string[] {
    return hosts;
  }

  public make(egress: Egress, gateway: EgressGateway): EgressParts {
    const { scope, name, namespace, hosts, port, exportTo, annotations } = egress;
    const { workload } = gateway;
    const serviceEntry = new ServiceEntry(scope, 'ServiceEntry', {
      metadata: { name, namespace, annotations },
      hosts,
      ports: [{ number: port, protocol: 'TLS' }],
      resolution: ServiceEntryResolution.NONE,
      exportTo,
    });
    // The gateway opens no listener without a route. The filter sends its connections elsewhere; without the filter they would come back
    // to the gateway, where a client without the mesh's certificate is turned away.
    const itself = ServiceRef.fromName(workload.service, {
      namespace: workload.namespace,
      ports: [{ port: gateway.port }],
    });
    const hops = makeHops(egress, gateway, [
      { hosts, id: 'VirtualService', name, hopSni: hosts[0].replace(/^\*/, name), to: Destination.service(itself) },
    ]);
    const envoyFilter = new EnvoyFilter(scope, 'EnvoyFilter', {
      metadata: { name, namespace, annotations: NO_OTHER_WAY },
      workloadSelector: { labels: workload.selector },
      priority: 10,
      configPatches: this.patches(egress, workload._targetPort(gateway.port)),
    });
    return { serviceEntry, ...hops, envoyFilter };
  }

  private patches(egress: Egress, podPort: number): EnvoyFilterEnvoyConfigObjectPatch[] {
    const { hosts, port } = egress;
    const name = `sni-forward-${egress.name}`;
    const dns = `${name}-dns`;
    const dnsCache = { name: dns, dns_lookup_family: 'V4_PREFERRED' };
    const match = { context: EnvoyFilterPatchContext.GATEWAY };
    const add = (applyTo: EnvoyFilterApplyTo, value: object) => ({
      applyTo,
      match,
      patch: { operation: EnvoyFilterPatchOperation.ADD, value },
    });
    const innerListener = { envoy_internal_address: { server_listener_name: name } };
    return [
      add(EnvoyFilterApplyTo.CLUSTER, {
        name,
        load_assignment: {
          cluster_name: name,
          endpoints: [{ lb_endpoints: [{ endpoint: { address: innerListener } }] }],
        },
      }),
      add(EnvoyFilterApplyTo.CLUSTER, {
        name: dns,
        lb_policy: 'CLUSTER_PROVIDED',
        cluster_type: {
          name: 'envoy.clusters.dynamic_forward_proxy',
          typed_config: {
            '@type': `${ENVOY}.clusters.dynamic_forward_proxy.v3.ClusterConfig`,
            dns_cache_config: dnsCache,
          },
        },
      }),
      add(EnvoyFilterApplyTo.LISTENER, {
        name,
        internal_listener: {},
        listener_filters: [
          {
            name: 'envoy.filters.listener.tls_inspector',
            typed_config: { '@type': `${ENVOY}.filters.listener.tls_inspector.v3.TlsInspector` },
          },
        ],
        filter_chains: [
          {
            filter_chain_match: { server_names: hosts },
            filters: [
              {
                name: 'envoy.filters.network.sni_dynamic_forward_proxy',
                typed_config: {
                  '@type': `${ENVOY}.filters.network.sni_dynamic_forward_proxy.v3.FilterConfig`,
                  port_value: port,
                  dns_cache_config: dnsCache,
                },
              },
              {
                name: TCP_PROXY,
                typed_config: {
                  '@type': `${ENVOY}.filters.network.tcp_proxy.v3.TcpProxy`,
                  stat_prefix: dns,
                  cluster: dns,
                  ...this.accessLog(name),
                },
              },
            ],
          },
        ],
      }),
      {
        applyTo: EnvoyFilterApplyTo.NETWORK_FILTER,
        match: {
          ...match,
          // Istio looks for the port on the pod, and by the server name only the own chain among those that share the port is meant.
          listener: { portNumber: podPort, filterChain: { sni: hosts[0], filter: { name: TCP_PROXY } } },
        },
        patch: {
          operation: EnvoyFilterPatchOperation.MERGE,
          value: {
            name: TCP_PROXY,
            typed_config: {
              '@type': `${ENVOY}.filters.network.tcp_proxy.v3.TcpProxy`,
              stat_prefix: name,
              cluster: name,
            },
          },
        },
      },
    ];
  }

  private accessLog(name: string): object {
    if (this.options.accessLog === false) {
      return {};
    }
    const line =
      `[%START_TIME%] ${name} %REQUESTED_SERVER_NAME% %UPSTREAM_HOST% %RESPONSE_FLAGS% ` +
      `received=%BYTES_RECEIVED% sent=%BYTES_SENT% ms=%DURATION%\n`;
    return {
      access_log: [
        {
          name: 'envoy.access_loggers.file',
          typed_config: {
            '@type': `${ENVOY}.access_loggers.file.v3.FileAccessLog`,
            path: '/dev/stdout',
            log_format: { text_format_source: { inline_string: line } },
          },
        },
      ],
    };
  }
}
