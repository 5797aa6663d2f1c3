import type { LocalityLoadBalancerSetting, TrafficPolicy } from '../../imports/networking';
import { isObject } from '../core/is-object';
import type { Mesh } from '../mesh/reading/mesh';
import type { Weighted } from './weighted-endpoints';
import { sum } from './weighted-endpoints';

type Distribute = NonNullable<LocalityLoadBalancerSetting['distribute']>;

/**
 * How calls are distributed among localities: by the DestinationRule, or else the mesh (pilot/pkg/networking/core/loadbalancer/loadbalancer.go:
 * GetEffectiveLbSetting); empty for as the endpoints are.
 */
export function distributionOf(
  { context: { meshConfig } }: Mesh,
  loadBalancer: TrafficPolicy['loadBalancer'],
): Distribute {
  const ofMesh = isObject(meshConfig.localityLbSetting) ? meshConfig.localityLbSetting : undefined;
  const setting: LocalityLoadBalancerSetting | undefined = loadBalancer?.localityLbSetting ?? ofMesh;
  return setting?.enabled === false ? [] : (setting?.distribute ?? []);
}

/**
 * The endpoints as a distribution weighs them (loadbalancer.go: applyLocalityWeights); undefined where no file shows the locality of the client,
 * or of pods.
 */
export function distributed(distribute: Distribute, endpoints: readonly Weighted[]): readonly Weighted[] | undefined {
  const [first] = distribute;
  if (first === undefined) {
    return endpoints;
  }
  if (!/^\*(\/\*)*$/.test(first.from ?? '') || endpoints.some(({ endpoint }) => endpoint.workload !== undefined)) {
    return undefined;
  }
  const groups = new Map<string, Weighted[]>();
  for (const each of endpoints) {
    const { locality = '' } = each.endpoint;
    groups.set(locality, [...(groups.get(locality) ?? []), each]);
  }
  const left = new Set(groups.keys());
  return Object.entries(first.to ?? {}).flatMap(([wanted, weight]) => {
    const own = [...left].filter((locality) => isIn(locality, wanted));
    own.forEach((locality) => left.delete(locality));
    const ofGroup = (locality: string): number => sum(groups.get(locality)!.map((each) => each.weight));
    const whole = sum(own.map(ofGroup));
    return own.flatMap((locality) => {
      const share = Math.ceil((ofGroup(locality) * weight) / whole);
      return groups.get(locality)!.map((each) => ({ ...each, weight: (share * each.weight) / ofGroup(locality) }));
    });
  });
}

/** pilot/pkg/networking/util/util.go: LocalityMatch */
function isIn(locality: string, wanted: string): boolean {
  const parts = locality.split('/');
  return wanted.split('/').every((each, i) => each === '*' || (i > 0 && each === '') || (parts[i] ?? '') === each);
}
