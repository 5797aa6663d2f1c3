import type { CodeInfo } from '../check';

export const API_CODES: Readonly<Record<string, CodeInfo>> = {};
