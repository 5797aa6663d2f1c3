import type { Construct } from 'constructs';
import { ServiceEntryResolution } from '../../../imports/networking';
import { expectObject } from '../../core/expect';
import { IstioVersion } from '../../core/istio-version';
import { literal } from '../../core/literal';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { TargetMesh } from '../../core/target-mesh';
import { isHttpField } from '../../istio/authorization-fields';
import { USE_WAYPOINT } from '../../istio/data-plane-labels';
import { objectNamespace } from '../../networking/istio-resource';
import { ServiceEntry } from '../../networking/service-entry';
import { AuthorizationPolicy } from '../../security/authorization-policy';
import { AuthorizationRule } from '../../security/authorization-rule';
import { PolicyTarget } from '../../security/policy-target';
import type { Source } from '../../security/source';
import { readCallers } from '../allowed-callers';
import { ENFORCED_ELSEWHERE } from '../enforced-elsewhere';
import { MeshNamespace } from '../mesh-namespace';
import type { ResolvedWaypoint } from '../mesh-namespace/waypoint';
import { Waypoint, WaypointTraffic } from '../mesh-namespace/waypoint';
import type { Egress, EgressHome } from './egress';
import type { DirectStrategy, EgressParts } from './strategy';

/** Options of `EgressStrategy.waypoint`. */
export interface WaypointEgressOptions {
  /**
   * Who may use it. It makes an AuthorizationPolicy for the ServiceEntry, which the waypoint enforces.
   *
   * Rejects callers by a token: the waypoint does not look into the TLS of the client.
   *
   * @default - every pod whose connections go through ztunnel
   */
  readonly allowedCallers?: Source[];
}

/** What whoever applies a wildcard must know: istiod says nothing where the setting is missing, and closes the connections. */
const WILDCARD_NOTES = {
  'cdk8s-istio/needs':
    'istiod with the environment variable ENABLE_WILDCARD_HOST_SERVICE_ENTRIES_FOR_TLS=true; without it the waypoint closes the connections',
  'cdk8s-istio/trusts-the-client':
    'the waypoint connects to the host that the SNI names, also to one that is not of the list',
};

/** ztunnel sends the connections to a waypoint, which knows the client, and goes on to the host. */
export class ThroughWaypoint implements DirectStrategy {
  public readonly label = 'EgressStrategy.waypoint()';
  public readonly exit = 'waypoint';
  public readonly leaves = 'through a waypoint, without an egress gateway';

  constructor(
    private readonly waypoint: MeshNamespace | Waypoint,
    private readonly options: WaypointEgressOptions,
  ) {}

  public check(hosts: string[], scope: Construct, problems: Problems): void {
    const wildcards = hosts.filter((host) => host.startsWith('*'));
    const single = hosts.filter((host) => !host.startsWith('*'));
    if (wildcards.length > 0 && single.length > 0) {
      problems.add(
        'hosts',
        `has wildcards (${wildcards.join(', ')}) and single names (${single.join(', ')}), and a waypoint finds their addresses in different ways. Write an EgressSniPassthrough for each kind.`,
      );
    }
    const { istioVersion } = TargetMesh.of(scope);
    if (wildcards.length > 0 && !istioVersion.isAtLeast(IstioVersion.V1_30)) {
      problems.add(
        'strategy',
        `waypoint: waypoints take wildcards on a port with TLS since Istio 1.30, and this App targets ${istioVersion.minor}. List the hosts, or raise istioVersion in MeshSettings.`,
      );
    }
    const at = problems.in('strategy.waypoint');
    const example = '{ allowedCallers: [Source.workload(frontend)] }';
    const options = expectObject(this.options, 'WaypointEgressOptions', at, '', example);
    for (const { fields, problems: ofCaller } of readCallers(options?.allowedCallers, scope, at, 'everybody')) {
      const inRequests = fields.find(isHttpField);
      if (inRequests !== undefined) {
        ofCaller.add(
          '',
          `asks for ${inRequests}, which only requests have, and the waypoint passes the TLS of the client on as it is. Write Source.workload(...) or Source.namespace(...).`,
        );
      }
    }
  }

