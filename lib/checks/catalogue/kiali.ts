import type { CodeInfo } from '../check';

export const KIALI_CODES: Readonly<Record<string, CodeInfo>> = {};
