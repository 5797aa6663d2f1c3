import type { CodeInfo } from '../check';

export const OWN_CODES: Readonly<Record<string, CodeInfo>> = {};
