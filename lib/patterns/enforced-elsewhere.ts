import { foreseen } from '../core/acceptance';

/** Of a policy of ambient mode. */
export const ENFORCED_ELSEWHERE = foreseen(
  ['IST0127'],
  'ztunnel or a waypoint enforces it, and istioctl analyze looks for pods with a sidecar',
);
