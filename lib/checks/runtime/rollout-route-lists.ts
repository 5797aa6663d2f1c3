import { nearest } from '../../core/unknown-field';
import type { RolloutRoutes } from '../../mesh/rollouts';
import { hasVersions, missingVersions, rolloutRoutes } from '../../mesh/rollouts';
import { list } from '../../schema/words';
import type { Check, Report } from '../check';

const DOCS = 'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/';

/** Rules of VirtualServices whose weights Argo Rollouts is to set, and does not. */
export const rolloutRouteLists: Check = {
  name: 'rollout-route-lists',
  codes: {
    CDI0160: {
      name: 'RolloutListsNoRoutes',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A Rollout lists no routes, and its VirtualService has several rules.',
      explanation:
        'Argo Rollouts sets the weights of the rules that the Rollout lists in `routes`. Without a list the VirtualService must have exactly one rule, besides those that the controller makes itself (`managedRoutes`). Otherwise the controller refuses to change the VirtualService: the weights never move, and the release fails.',
      remedy: 'List the names of all rules whose weights are to change.',
      references: [DOCS, 'https://github.com/argoproj/argo-rollouts/issues/4741'],
    },
    CDI0161: {
      name: 'RolloutRouteUnknown',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A Rollout lists a route that its VirtualService does not have.',
      explanation:
        'The names in `routes` are those of rules in `http` of the VirtualService (field `name`). If one of them does not exist, Argo Rollouts refuses to change the VirtualService: the weights never move, and the release fails.',
      remedy: 'Give the rule this name, or list the name that it has.',
      references: [DOCS],
    },
    CDI0162: {
      name: 'RolloutRouteWithoutVersion',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A rule that a Rollout manages has no destination for its stable or its canary version.',
      explanation:
        'Argo Rollouts adds no destinations: each rule that it manages needs one for the stable and one for the canary version. If one is missing, it refuses to change the VirtualService: the weights never move, and the release fails.',
      remedy: 'Add the destination, with weight 0 for the canary version.',
      references: [DOCS],
    },
    CDI0163: {
      name: 'RolloutRouteLeftOut',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A rule splits between the versions of a Rollout, which does not list it.',
      explanation:
        'Argo Rollouts changes only the rules that the Rollout lists. A rule with both versions that is not in the list keeps its weights during a release: its requests stay with the stable version, and are not part of the release.',
      remedy: 'List the rule, or leave the canary version out of it.',
      references: [DOCS],
    },
  },
  run(mesh, report) {
    for (const each of rolloutRoutes(mesh)) {
      problemsOf(each).forEach(report);
    }
  },
};

const FAILS = 'Argo Rollouts refuses to change it: the weights never move, and the release fails.';

function problemsOf({
  rollout,
  path,
  virtualService: object,
  routes,
  listsOthers,
  made,
  versions,
}: RolloutRoutes): Report[] {
  const rules = object?.spec.http ?? [];
  if (object === undefined || rules.length === 0) {
    return [];
  }
  const own = rules.filter(({ name = '' }) => !made.includes(name));
  const names = own.flatMap(({ name = '' }) => (name === '' ? [] : name));
  const split = own.filter((rule) => hasVersions(versions, rule));
  if (routes.length === 0 && own.length > 1) {
    const meant = split.length === 0 ? own : split;
    const isNamed = meant.every(({ name = '' }) => name !== '');
    return [
      {
        code: 'CDI0160',
        object: rollout,
        path,
        related: [{ object }],
        message: `VirtualService ${object.key} has ${own.length} http rules, and the Rollout lists none of them. ${FAILS}`,
        fix: isNamed
          ? `Write routes: [${meant.map(({ name }) => name).join(', ')}].`
          : 'Give each rule whose weights are to change a name, and list the names in routes.',
      },
    ];
  }
  const unknown = routes.flatMap((route, i): Report[] => {
    if (rules.some(({ name }) => name === route)) {
      return [];
    }
    const close = nearest(route, names);
    return [
      {
        code: 'CDI0161',
        object: rollout,
        path: `${path}.routes[${i}]`,
        related: [{ object }],
        message: `VirtualService ${object.key} has no http rule with the name "${route}"; it has ${names.length === 0 ? 'none with a name' : list(names)}. ${FAILS}`,
        fix: close === undefined ? 'Write the name of a rule, or give the rule this name.' : `Write ${close}.`,
      },
    ];
  });
  const managed = routes.length === 0 && !listsOthers ? own : rules.filter(({ name = '' }) => routes.includes(name));
  const incomplete = managed.flatMap((rule): Report[] => {
    const missing = missingVersions(versions, rule);
    return missing.length === 0
      ? []
      : [
          {
            code: 'CDI0162',
            object,
            path: `spec.http[${rules.indexOf(rule)}].route`,
            related: [{ object: rollout }],
            message: `Rollout ${rollout.key} manages this rule, which has no destination for ${list(missing.map((name) => `${versions.of} ${name}`))}. ${FAILS}`,
            fix: `Add ${missing.length === 1 ? 'a destination' : 'destinations'} for ${list(missing.map((name) => `${versions.of} ${name}`))}, with weight ${missing.includes(versions.stable) ? (missing.length === 1 ? '100' : '100 and 0') : '0'}.`,
          },
        ];
  });
  const left =
    routes.length === 0 || unknown.length > 0
      ? []
      : split
          .filter(({ name = '' }) => !routes.includes(name))
          .map((rule): Report => ({
            code: 'CDI0163',
            object,
            path: `spec.http[${rules.indexOf(rule)}].route`,
            related: [{ object: rollout }],
            message: `This rule has both versions of Rollout ${rollout.key}, which lists only ${list(routes)}. Its weights stay as they are during a release.`,
            fix: rule.name
              ? `Add ${rule.name} to routes of the Rollout, or leave ${versions.of} ${versions.canary} out of this rule.`
              : `Give the rule a name and add it to routes of the Rollout, or leave ${versions.of} ${versions.canary} out of it.`,
          }));
  return [...unknown, ...incomplete, ...left];
}
