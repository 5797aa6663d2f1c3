import { ServiceEntryResolution } from '../../../imports/networking';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { ServiceEntry } from '../../networking/service-entry';
import type { Egress, EgressGateway } from './egress';
import { hostName } from './host-name';
import { makeHops } from './hops';
import type { EgressParts, GatewayStrategy } from './strategy';

/** Each host is looked up in DNS by the gateway. */
export class FixedHosts implements GatewayStrategy {
  public readonly label = 'EgressStrategy.fixedHosts()';
  public readonly exit = 'gateway';

  public check(hosts: string[], _scope: unknown, problems: Problems): void {
    hosts.forEach((host, i) => {
      if (host.startsWith('*')) {
        problems.add(
          `hosts[${i}]`,
          `${show(host)} is a wildcard, which DNS cannot resolve. Choose how its hosts are reached: strategy: EgressStrategy.commonServer('www${host.slice(1)}') if that server serves all of them, EgressStrategy.sniForward() if not.`,
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

  public make(egress: Egress, gateway: EgressGateway): EgressParts {
    const { scope, name, namespace, hosts, port, exportTo, annotations } = egress;
    const serviceEntry = new ServiceEntry(scope, 'ServiceEntry', {
      metadata: { name, namespace, annotations },
      hosts,
      ports: [{ number: port, protocol: 'TLS' }],
      resolution: ServiceEntryResolution.DNS,
      exportTo,
    });
    const ways = hosts.map((host) => ({
      hosts: [host],
      id: `VirtualService-${host}`,
      name: hostName(name, host),
      hopSni: host,
      to: serviceEntry.destination(host),
    }));
    return { serviceEntry, ...makeHops(egress, gateway, ways) };
  }
}
