import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { nearest } from '../core/unknown-field';
import type { Mesh } from '../mesh/reading/mesh';
import { registry } from '../mesh/registry';
import { namesHint, workloadNames } from '../tracing/callers';
import { meantWorkloads } from '../tracing/meant-workloads';

/** Names that calls may come to. A host outside the mesh needs no manifest, so that any name with a dot or a colon may be one. */
export interface Names {
  expectWorkload(name: string, problems: Problems): void;
  expectSubset(name: string, problems: Problems): void;
  expectPart(name: string, problems: Problems): void;
  /** Whether a name is that of a Service, and of nothing else that calls may come to. */
  isService(name: string): boolean;
  /** The same as a part of a split, or a Service. */
  expectTarget(name: string, problems: Problems): void;
  /** The workloads behind a Service, as `namespace/name`. */
  behindService(name: string, problems: Problems): readonly string[];
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
  const services = registry(mesh)
    .all.flatMap(({ object }) => (object.id === 'core/Service' ? [object.key] : []))
    .sort();
  const own = new Set(workloads.flatMap((name) => [name, name.slice(name.indexOf('/') + 1)]));
  const isWorkload = (name: string): boolean => own.has(name) || (!name.includes('/') && /[.:]/.test(name));
  const isPart = (name: string): boolean => isWorkload(name) || subsets.includes(name);
  return {
    expectWorkload: (name, problems) => {
      if (!isWorkload(name)) {
        const behind = behindService(mesh, name);
        const hint =
          behind === undefined
            ? namesHint(name, workloads)
            : `It is a Service: write service: ${name}${behind.length === 0 ? '' : `, or what makes its pods: ${behind.join(', ')}`}.`;
        problems.add('', `there is no workload ${show(name)}. ${hint}`);
      }
    },
    behindService: (name, problems) => {
      const behind = behindService(mesh, name);
      if (behind === undefined) {
        problems.add('', `there is no Service ${show(name)}. ${namesHint(name, services)}`);
      } else if (behind.length === 0) {
        problems.add('', `no pods of the manifests are behind ${show(name)}, so no call can come to it.`);
      }
      return behind ?? [];
    },
    expectSubset: (name, problems) => {
      if (!subsets.includes(name)) {
        problems.add('', `no DestinationRule has a subset ${show(name)}. ${subsetHint(name, subsets)}`);
      }
    },
    isService: (name) => !isPart(name) && behindService(mesh, name) !== undefined,
    expectTarget: (name, problems) => {
      if (!isPart(name) && behindService(mesh, name) === undefined) {
        const known = [...new Set([...workloads, ...services, ...subsets])];
        problems.add('', `there is no workload, Service or subset ${show(name)}. ${namesHint(name, known)}`);
      }
    },
    expectPart: (name, problems) => {
      if (!isPart(name)) {
        const known = [...workloads, ...subsets];
        problems.add('', `there is neither a workload nor a subset ${show(name)}. ${namesHint(name, known)}`);
      }
    },
  };
}

/** Undefined where there is no such Service. */
function behindService(mesh: Mesh, given: string): readonly string[] | undefined {
  const slash = given.indexOf('/');
  const namespace = slash < 0 ? undefined : given.slice(0, slash);
  const found = meantWorkloads(mesh, { kind: 'Service', namespace, name: given.slice(slash + 1) });
  return found?.map((each) => `${each.namespace}/${each.name}`).sort();
}

function subsetHint(name: string, subsets: readonly string[]): string {
  const meant = nearest(name, [...subsets]);
  return meant !== undefined
    ? `Did you mean ${meant}?`
    : subsets.length === 0
      ? 'The manifests show none.'
      : `Write one of: ${subsets.join(', ')}.`;
}
