import { fullHost } from '../../mesh/hosts';
import type { MeshObject } from '../../mesh/mesh-object';
import type { Check } from '../check';

type DestinationRule = MeshObject<'networking.istio.io/DestinationRule'>;

/** Several DestinationRules for one host in one namespace, of which a part is dropped. */
export const overlappingDestinationRules: Check = {
  codes: ['CDI0109'],
  reads: ['networking.istio.io/DestinationRule'],
  run(mesh, report) {
    const first = new Map<string, DestinationRule>();
    for (const object of mesh.all('networking.istio.io/DestinationRule')) {
      const { spec, namespace } = object;
      const host = fullHost(spec.host ?? '', namespace, mesh.context.clusterDomain);
      const key = JSON.stringify([
        namespace,
        host,
        Object.entries(spec.workloadSelector?.matchLabels ?? {}).sort(),
        [...(spec.exportTo ?? [])].sort(),
      ]);
      const other = first.get(key);
      if (other === undefined) {
        first.set(key, object);
        continue;
      }
      const subsets = new Set((other.spec.subsets ?? []).map(({ name }) => name));
      (spec.subsets ?? []).forEach(({ name }, i) => {
        if (subsets.has(name)) {
          report({
            code: 'CDI0109',
            object,
            path: `spec.subsets[${i}].name`,
            message: `DestinationRule ${other.key} has a subset "${name}" for ${host} as well. istiod merges the two rules and keeps the subset of the one that was created first; the other one is dropped.`,
            fix: 'Declare the subset in one of the two only, or write one DestinationRule for the host.',
          });
        }
      });
      if (spec.trafficPolicy !== undefined && other.spec.trafficPolicy !== undefined) {
        report({
          code: 'CDI0109',
          object,
          path: 'spec.trafficPolicy',
          message: `DestinationRule ${other.key} has a trafficPolicy for ${host} as well. istiod merges the subsets of the two rules, and keeps only the trafficPolicy of the one that was created first.`,
          fix: `Write one DestinationRule for ${host} with one trafficPolicy.`,
        });
      }
    }
  },
};