  public knownHosts(hosts: string[]): string[] {
    return hosts;
  }

  public serviceHosts(hosts: string[]): string[] {
    return hosts;
  }

  public home(scope: Construct, problems: Problems): EgressHome | undefined {
    const waypoint = this.resolve(scope, problems.in('strategy.waypoint'));
    return (
      waypoint && {
        namespace: waypoint.namespace,
        waypoint: waypoint.name,
        log: `kubectl -n ${waypoint.namespace} logs --tail=100 deployment/${waypoint.name}`,
      }
    );
  }

  /** The ServiceEntry is beside its waypoint, because another namespace would need the consent of the waypoint's Gateway. */
  public make(egress: Egress): EgressParts {
    const { scope, name, namespace, hosts, port, exportTo, annotations, waypoint } = egress;
    const isWildcard = hosts[0].startsWith('*');
    const serviceEntry = new ServiceEntry(scope, 'ServiceEntry', {
      metadata: {
        name,
        namespace,
        annotations: { ...annotations, ...(isWildcard && WILDCARD_NOTES) },
        labels: { [USE_WAYPOINT]: waypoint! },
      },
      hosts,
      ports: [{ number: port, protocol: 'TLS' }],
      resolution: isWildcard ? ServiceEntryResolution.DYNAMIC_DNS : ServiceEntryResolution.DNS,
      exportTo,
    });
    const { allowedCallers } = this.options;
    const authorizationPolicy =
      allowedCallers &&
      new AuthorizationPolicy(scope, 'AuthorizationPolicy', {
        metadata: { name, namespace, annotations: ENFORCED_ELSEWHERE },
        target: PolicyTarget.serviceEntry(serviceEntry),
        rules: [AuthorizationRule.of({ from: allowedCallers })],
      });
    return { serviceEntry, authorizationPolicy, virtualServices: [] };
  }

  private resolve(scope: Construct, problems: Problems): ResolvedWaypoint | undefined {
    const { waypoint } = this;
    if (waypoint instanceof MeshNamespace) {
      return waypointOf(waypoint, problems);
    }
    if (!(waypoint instanceof Waypoint)) {
      problems.add(
        '',
        `${show(waypoint)} is neither a MeshNamespace nor a Waypoint. Write the MeshNamespace that has the waypoint, or Waypoint.named('waypoint', { namespace: 'istio-egress' }).`,
      );
      return undefined;
    }
    const before = problems.count;
    const resolved = waypoint._resolve(objectNamespace(scope, undefined) ?? '', problems);
    if (resolved.traffic !== undefined) {
      problems.add(
        '',
        'Waypoint.own() is made with its namespace. Give the MeshNamespace that has it, or write Waypoint.named(...) for one that is there.',
      );
    } else if (resolved.namespace === '') {
      problems.add(
        'namespace',
        `is needed, because the chart has none. Write Waypoint.named(${literal(String(resolved.name))}, { namespace: 'istio-egress' }).`,
      );
    }
    return problems.count === before ? resolved : undefined;
  }
}

function waypointOf(namespace: MeshNamespace, problems: Problems): ResolvedWaypoint | undefined {
  const waypoint = namespace._waypoint;
  if (waypoint === undefined) {
    problems.add(
      '',
      `namespace ${show(namespace.name)} (${namespace.node.path}) has no waypoint. Write injection: Injection.ambient({ waypoint: Waypoint.own() }) there.`,
    );
  } else if (waypoint.traffic === WaypointTraffic.WORKLOAD) {
    problems.add(
      '',
      `waypoint ${show(waypoint.name)} (${namespace.node.path}) takes requests to pods only, and hosts outside the cluster have none. Write traffic: WaypointTraffic.SERVICE or WaypointTraffic.ALL there.`,
    );
    return undefined;
  }
  return waypoint;
}
