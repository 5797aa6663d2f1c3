import type { Destination } from '../../../imports/networking';
import { isObject } from '../../core/is-object';
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
    for (const rollout of mesh.all('argoproj.io/Rollout')) {
      const { spec, namespace, key } = rollout;
      const released = releasedDestinations(spec.strategy);
      for (const { name, routes } of virtualServicesOf(spec.strategy)) {
        const [own, elsewhere = namespace] = name.split('.');
        const object = mesh.find('networking.istio.io/VirtualService', elsewhere, own);
        (object?.spec.http ?? []).forEach((rule, i) => {
          const managed = routes.length === 0 || routes.includes(rule.name ?? '');
          const shifted = (rule.route ?? []).filter(({ weight = 0 }) => weight > 0 && weight < 100);
          const others = (rule.route ?? []).filter(
            ({ destination, weight = 0 }, at) => weight > 0 && !(released(destination) ?? at < 2),
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
    }
    for (const canary of mesh.all('flagger.app/Canary')) {
      const { spec, namespace, key } = canary;
      const target = isObject(spec.targetRef) ? spec.targetRef.name : undefined;
      const service = isObject(spec.service) && typeof spec.service.name === 'string' ? spec.service.name : target;
      const names = typeof service === 'string' ? [service, `${service}-primary`, `${service}-canary`] : [];
      for (const kind of ['networking.istio.io/VirtualService', 'networking.istio.io/DestinationRule'] as const) {
        for (const object of names.flatMap((name) => mesh.find(kind, namespace, name) ?? [])) {
          report({
            code: 'CDI0110',
            object,
            path: 'metadata.name',
            related: [{ object: canary }],
            message: `Flagger writes ${object.kind} ${object.key} itself, for Canary ${key}. It overwrites what you apply under this name, and applying this manifest during a release undoes the current split.`,
            fix: `Remove this ${object.kind}, and move its settings to spec.service of the Canary.`,
          });
        }
      }
    }
  },
};

/**
 * Whether a destination is the stable or the canary one of a Rollout; undefined if its strategy names neither subsets nor Services.
 */
function releasedDestinations(strategy: unknown): (destination: Destination | undefined) => boolean | undefined {
  const canary = isObject(strategy) && isObject(strategy.canary) ? strategy.canary : {};
  const { stableService, canaryService, trafficRouting } = canary;
  const istio = isObject(trafficRouting) && isObject(trafficRouting.istio) ? trafficRouting.istio : {};
  const rule = isObject(istio.destinationRule) ? istio.destinationRule : {};
  const subsets = [rule.stableSubsetName, rule.canarySubsetName].filter(isText);
  const services = [stableService, canaryService].filter(isText);
  return (destination) => {
    const { host = '', subset } = destination ?? {};
    if (subsets.length === 2) {
      return subset !== undefined && subsets.includes(subset);
    }
    return services.length === 2 ? services.includes(host.split('.')[0]) : undefined;
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function destinationWords({ host = '', subset }: Partial<Destination> = {}): string {
  return `${subset === undefined ? '' : `subset ${subset} of `}${host}`;
}

/** The VirtualServices whose weights a Rollout sets, with the routes that it names. */
function virtualServicesOf(strategy: unknown): { name: string; routes: string[] }[] {
  const found: { name: string; routes: string[] }[] = [];
  const add = (value: unknown): void => {
    if (isObject(value) && typeof value.name === 'string') {
      const routes = Array.isArray(value.routes) ? value.routes.filter((route) => typeof route === 'string') : [];
      found.push({ name: value.name, routes });
    }
  };
  const canary = isObject(strategy) ? strategy.canary : undefined;
  const routing = isObject(canary) ? canary.trafficRouting : undefined;
  const istio = isObject(routing) ? routing.istio : undefined;
  if (isObject(istio)) {
    add(istio.virtualService);
    (Array.isArray(istio.virtualServices) ? istio.virtualServices : []).forEach(add);
  }
  return found;
}
