import type { Check, Report } from '../check';
import type { RuleMatch, VirtualService } from '../../mesh/virtual-services';
import { gatewayNames, isAskedAt, MESH_GATEWAY, tlsRulesOf } from '../../mesh/virtual-services';

/** Server names that a VirtualService has in two lists of sniHosts, or twice in one. */
export const sharedServerNames: Check = {
  name: 'shared-server-names',
  mirrors: ['pilot/pkg/networking/core/tls.go: buildSidecarOutboundTLSFilterChainOpts'],
  codes: {
    CDI0116: {
      name: 'ServerNameInTwoLists',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A server name is in two lists of sniHosts of one VirtualService, or twice in one list.',
      explanation:
        'istiod turns `tls` rules into filter chains of Envoy, one for each list of `sniHosts`, and Envoy allows a server name in only one chain of a port. For the mesh istiod sends the chains as written: sidecars reject the whole listener of the port (`multiple filter chains with overlapping matching rules`) and keep their old one. Sidecars that start later have no listener, so all connections to the port fail. A gateway drops the second match with all of its server names. If a name is twice in one list, the proxies of the gateway reject the listener as well. Applying the VirtualService shows no error. istiod merges two matches with exactly the same list; names for different ports or different destinationSubnets do not conflict.',
      remedy: 'Write each server name in one list.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes',
        'https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener_components.proto#config-listener-v3-filterchainmatch',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('networking.istio.io/VirtualService')) {
      const found = new Map<string, Report>();
      for (const gateway of tlsRulesOf(object).length === 0 ? [] : gatewayNames(object)) {
        for (const each of shared(matchesAt(object, gateway))) {
          const { path } = each;
          // A listener that sidecars reject is worse than a match that a gateway drops.
          if (!found.has(path) || gateway === MESH_GATEWAY) {
            found.set(path, { code: 'CDI0116', object, path, ...texts(each, gateway) });
          }
        }
      }
      found.forEach((each) => report(each));
    }
  },
};

function texts({ name, first, inOneList }: Shared, gateway: string): Pick<Report, 'message' | 'fix' | 'severity'> {
  const again = `The server name ${name} is already in ${first}.`;
  const fix = `Remove ${name} from one of the two, so that it occurs once.`;
  if (gateway === MESH_GATEWAY || inOneList) {
    const who = gateway === MESH_GATEWAY ? 'sidecars reject' : `the proxies of Gateway ${gateway} reject`;
    return {
      message: `${again} istiod builds a filter chain for each list, and Envoy allows a name only once in all of them: ${who} the whole listener of the port and keep their old one. Proxies that start later have none.`,
      fix,
    };
  }
  return {
    severity: 'warning',
    message: `${again} Gateway ${gateway} uses the first list, and drops this match with all of its server names: connections for them use another rule or are closed.`,
    fix,
  };
}

type Match = RuleMatch<'tls'>;

function matchesAt(object: VirtualService, gateway: string): Match[] {
  return tlsRulesOf(object).flatMap(({ matches }) => matches.filter((match) => isAskedAt(match, gateway)));
}

interface Shared {
  readonly name: string;
  /** Where it occurs for the second time. */
  readonly path: string;
  /** Where it occurs first. */
  readonly first: string;
  readonly inOneList: boolean;
}

function shared(matches: readonly Match[]): Shared[] {
  const lists = new Map<string, { readonly path: string; readonly list: string }>();
  return matches.flatMap(({ path, match }) => {
    const { sniHosts = [], destinationSubnets = [], port = 0, sourceLabels = {}, sourceNamespace = '' } = match;
    const list = sniHosts.join();
    const client = JSON.stringify([Object.entries(sourceLabels).sort(), sourceNamespace]);
    return sniHosts.flatMap((name, k) => {
      const at = `${path}.sniHosts[${k}]`;
      // Names for one port conflict with those for all ports, whichever comes first.
      const keys = [port, 0].map((each) => JSON.stringify([name, destinationSubnets, client, each]));
      const seen = port === 0 ? `${keys[0]} some port` : keys[1];
      const known = lists.get(keys[0]) ?? lists.get(seen);
      if (known === undefined) {
        lists.set(keys[0], { path: at, list });
        lists.set(`${keys[1]} some port`, { path: at, list });
        return [];
      }
      // istiod merges two matches with the same list.
      const inOneList = known.path.startsWith(`${path}.`);
      return known.list === list && !inOneList ? [] : [{ name, path: at, first: known.path, inOneList }];
    });
  });
}
