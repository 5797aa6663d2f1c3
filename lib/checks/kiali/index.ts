import type { Check } from '../check';

export const KIALI_CHECKS: readonly Check[] = [];
