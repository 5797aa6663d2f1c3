import type { Check } from '../check';

/** The proxies of a context, and those of them that are easily forgotten. */
const REACH: Record<string, readonly [proxies: string, later: string]> = {
  ANY: ['proxy', 'gateways and those that come later'],
  GATEWAY: ['gateway', 'those that come later'],
  SIDECAR_INBOUND: ['sidecar', 'those that come later'],
  SIDECAR_OUTBOUND: ['sidecar', 'those that come later'],
};

/** EnvoyFilters that change every proxy they can. */
export const envoyFilterReach: Check = {
  codes: ['CDI0303'],
  run(mesh, report) {
    for (const object of mesh.all('networking.istio.io/EnvoyFilter')) {
      const { spec, namespace } = object;
      const selected =
        Object.keys(spec.workloadSelector?.labels ?? {}).length > 0 || (spec.targetRefs ?? []).length > 0;
      if (!selected) {
        const contexts = new Set((spec.configPatches ?? []).map(({ match }) => String(match?.context ?? 'ANY')));
        const [only] = contexts.size === 1 ? contexts : [];
        const [proxies, later] = REACH[only ?? 'ANY'] ?? REACH.ANY;
        const home = namespace === mesh.context.rootNamespace ? 'the mesh' : `namespace ${namespace}`;
        report({
          code: 'CDI0303',
          object,
          path: 'spec.workloadSelector',
          message: `The filter has no workloadSelector, so it patches every ${proxies} of ${home}, ${later} included. A proxy that cannot take a patch refuses every listener, route or cluster that it touches, and keeps what it had before.`,
          fix: 'Write workloadSelector.labels with the labels of the pods that are meant.',
        });
      }
    }
  },
};
