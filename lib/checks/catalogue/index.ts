import { API_CODES } from '../api-codes';
import type { CodeInfo, Codes } from '../check';
import { INTAKE_CODES } from '../intake';
import { ISTIO_CHECKS } from '../istio';
import { KIALI_CHECKS } from '../kiali';
import { RUNTIME_CHECKS } from '../runtime';
import { UPGRADE_CODES } from '../upgrade/codes';
import { WEBHOOK_CHECKS } from '../webhook';

/** Those of the API server first, then Istio's, Kiali's and ours, each by number. */
const ORDER = ['API', 'IST', 'KIA', 'CDI'];

/** All codes, with what does not depend on the manifests. Each stands beside what reports it. */
export const CODES: ReadonlyMap<string, CodeInfo> = inOrder([
  API_CODES,
  INTAKE_CODES,
  UPGRADE_CODES,
  ...[...WEBHOOK_CHECKS, ...ISTIO_CHECKS, ...KIALI_CHECKS, ...RUNTIME_CHECKS].map(({ codes }) => codes),
]);

function inOrder(all: readonly Codes[]): Map<string, CodeInfo> {
  const key = (code: string): string => `${ORDER.indexOf(code.slice(0, 3))}${code}`;
  const known = new Map(all.flatMap((codes) => Object.entries(codes)));
  return new Map([...known].sort(([a], [b]) => (key(a) < key(b) ? -1 : 1)));
}
