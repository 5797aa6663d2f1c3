import type { Check, Report } from '../check';
import type { RuleMatch, VirtualService } from '../../mesh/virtual-services';
import { gatewayNames, isAskedAt, MESH_GATEWAY, tlsRulesOf } from '../../mesh/virtual-services';

/** Server names that a VirtualService has in two lists of sniHosts, or twice in one. */
export const sharedServerNames: Check = {
  codes: ['CDI0116'],
  run(mesh, report) {
    for (const object of mesh.all('networking.istio.io/VirtualService')) {
      const found = new Map<string, Report>();
      for (const gateway of tlsRulesOf(object).length === 0 ? [] : gatewayNames(object)) {
        for (const each of shared(matchesAt(object, gateway))) {
          const { path } = each;
          // What sidecars refuse is worse than what a gateway leaves out.
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
  const again = `The server name ${name} stands in ${first} already.`;
  const fix = `Take ${name} out of one of the two, so that it stands in one list, once.`;
  if (gateway === MESH_GATEWAY || inOneList) {
    const who = gateway === MESH_GATEWAY ? 'sidecars refuse' : `the proxies of Gateway ${gateway} refuse`;
    return {
      message:
        `${again} istiod makes a filter chain of each list, and Envoy allows a name once for all of them: ${who} the whole listener ` +
        'of the port, keep what they had before, and those that start have none.',
      fix,
    };
  }
  return {
    severity: 'warning',
    message: `${again} Gateway ${gateway} takes a name from the first list, and leaves out this match with all of its server names: connections for them take another rule or are closed.`,
    fix,
  };
}

type Match = RuleMatch<'tls'>;

function matchesAt(object: VirtualService, gateway: string): Match[] {
  return tlsRulesOf(object).flatMap(({ matches }) => matches.filter((match) => isAskedAt(match, gateway)));
}

interface Shared {
  readonly name: string;
  /** Where it stands for the second time. */
  readonly path: string;
  /** Where it stood first. */
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
      // Names for one port are in the way of those for all ports, whichever comes first.
      const keys = [port, 0].map((each) => JSON.stringify([name, destinationSubnets, client, each]));
      const seen = port === 0 ? `${keys[0]} some port` : keys[1];
      const known = lists.get(keys[0]) ?? lists.get(seen);
      if (known === undefined) {
        lists.set(keys[0], { path: at, list });
        lists.set(`${keys[1]} some port`, { path: at, list });
        return [];
      }
      // Two matches with the same list are one to istiod.
      const inOneList = known.path.startsWith(`${path}.`);
      return known.list === list && !inOneList ? [] : [{ name, path: at, first: known.path, inOneList }];
    });
  });
}
