import type { CodeInfo } from '../check';
import { API_CODES } from './api';
import { ISTIO_CODES } from './istio';
import { KIALI_CODES } from './kiali';
import { OWN_CODES } from './own';

/** All codes, with what does not depend on the manifests. */
export const CODES: ReadonlyMap<string, CodeInfo> = new Map(
  Object.entries({ ...API_CODES, ...ISTIO_CODES, ...KIALI_CODES, ...OWN_CODES }),
);
