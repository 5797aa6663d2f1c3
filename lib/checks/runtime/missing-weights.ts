import { rolloutRoutes } from '../../mesh/rollouts';
import type { Mesh } from '../../mesh/reading/mesh';
import type { RouteRule, VirtualService } from '../../mesh/virtual-services';
import { rulesOf } from '../../mesh/virtual-services';
import type { Check, Report } from '../check';

/** Destinations that get no requests, because they have no weight beside others that have. */
export const missingWeights: Check = {
  name: 'missing-weights',
  mirrors: ['pilot/pkg/networking/core/route/route.go: applyHTTPRouteDestination'],
  codes: {
    CDI0159: {
      name: 'DestinationWithoutWeight',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A destination has no weight beside others that have one, so no request comes to it.',
      explanation:
        'If a rule has several destinations, each gets a share by its weight, and one without a weight has weight 0: istiod leaves it out. It does not get what is left to 100. Only a single destination needs no weight. `weight: 0` says that this is meant, and is not reported; where the other weights make 100, it is a note. Routes whose weights Argo Rollouts sets are left out.',
      remedy: 'Write the weight of each destination.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination',
        'https://istio.io/latest/docs/concepts/traffic-management/#virtual-services',
      ],
    },
  },
  run(mesh, report) {
    const managed = mesh.derive(managedByRollouts);
    for (const object of mesh.all('networking.istio.io/VirtualService')) {
      for (const rule of managed.has(object) ? [] : rulesOf(object)) {
        withoutWeight(object, rule).forEach((each) => report(each));
      }
    }
  },
};

function managedByRollouts(mesh: Mesh): ReadonlySet<VirtualService | undefined> {
  return new Set(rolloutRoutes(mesh).map(({ virtualService }) => virtualService));
}

function withoutWeight(object: VirtualService, { path, kind, rule: { route = [] } }: RouteRule): Report[] {
  const whole = route.reduce((sum, { weight = 0 }) => sum + weight, 0);
  return whole === 0
    ? []
    : route.flatMap(({ weight, destination }, i) =>
        weight !== undefined
          ? []
          : {
              code: 'CDI0159',
              object,
              path: `${path}.route[${i}]`,
              severity: whole === 100 ? 'info' : undefined,
              message: `${destination?.host}${destination?.subset === undefined ? '' : ` (${destination.subset})`} has no weight beside others that have, which is weight 0: no ${kind === 'http' ? 'request' : 'connection'} comes to it.`,
              fix: whole < 100 ? `Write weight: ${100 - whole}.` : 'Write its weight; weight: 0 if it shall get none.',
            },
      );
}
