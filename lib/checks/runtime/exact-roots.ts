import { MESH_GATEWAY } from '../../istio/names';
import type { HttpRuleMatch } from '../../mesh/delegates';
import { httpRules } from '../../mesh/delegates';
import { groupBy, push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import { hostsOf, isAskedAt, virtualServicesByGateway } from '../../mesh/virtual-services';
import { askedGateways } from '../../routing/asked-gateways';
import { gatewayRouteConfigs } from '../../routing/route-table';
import type { Check } from '../check';
import { gatewayOf } from './gateways';

/** Hosts for which all rules of a gateway together serve only the path "/". */
export const exactRoots: Check = {
  name: 'exact-roots',
  mirrors: ['pilot/pkg/networking/core/gateway.go: buildGatewayHTTPRouteConfig'],
  codes: {
    CDI0111: {
      name: 'OnlyTheRootPath',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'Only the path "/" is served for a host.',
      explanation:
        '`exact: /` matches only the start page. Its style sheets, scripts and images have other paths, and the gateway answers 404 to them: the page loads, but looks broken and does not work.',
      remedy: 'Write prefix: / for the whole site.',
      references: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest'],
    },
  },
  run(mesh, report) {
    for (const { host, matches } of [...knownHosts(mesh), ...otherHosts(mesh)]) {
      if (matches.length === 0 || !matches.every((each) => each?.match.uri?.exact === '/')) {
        continue;
      }
      for (const [{ object, path }] of groupBy(
        matches.flatMap((each) => each ?? []),
        ({ object }) => object.key,
      ).values()) {
        report({
          code: 'CDI0111',
          object,
          path: `${path}.uri.exact`,
          message: `Only the path "/" itself is served for ${host === '*' ? 'any host' : host}: style sheets, scripts, images and all other pages get 404.`,
          fix: 'Write prefix: / for the whole site, or add a match for each path to serve.',
        });
      }
    }
  },
};

interface ServedHost {
  readonly host: string;
  /** Of all rules for it; undefined for a rule without. */
  readonly matches: readonly (HttpRuleMatch | undefined)[];
}

function knownHosts(mesh: Mesh): ServedHost[] {
  return askedGateways(mesh)
    .flatMap((proxy) => [...gatewayRouteConfigs(mesh, proxy).values()].flat())
    .flatMap(({ domains, routes }) => {
      const matches = routes.map(({ ruleMatch }) => ruleMatch);
      return domains.map((host) => ({ host, matches }));
    });
}

/** Those of Gateways that are not among the manifests: whatever hosts they have, VirtualServices of one host are merged. */
function otherHosts(mesh: Mesh): ServedHost[] {
  return [...mesh.derive(virtualServicesByGateway)].flatMap(([gateway, virtualServices]) => {
    const byHost = new Map<string, (HttpRuleMatch | undefined)[]>();
    if (gateway === MESH_GATEWAY || gatewayOf(mesh, gateway) !== undefined) {
      return [];
    }
    for (const object of virtualServices) {
      for (const { matches } of httpRules(mesh, object).rules) {
        const asked = matches.length === 0 ? [undefined] : matches.filter((match) => isAskedAt(match, gateway));
        hostsOf(object, mesh).forEach((host) => asked.forEach((match) => push(byHost, host, match)));
      }
    }
    return [...byHost].map(([host, matches]) => ({ host, matches }));
  });
}
