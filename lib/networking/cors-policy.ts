import type { CorsPolicy } from '../../imports/networking';
import { literal } from '../core/literal';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { isPlainObject } from '../core/value';
import type { OriginComparison, OriginMistakeKind } from '../istio/origin-text';
import { originMistake } from '../istio/origin-text';

/** Reports allowed origins that no browser sends. Their types are checked elsewhere. */
export function checkCorsPolicy(policy: CorsPolicy, problems: Problems): void {
  const { allowOrigins, allowOrigin } = policy as Record<string, unknown>;
  (Array.isArray(allowOrigins) ? allowOrigins : []).forEach((match: unknown, i) => {
    for (const comparison of ['exact', 'prefix', 'regex'] as const) {
      const text = isPlainObject(match) ? match[comparison] : undefined;
      checkOrigin(comparison, text, problems, `allowOrigins[${i}].${comparison}`);
    }
  });
  (Array.isArray(allowOrigin) ? allowOrigin : []).forEach((text: unknown, i) =>
    checkOrigin(undefined, text, problems, `allowOrigin[${i}]`),
  );
}

/** @param comparison undefined in the old list of plain texts */
function checkOrigin(comparison: OriginComparison | undefined, text: unknown, problems: Problems, field: string): void {
  const mistake = typeof text === 'string' ? originMistake(comparison ?? 'exact', text) : undefined;
  if (mistake === undefined) {
    return;
  }
  const { kind, instead } = mistake;
  const isPlain = comparison === undefined && instead.comparison === 'exact';
  const write = isPlain ? literal(instead.text) : `{ ${instead.comparison}: ${literal(instead.text)} }`;
  const where = comparison === undefined && !isPlain ? ' in allowOrigins' : '';
  problems.add(field, `${show(text)} ${WHY[kind]}, so no origin matches it. Write ${write}${where}.`);
}

const WHY: Record<OriginMistakeKind, string> = {
  'no scheme': 'has no scheme, and browsers send one',
  path: 'goes on after the host, and browsers send only scheme, host and port',
  wildcard: 'has a "*", which is not a wildcard here',
  capitals: 'has capital letters, and browsers send origins in lower case',
  port: 'has the default port of its scheme, which browsers leave out',
};
