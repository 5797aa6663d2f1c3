import { isObject } from '../../lib/core/is-object';
import type { Disagreement } from './compare';
import type { RandomMesh } from './random-mesh';

/** Where our model is not istiod's, on purpose. */
export interface KnownDifference {
  readonly reason: string;
  readonly explains: (found: Disagreement, mesh: RandomMesh) => boolean;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    reason:
      'An address that several hosts have is a domain of one of them only, and istiod goes through them in a random order ' +
      '(pilot/pkg/networking/core/route/route.go: BuildSidecarVirtualHostWrapper).',
    explains: ({ fact }, mesh) => {
      const address = /^\S+ routes \S+ ([\d./]+)$/.exec(fact)?.[1];
      return address !== undefined && hostsWithAddress(mesh, address) > 1;
    },
  },
  {
    reason:
      'istiod crashes where outlier detection is set for a ServiceEntry with a wildcard that is resolved as names are asked for ' +
      '(pilot/pkg/networking/core/cluster_traffic_policy.go: applyOutlierDetection). There are no clusters to compare then.',
    explains: ({ fact, istiod }, { manifests }) =>
      fact.endsWith(' crash') &&
      istiod === 'core.applyOutlierDetection' &&
      manifests.some(({ spec }) => isObject(spec) && spec.resolution === 'DYNAMIC_DNS'),
  },
];

function hostsWithAddress({ manifests }: RandomMesh, address: string): number {
  return manifests
    .map(({ spec }) => (isObject(spec) ? spec : {}))
    .map(({ addresses, hosts }) =>
      Array.isArray(addresses) && addresses.includes(address) ? (hosts as unknown[]).length : 0,
    )
    .reduce((sum, count) => sum + count, 0);
}
