import type { CodeInfo } from '../check';

export const ISTIO_CODES: Readonly<Record<string, CodeInfo>> = {};
