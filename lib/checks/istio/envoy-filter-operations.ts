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
      effect: 'istiod ignores it.',
      fix: 'Write MERGE to change the route configuration.',
    },
    HTTP_ROUTE: {
      effect: 'at best the route is added at the end, after routes that match everything.',
      fix: 'Write INSERT_FIRST, or INSERT_BEFORE with the name of the next route.',
    },
  },
  REMOVE: {
    ROUTE_CONFIGURATION: {
      effect: 'istiod ignores it.',
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
  name: 'envoy-filter-operations',
  mirrors: ['envoyfilter.EnvoyPatchAnalyzer'],
  codes: {
    IST0151: {
      name: 'EnvoyFilterUsesRelativeOperation',
      severity: 'warning',
      source: 'istio',
      summary: 'A patch of an EnvoyFilter refers to something that another EnvoyFilter may add, and no order is set.',
      explanation:
        '`INSERT_BEFORE`, `INSERT_AFTER`, `REPLACE` and `REMOVE` work on what the configuration holds at that moment. istiod applies ' +
        'the EnvoyFilters of the root namespace first, then those of the workload, and among them those of a lower `priority`, then ' +
        'the older ones. If the filter that a patch refers to is put there by an EnvoyFilter that comes later, the patch finds nothing ' +
        'and does nothing, without an error. After a restore or a new cluster the ages are different, and what worked stops working.',
      remedy: 'Set `spec.priority`, or use `INSERT_FIRST` or `ADD`, which refer to nothing.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0151/',
        'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
      ],
    },
    IST0152: {
      name: 'EnvoyFilterUsesReplaceOperationIncorrectly',
      severity: 'error',
      source: 'istio',
      summary: 'A patch of an EnvoyFilter replaces something that cannot be replaced.',
      explanation:
        '`REPLACE` is there for HTTP filters, network filters and virtual hosts. For clusters, listeners, filter chains and routes istiod ' +
        'ignores the patch: proxies keep their configuration, and nothing is logged. Listener filters are ' +
        'replaced by the current istiod, although the analyzers and the documentation say that they are not.',
      remedy: 'Use `MERGE` with the fields that change, or `REMOVE` and `ADD` in two patches.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0152/',
        'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation',
      ],
    },
    IST0153: {
      name: 'EnvoyFilterUsesAddOperationIncorrectly',
      severity: 'error',
      source: 'istio',
      summary: 'A patch of an EnvoyFilter adds a route or a route configuration, which ADD is not for.',
      explanation:
        '`ADD` puts something at the end of a list. A route configuration belongs to a listener and is in no list, so istiod takes no ' +
        'notice of the patch. For routes the documentation says the same; the current istiod does put the route at the end of the ' +
        'virtual host, but there it stands behind the routes that take everything and mostly never gets a request.',
      remedy:
        'Use `INSERT_FIRST`, `INSERT_BEFORE` or `INSERT_AFTER` for a route, and `MERGE` for a route configuration.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0153/',
        'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation',
      ],
    },
    IST0154: {
      name: 'EnvoyFilterUsesRemoveOperationIncorrectly',
      severity: 'error',
      source: 'istio',
      summary: 'A patch of an EnvoyFilter removes a route or a route configuration, which REMOVE is not for.',
      explanation:
        'A listener cannot do without its route configuration, so istiod does not remove it, and the proxy goes on with the routes ' +
        'that it had. For routes the documentation and the analyzers say the same; the current istiod does remove them, but nobody ' +
        'promises that the next one will. A path that was closed in this way may be open again after an upgrade.',
      remedy:
        'Change the route with `MERGE`, such as into a direct response, or change the VirtualService that it is made from.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0154/',
        'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation',
      ],
    },
    IST0155: {
      name: 'EnvoyFilterUsesRelativeOperationWithProxyVersion',
      severity: 'warning',
      source: 'istio',
      summary:
        'A patch of an EnvoyFilter refers to something that another EnvoyFilter adds only for some proxy versions.',
      explanation:
        'A match with `proxyVersion` makes a patch hold for some proxies only. During an upgrade old and new proxies run side by side: a ' +
        'patch that refers to the same name with `INSERT_BEFORE`, `INSERT_AFTER`, `REPLACE` or `REMOVE` finds it in one of them and not in ' +
        'the other, where it does nothing. Without a `priority` it is also open which of the two is applied first.',
      remedy: 'Set `spec.priority`, and give both patches the same `proxyVersion`; or use `INSERT_FIRST` or `ADD`.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0155/',
        'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
      ],
    },
  },
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
        ? `${operation} refers to something that must already exist. The EnvoyFilter has no priority, and a patch of the same name applies only to some proxy versions, so during an upgrade it may find nothing.`
        : `${operation} refers to something that must already exist. The EnvoyFilter has no priority, so it may be applied too early and then has no effect.`,
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
