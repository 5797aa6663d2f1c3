import type { Check } from '../check';
import { duplicateObjects } from './duplicate-objects';

export const OWN_CHECKS: readonly Check[] = [duplicateObjects];
