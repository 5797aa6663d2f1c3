import type { Destination } from '../../../imports/networking';
import type { FlaggerCanary } from '../../mesh/flagger';
import { flaggerCanaries } from '../../mesh/flagger';
import type { Kind } from '../../mesh/reading/kind';
import { isVersion, rolloutRoutes } from '../../mesh/rollouts';
import { list } from '../../schema/words';
import type { Check } from '../check';

/** Fields that Argo Rollouts or Flagger writes, and the manifests too. */
export const controllerWeights: Check = {
  name: 'controller-weights',
  codes: {
    CDI0110: {
      name: 'ControllerOwnedFields',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'Manifests set fields that Argo Rollouts or Flagger sets too.',
      explanation:
        'A progressive delivery controller changes the routes during a release: Argo Rollouts changes the weights of the routes that it manages, Flagger the whole VirtualService and the DestinationRules. Manifests with other values undo a step each time they are applied, and the controller and the GitOps tool keep overwriting each other. In a route that it manages, Argo Rollouts keeps only the stable and the canary destination: the first step removes a third one.',
      remedy:
        'Leave the fields to the controller. For Argo Rollouts write the weights 100 and 0, and ignore their differences in the GitOps tool. For Flagger omit the objects.',
      references: [
        'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/',
        'https://docs.flagger.app/tutorials/istio-progressive-delivery',
        'https://github.com/argoproj/argo-rollouts/issues/3125',
      ],
    },
  },
  run(mesh, report) {
    for (const { rollout, virtualService: object, routes, versions } of rolloutRoutes(mesh)) {
      const { key } = rollout;
      (object?.spec.http ?? []).forEach((rule, i) => {
        const managed = routes.length === 0 || routes.includes(rule.name ?? '');
        const shifted = (rule.route ?? []).filter(({ weight = 0 }) => weight > 0 && weight < 100);
        const others = (rule.route ?? []).filter(
          ({ destination, weight = 0 }, at) => weight > 0 && !(isVersion(versions, destination) ?? at < 2),
        );
        if (managed && others.length > 0 && object !== undefined) {
          const hosts = list(others.map(({ destination }) => destinationWords(destination)));
          const share = others.reduce((sum, { weight = 0 }) => sum + weight, 0);
          report({
            code: 'CDI0110',
            object,
            path: `spec.http[${i}].route`,
            related: [{ object: rollout }],
            message:
              `Rollout ${key} manages this route, and Argo Rollouts keeps only the stable and the canary destination in it: ` +
              `it removes ${hosts}, and its ${share} % go to those two.`,
            fix: `Move ${hosts} to a separate rule with a match, and do not list that rule in the Rollout. Write the weights 100 and 0 for the other two.`,
          });
        } else if (managed && shifted.length > 0 && object !== undefined) {
          report({
            code: 'CDI0110',
            object,
            path: `spec.http[${i}].route`,
            related: [{ object: rollout }],
            message: `Rollout ${key} owns the weights of this route: the controller sets them at every step. Each time you apply these manifests, the split jumps back to ${(rule.route ?? []).map(({ weight = 0 }) => weight).join('/')}, even in the middle of a release.`,
            fix: 'Write the weights 100 and 0, and tell Argo CD to ignore differences of .spec.http[].route[].weight.',
          });
        }
      });
    }
    for (const canary of flaggerCanaries(mesh)) {
      const { key, namespace } = canary.object;
      for (const { kind, names } of writtenBy(canary)) {
        for (const object of names.flatMap((name) => mesh.find(kind, namespace, name) ?? [])) {
          report({
            code: 'CDI0110',
            object,
            path: 'metadata.name',
            related: [{ object: canary.object }],
            ...(kind === 'core/Service'
              ? {
                  severity: 'info',
                  message: `Flagger sets selector and ports of Service ${object.key} itself, for Canary ${key}. Each time this manifest is applied, its selector is that of the manifest again until Flagger changes it back.`,
                  fix: 'Remove this Service: Flagger makes it, with the port in spec.service of the Canary. If something else needs it first, ignore differences of its spec.selector in the GitOps tool.',
                }
              : {
                  message: `Flagger writes ${object.kind} ${object.key} itself, for Canary ${key}. It overwrites what you apply under this name, and applying this manifest during a release undoes the current split.`,
                  fix: `Remove this ${object.kind}, and move its settings to spec.service of the Canary.`,
                }),
          });
        }
      }
    }
  },
};

/** The objects that Flagger writes for a Canary, if they are among the manifests too (pkg/router: istio.go, gateway_api.go, kubernetes_default.go). */
function writtenBy({ name, versions, writes }: FlaggerCanary): readonly { kind: Written; names: readonly string[] }[] {
  const services = { kind: 'core/Service', names: [name, ...versions] } as const;
  if (writes === 'istio') {
    return [
      { kind: 'networking.istio.io/VirtualService', names: [name] },
      { kind: 'networking.istio.io/DestinationRule', names: versions },
      services,
    ];
  }
  return writes === 'gateway-api'
    ? [{ kind: 'gateway.networking.k8s.io/HTTPRoute', names: [name] }, services]
    : [services];
}

type Written = Extract<
  Kind,
  | 'core/Service'
  | 'gateway.networking.k8s.io/HTTPRoute'
  | 'networking.istio.io/DestinationRule'
  | 'networking.istio.io/VirtualService'
>;

function destinationWords({ host = '', subset }: Partial<Destination> = {}): string {
  return `${subset === undefined ? '' : `subset ${subset} of `}${host}`;
}
