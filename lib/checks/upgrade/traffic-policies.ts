import type { TrafficPolicy } from '../../../imports/networking';
import type { DestinationRule } from '../../mesh/destination-rules';

interface PlacedPolicy {
  readonly policy: TrafficPolicy;
  readonly path: string;
}

/** All that a DestinationRule says of traffic, for the host and for its subsets, without single ports. */
export function trafficPoliciesOf({ spec: { trafficPolicy, subsets = [] } }: DestinationRule): PlacedPolicy[] {
  return [
    { policy: trafficPolicy, path: 'spec.trafficPolicy' },
    ...subsets.map((subset, i) => ({ policy: subset.trafficPolicy, path: `spec.subsets[${i}].trafficPolicy` })),
  ].filter((each): each is PlacedPolicy => each.policy !== undefined);
}
