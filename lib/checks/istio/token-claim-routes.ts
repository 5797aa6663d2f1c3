import { MESH_GATEWAY } from '../../istio/names';
import type { HttpRoute } from '../../../imports/networking';
import { gatewayIndex } from './shared/gateway-index';
import { groupBy } from '../../mesh/reading/group-by';
import { analyzed } from './shared/analyzed';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { SelectablePods } from '../../mesh/pod-index';
import { analyzedPods } from './shared/analyzed-pods';
import { selects } from '../../mesh/workload';
import type { Check } from '../check';
import { isTokenClaim } from '../../istio/token-claims';
import { listed, selectorText, SHOWN } from './unmatched-selector';

type RequestAuthentication = MeshObject<'security.istio.io/RequestAuthentication'>;

/** Routes by token claims at gateways that do not read tokens. */
export const tokenClaimRoutes: Check = {
  name: 'token-claim-routes',
  mirrors: ['virtualservice.JWTClaimRouteAnalyzer'],
  codes: {
    IST0149: {
      name: 'JwtClaimBasedRoutingWithoutRequestAuthN',
      severity: 'error',
      source: 'istio',
      summary: 'Routes match token claims at a gateway without RequestAuthentication.',
      explanation:
        'A match on `@request.auth.claims` looks at what a RequestAuthentication left behind when it read the ' +
        'token. Without one for the pods of the gateway there are no claims at all: the match never holds, ' +
        '`withoutHeaders` always does, and requests fall through to the next route without any error.',
      remedy: 'Add a RequestAuthentication for the pods of the gateway, in their namespace or in the root namespace.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/',
        'https://istio.io/latest/docs/tasks/security/authentication/jwt-route/',
      ],
    },
  },
  run(mesh, report) {
    const gateways = mesh.derive(gatewayIndex);
    const authentications = mesh.derive(authenticationsByNamespace);
    for (const object of analyzed(mesh, 'networking.istio.io/VirtualService')) {
      const { gateways: names = [], http = [] } = object.spec;
      const bound = names.flatMap((name) =>
        name === MESH_GATEWAY ? [] : (gateways.find(name, object.namespace) ?? []),
      );
      const claim = bound.length === 0 ? undefined : claimOf(http);
      if (claim === undefined) {
        continue;
      }
      for (const gateway of bound) {
        const pods = mesh.derive(analyzedPods).select(gateway.spec.selector);
        const near = (pod: SelectablePods): RequestAuthentication[] => [
          ...(authentications.get(mesh.context.rootNamespace) ?? []),
          ...(authentications.get(pod.namespace) ?? []),
        ];
        const without = pods.filter(
          (pod) => !near(pod).some(({ spec }) => selects(spec.selector?.matchLabels, pod.labels)),
        );
        if (without.length > 0) {
          const others = [...new Set(without.flatMap(near))];
          const workloads = without.slice(0, SHOWN).flatMap(({ workload }) => workload?.object ?? []);
          const listedObjects = new Set<MeshObject>([gateway, ...workloads, ...others.slice(0, SHOWN)]);
          report({
            code: 'IST0149',
            object,
            path: claim.path,
            related: [...listedObjects].map((each) => ({ object: each })),
            message:
              `No RequestAuthentication is for the pods of Gateway ${gateway.key} (${listed(without.map(podText))}), so tokens are not read there and "${claim.name}" is never set: the match never succeeds, and requests use a later route or get 404 with the response flag NR.` +
              (others.length === 0
                ? ''
                : ` RequestAuthentication ${listed(others.map(({ key }) => key))} selects other pods.`),
            fix:
              `Add a RequestAuthentication in ${without[0].namespace} with selector.matchLabels ` +
              `${selectorText(gateway.spec.selector ?? {})} and the issuer of the tokens` +
              (others.length === 0 ? '.' : `, or correct the selector of ${others[0].key}.`),
            absence: others.length === 0,
          });
        }
      }
    }
  },
};

function authenticationsByNamespace(mesh: Mesh): ReadonlyMap<string, readonly RequestAuthentication[]> {
  return groupBy(analyzed(mesh, 'security.istio.io/RequestAuthentication'), ({ namespace }) => namespace);
}

/** The first match by a claim. */
function claimOf(http: readonly HttpRoute[]): { readonly path: string; readonly name: string } | undefined {
  for (const [i, { match = [] }] of http.entries()) {
    for (const [j, each] of match.entries()) {
      for (const field of ['headers', 'withoutHeaders'] as const) {
        const name = Object.keys(each[field] ?? {}).find((header) => isTokenClaim(header));
        if (name !== undefined) {
          return { path: `spec.http[${i}].match[${j}].${field}.${name}`, name };
        }
      }
    }
  }
  return undefined;
}

function podText({ workload, namespace, labels }: SelectablePods): string {
  return workload === undefined
    ? `${selectorText(labels)} in ${namespace}`
    : `${workload.object.kind} ${workload.object.key}`;
}
