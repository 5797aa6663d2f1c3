import type { CodeInfo } from '../check';
import { API_CODES } from './api';
import { ISTIO_CODES } from './istio';
import { KIALI_CODES } from './kiali';
import { RUNTIME_CODES } from './runtime';

/** All codes, with what does not depend on the manifests. */
export const CODES: ReadonlyMap<string, CodeInfo> = new Map(
  Object.entries({ ...API_CODES, ...ISTIO_CODES, ...KIALI_CODES, ...RUNTIME_CODES }),
);
