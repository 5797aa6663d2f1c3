import type { Check } from '../check';

export const ISTIO_CHECKS: readonly Check[] = [];
