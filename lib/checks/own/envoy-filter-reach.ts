import type { Check } from '../check';

/** EnvoyFilters that change every proxy they can. */
export const envoyFilterReach: Check = {
  codes: ['CDI0303'],
  run(mesh, report) {
    for (const object of mesh.all('networking.istio.io/EnvoyFilter')) {
      const { spec, namespace } = object;
      const selected =
        Object.keys(spec.workloadSelector?.labels ?? {}).length > 0 || (spec.targetRefs ?? []).length > 0;
      if (!selected) {
        const reach =
          namespace === mesh.context.rootNamespace
            ? 'every proxy of the mesh'
            : `every proxy of namespace ${namespace}`;
        report({
          code: 'CDI0303',
          object,
          path: 'spec.workloadSelector',
          message: `The filter has no workloadSelector, so it patches ${reach}, gateways and those that come later included. A proxy that cannot take a patch refuses every listener, route or cluster that it touches, and keeps what it had before.`,
          fix: 'Write workloadSelector.labels with the labels of the pods that are meant.',
        });
      }
    }
  },
};
