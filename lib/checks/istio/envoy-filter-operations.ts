import type { EnvoyFilterEnvoyConfigObjectPatch as ConfigPatch } from '../../../imports/networking';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check, Reporter } from '../check';

type EnvoyFilter = MeshObject<'networking.istio.io/EnvoyFilter'>;

const NO_ADD = ['ROUTE_CONFIGURATION', 'HTTP_ROUTE'];
const REPLACEABLE = ['HTTP_FILTER', 'NETWORK_FILTER', 'VIRTUAL_HOST'];
/** What becomes of routes, by operation and by what it is applied to. */
const ROUTES = {
  ADD: {
    ROUTE_CONFIGURATION: {
      effect: 'istiod takes no notice of it.',
      fix: 'Write MERGE to change the route configuration.',
    },
    HTTP_ROUTE: {
      effect: 'the route gets to the end at best, behind those that take everything.',
      fix: 'Write INSERT_FIRST, or INSERT_BEFORE with the route that it is to stand before.',
    },
  },
  REMOVE: {
    ROUTE_CONFIGURATION: {
      effect: 'istiod takes no notice of it.',
      fix: 'Remove the VirtualService or the port that the route configuration is made from.',
    },
    HTTP_ROUTE: {
      effect: 'no release of Istio promises that the route goes away.',
      fix: 'Remove the route from the VirtualService, or write MERGE with direct_response and a status such as 404.',
    },
  },
} as const;
const RELATIVE = ['REMOVE', 'REPLACE', 'INSERT_BEFORE', 'INSERT_AFTER'];

const PRIORITY =
  'Write spec.priority: the filters of a lower priority are applied first, so one that relies on another needs the higher one.';

/** Operations of EnvoyFilters that have no effect there, or whose effect depends on an order that nobody set. */
export const envoyFilterOperations: Check = {
  codes: ['IST0151', 'IST0152', 'IST0153', 'IST0154', 'IST0155'],
  run(mesh, report) {
    // Istio goes through the EnvoyFilters in any order, and knows the names of those that it has seen; here it is that of the manifests.
    const versioned = new Set<string>();
    for (const filter of mesh.all('networking.istio.io/EnvoyFilter')) {
      const patches = filter.spec.configPatches ?? [];
      // Nothing is said of what stands after an entry without a patch.
      const end = patches.findIndex(({ patch }) => patch === undefined);
      patches.slice(0, end < 0 ? undefined : end).forEach((patch, i) => {
        const name = patchedName(patch);
        checkOperation(filter, patch, i, versioned.has(name), report);
        if ((patch.match?.proxy?.proxyVersion ?? '') !== '') {
          versioned.add(name);
        }
      });
    }
  },
};

function checkOperation(
  filter: EnvoyFilter,
  configPatch: ConfigPatch,
  i: number,
  versioned: boolean,
  report: Reporter,
): void {
  const applyTo: string = configPatch.applyTo ?? 'INVALID';
  const operation: string = configPatch.patch?.operation ?? 'INVALID';
  const path = `spec.configPatches[${i}].patch.operation`;
  if ((operation === 'ADD' || operation === 'REMOVE') && NO_ADD.includes(applyTo)) {
    const { effect, fix } = ROUTES[operation][applyTo as keyof typeof ROUTES.ADD];
    const code = operation === 'ADD' ? 'IST0153' : 'IST0154';
    report({ code, object: filter, path, message: `${operation} is not for ${applyTo}: ${effect}`, fix });
  } else if (operation === 'REPLACE' && !REPLACEABLE.includes(applyTo)) {
    report({
      code: 'IST0152',
      object: filter,
      path,
      message: `REPLACE is for ${REPLACEABLE.join(', ')} only, and this patch is applied to ${applyTo}.`,
      fix: 'Write MERGE with the fields that change, or REMOVE and ADD in two patches.',
    });
  } else if (RELATIVE.includes(operation) && (filter.spec.priority ?? 0) === 0) {
    report({
      code: versioned ? 'IST0155' : 'IST0151',
      object: filter,
      path,
      message: versioned
        ? `${operation} needs what it refers to in place already. The EnvoyFilter has no priority, and a patch of the same name holds for some proxy versions only, so during an upgrade it may find nothing.`
        : `${operation} needs what it refers to in place already. The EnvoyFilter has no priority, so it may be applied too early and then does nothing.`,
      fix: `${PRIORITY} Where the place does not matter, write INSERT_FIRST or ADD.`,
    });
  }
}

/** What a patch is about: the name in its value or else, where it has a value, that of the filter that it looks for. */
function patchedName({ match, patch }: ConfigPatch): string {
  const value = patch?.value as Record<string, unknown> | undefined;
  if (value === undefined) {
    return '';
  }
  return Object.hasOwn(value, 'name')
    ? `value ${JSON.stringify(value.name)}`
    : (match?.listener?.filterChain?.filter?.name ?? '');
}
