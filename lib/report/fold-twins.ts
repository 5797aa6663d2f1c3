import { CODES } from '../checks/catalogue';
import { SEVERITIES } from '../core/severity';
import type { Finding } from '../checks/finding';
import { FindingSource } from '../checks/finding';

/** A finding, with the codes under which other tools report the same. */
export interface Folded {
  readonly finding: Finding;
  /** Its own first. */
  readonly codes: readonly string[];
}

const { SCHEMA, WEBHOOK, ISTIO, CDK8S_ISTIO, KIALI } = FindingSource;
const SOURCES = [SCHEMA, WEBHOOK, ISTIO, CDK8S_ISTIO, KIALI];

/** Findings about one object, where those that say the same of the same place are taken together. The most severe one speaks. */
export function foldTwins(findings: readonly Finding[]): Folded[] {
  if (findings.length === 1) {
    return [{ finding: findings[0], codes: [findings[0].code] }];
  }
  const groups: Finding[][] = [];
  for (const finding of findings) {
    const group = groups.find((each) => each.some((other) => areTwins(finding, other)));
    if (group === undefined) {
      groups.push([finding]);
    } else {
      group.push(finding);
    }
  }
  return groups.map((group) => {
    const [finding, ...others] = [...group].sort((a, b) => rank(a) - rank(b));
    return { finding, codes: [...new Set([finding.code, ...others.map(({ code }) => code)])] };
  });
}

function areTwins(a: Finding, b: Finding): boolean {
  if (a.code === b.code) {
    return false;
  }
  // The webhook rejects much of what the schema of the API server rejects first.
  const refusedTwice = [a.source, b.source].sort().join() === 'schema,webhook' && a.severity === b.severity;
  return refusedTwice ? a.path === b.path : (isTwin(a, b) || isTwin(b, a)) && samePlace(a.path, b.path);
}

function isTwin(a: Finding, b: Finding): boolean {
  return CODES.get(a.code)?.twin === b.code;
}

function rank({ severity, source }: Finding): number {
  return SEVERITIES.indexOf(severity) * SOURCES.length + SOURCES.indexOf(source);
}

/** Tools point to a field or to the part that it stands in. */
function samePlace(a: string, b: string): boolean {
  return a === b || within(a, b) || within(b, a);
}

function within(outer: string, inner: string): boolean {
  return inner.startsWith(outer) && /^[.[]/.test(inner.slice(outer.length));
}
