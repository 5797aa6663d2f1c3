import { CODES } from '../checks/catalogue';
import type { Finding } from '../checks/finding';

/** A finding, with the codes under which other tools report the same. */
export interface Folded {
  readonly finding: Finding;
  readonly codes: readonly string[];
}

/** Findings about one object, where one that says the same of the same place as another is taken together with it. */
export function foldTwins(findings: readonly Finding[]): Folded[] {
  const codes = new Map(findings.map((finding) => [finding, [finding.code]]));
  const folded = new Set<Finding>();
  for (const finding of findings) {
    const { twin } = CODES.get(finding.code) ?? {};
    const other = findings.find(
      (each) => each.code === twin && !folded.has(each) && samePlace(each.path, finding.path),
    );
    if (other !== undefined) {
      codes.get(other)!.push(...codes.get(finding)!);
      folded.add(finding);
    }
  }
  return findings
    .filter((finding) => !folded.has(finding))
    .map((finding) => ({ finding, codes: [...new Set(codes.get(finding))] }));
}

/** Tools point to a field or to the part that it stands in. */
function samePlace(a: string, b: string): boolean {
  return a === b || within(a, b) || within(b, a);
}

function within(outer: string, inner: string): boolean {
  return inner.startsWith(outer) && /^[.[]/.test(inner.slice(outer.length));
}
