import type { RouteCluster } from '../../lib/routing/route-table';

/* Parts of filter chains and routes in the words of the program of test/real/istiod. */

export function namesText(name: string, values: readonly string[]): string {
  return values.length === 0 ? '' : `${name}=${[...values].sort().join(',')}`;
}

export function clustersText(clusters: readonly RouteCluster[]): string {
  return clusters.length === 1
    ? clusters[0].cluster
    : clusters.map(({ cluster, weight }) => `${weight}*${cluster}`).join(' + ');
}
