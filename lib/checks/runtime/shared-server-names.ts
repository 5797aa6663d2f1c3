import { MESH_GATEWAY } from '../../istio/names';
import type { Check, Report } from '../check';
import { DataMap, isSameData } from '../../mesh/reading/data-map';
import type { RuleMatch, VirtualService } from '../../mesh/virtual-services';
import { gatewayNames, isAskedAt, tlsRulesOf } from '../../mesh/virtual-services';

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

/** What a filter chain of a server name asks of a connection besides the port. */
type ChainKey = readonly [name: string, subnets: readonly string[], labels: object, namespace: string];

interface Place {
  readonly path: string;
  readonly list: readonly string[];
}

/** Where a server name stands, by the port; 0 for all ports. */
interface Places {
  readonly byPort: Map<number, Place>;
  /** The last one, whatever its port. */
  any?: Place;
}

function shared(matches: readonly Match[]): Shared[] {
  const chains = new DataMap<ChainKey, Places>();
  return matches.flatMap(({ path, match }) => {
    const { sniHosts = [], destinationSubnets = [], port = 0, sourceLabels = {}, sourceNamespace = '' } = match;
    return sniHosts.flatMap((name, k) => {
      const at = `${path}.sniHosts[${k}]`;
      const places = chains.getOrAdd([name, destinationSubnets, sourceLabels, sourceNamespace], () => ({
        byPort: new Map(),
      }));
      // Names for one port conflict with those for all ports, whichever comes first.
      const known = places.byPort.get(port) ?? (port === 0 ? places.any : places.byPort.get(0));
      if (known === undefined) {
        const place = { path: at, list: sniHosts };
        places.byPort.set(port, place);
        places.any = place;
        return [];
      }
      // istiod merges two matches with the same list.
      const inOneList = known.path.startsWith(`${path}.`);
      const isOne = isSameData(known.list, sniHosts) && !inOneList;
      return isOne ? [] : [{ name, path: at, first: known.path, inOneList }];
    });
  });
}
