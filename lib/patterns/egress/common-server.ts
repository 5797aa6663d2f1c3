import type { Construct } from 'constructs';
import { ServiceEntryResolution } from '../../../imports/networking';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { hostCovers } from '../../istio/host';
import { hostProblem } from '../../networking/host';
import { ServiceEntry } from '../../networking/service-entry';
import type { Egress, EgressGateway } from './egress';
import { makeHops } from './hops';
import type { EgressParts, GatewayStrategy } from './strategy';

/** One host is looked up in DNS, and its servers serve all hosts. */
export class CommonServer implements GatewayStrategy {
  public readonly exit = 'gateway';

  constructor(private readonly server: string) {}

  public get label(): string {
    return `EgressStrategy.commonServer(${show(this.server)})`;
  }

  public check(hosts: string[], _scope: Construct, problems: Problems): void {
    const problem = hostProblem(this.server, {});
    if (problem !== undefined) {
      problems.add('strategy', `commonServer: ${problem}`);
    } else if (hosts.length > 0 && !hosts.some((host) => hostCovers(host, this.server))) {
      problems.add(
        'strategy',
        `commonServer: ${show(this.server)} is not one of the hosts (${hosts.join(', ')}), so no rule would be found for it. ` +
          `Write a host that serves all of them, for example ${show(hosts[0].replace(/^\*/, 'www'))}, or add it to hosts.`,
      );
    }
  }

  public knownHosts(hosts: string[]): string[] {
    return [...hosts, this.server];
  }

  public serviceHosts(): string[] {
    return [this.server];
  }

  public make(egress: Egress, gateway: EgressGateway): EgressParts {
    const { scope, name, namespace, hosts, port, exportTo, annotations } = egress;
    const serviceEntry = new ServiceEntry(scope, 'ServiceEntry', {
      metadata: {
        name,
        namespace,
        annotations,
        // Sidecars that answer DNS themselves would listen only at an address made for this one host, and its siblings would pass by.
        labels: { 'networking.istio.io/enable-autoallocate-ip': 'false' },
      },
      hosts: [this.server],
      ports: [{ number: port, protocol: 'TLS' }],
      resolution: ServiceEntryResolution.DNS,
      exportTo,
    });
    const way = { hosts, id: 'VirtualService', name, hopSni: this.server, to: serviceEntry.destination() };
    return { serviceEntry, ...makeHops(egress, gateway, [way]) };
  }
}
