import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { nearest } from '../core/unknown-field';
import type { Mesh } from '../mesh/reading/mesh';
import { namesHint, workloadNames } from '../tracing/callers';

/** Names that calls may come to. A host outside the mesh needs no manifest, so that any name with a dot or a colon may be one. */
export interface Names {
  expectWorkload(name: string, problems: Problems): void;
  expectSubset(name: string, problems: Problems): void;
  expectPart(name: string, problems: Problems): void;
}

/** The names that a mesh knows. */
export function namesIn(mesh: Mesh): Names {
  const workloads = [
    ...workloadNames(mesh),
    ...mesh.all('networking.istio.io/WorkloadEntry').map(({ key }) => key),
  ].sort();
  const subsets = [
    ...new Set(
      mesh
        .all('networking.istio.io/DestinationRule')
        .flatMap(({ spec }) => (spec.subsets ?? []).map(({ name }) => name)),
    ),
  ].sort();
  const own = new Set(workloads.flatMap((name) => [name, name.slice(name.indexOf('/') + 1)]));
  const isWorkload = (name: string): boolean => own.has(name) || (!name.includes('/') && /[.:]/.test(name));
  return {
    expectWorkload: (name, problems) => {
      if (!isWorkload(name)) {
        problems.add('', `there is no workload ${show(name)}. ${namesHint(name, workloads)}`);
      }
    },
    expectSubset: (name, problems) => {
      if (!subsets.includes(name)) {
        problems.add('', `no DestinationRule has a subset ${show(name)}. ${subsetHint(name, subsets)}`);
      }
    },
    expectPart: (name, problems) => {
      if (!isWorkload(name) && !subsets.includes(name)) {
        const known = [...workloads, ...subsets];
        problems.add('', `there is neither a workload nor a subset ${show(name)}. ${namesHint(name, known)}`);
      }
    },
  };
}

function subsetHint(name: string, subsets: readonly string[]): string {
  const meant = nearest(name, [...subsets]);
  return meant !== undefined
    ? `Did you mean ${meant}?`
    : subsets.length === 0
      ? 'The manifests show none.'
      : `Write one of: ${subsets.join(', ')}.`;
}
