import type { Construct } from 'constructs';
import { ServiceEntryResolution } from '../../../imports/networking';
import { IstioVersion } from '../../core/istio-version';
import { TargetMesh } from '../../core/target-mesh';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { expectNamespace } from '../../networking/istio-resource';
import { ServiceEntry } from '../../networking/service-entry';
import type { Egress, EgressHome } from './egress';
import { FROM_SIDECAR } from './egress-gateway';
import { SIDECAR_LOG } from './egress-notes';
import type { DirectStrategy, EgressParts } from './strategy';

/** The sidecar reads the server name in the connection, asks DNS for that, and goes there itself. */
export class DynamicDns implements DirectStrategy {
  public readonly label = 'EgressStrategy.dynamicDns()';
  public readonly exit = 'sidecar';
  public readonly leaves = FROM_SIDECAR;

  public check(hosts: string[], scope: Construct, problems: Problems): void {
    const { istioVersion } = TargetMesh.of(scope);
    if (!istioVersion.isAtLeast(IstioVersion.V1_30)) {
      problems.add(
        'strategy',
        `dynamicDns: sidecars can do this since Istio 1.30, and this App targets ${istioVersion.minor}. Write EgressStrategy.sniForward(), or raise istioVersion in MeshSettings.`,
      );
    }
    hosts.forEach((host, i) => {
      if (!host.startsWith('*')) {
        problems.add(
          `hosts[${i}]`,
          `${show(host)} is not a wildcard, and EgressStrategy.dynamicDns() is for wildcards only. Write a ServiceEntry with resolution DNS for it.`,
        );
      }
    });
  }

  public knownHosts(hosts: string[]): string[] {
    return hosts;
  }

  public serviceHosts(hosts: string[]): string[] {
    return hosts;
  }

  public home(scope: Construct, problems: Problems): EgressHome {
    return { namespace: expectNamespace(scope, undefined, problems), log: SIDECAR_LOG };
  }

  public make(egress: Egress): EgressParts {
    const { scope, name, namespace, hosts, port, exportTo, annotations } = egress;
    const serviceEntry = new ServiceEntry(scope, 'ServiceEntry', {
      metadata: { name, namespace, annotations },
      hosts,
      ports: [{ number: port, protocol: 'TLS' }],
      resolution: ServiceEntryResolution.DYNAMIC_DNS,
      exportTo,
    });
    return { serviceEntry, virtualServices: [] };
  }
}
