import { CODES } from '../checks/catalogue';
import { SEVERITIES } from '../core/severity';
import type { Finding, FindingObject } from '../checks/finding';
import { FindingSource } from '../checks/finding';
import { DataMap, isSameData } from '../mesh/reading/data-map';

/** A finding, with the codes under which other tools report the same. */
export interface Folded {
  readonly finding: Finding;
  /** Its own first. */
  readonly codes: readonly string[];
  /** The others that stand elsewhere. */
  readonly elsewhere: readonly Finding[];
}

const { SCHEMA, WEBHOOK, ISTIO, CDK8S_ISTIO, KIALI } = FindingSource;
const SOURCES = [SCHEMA, WEBHOOK, ISTIO, CDK8S_ISTIO, KIALI];

/** Findings about one object, where those that say the same of the same place are taken together. The most severe one speaks. */
export function foldTwins(findings: readonly Finding[]): Folded[] {
  if (findings.length === 1) {
    return [{ finding: findings[0], codes: [findings[0].code], elsewhere: [] }];
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
    const [finding, ...others] = [...group].sort(
      (a, b) => rank(a) - rank(b) || Number(follows(a, b)) - Number(follows(b, a)),
    );
    return {
      finding,
      codes: [...new Set([finding.code, ...others.map(({ code }) => code)])],
      elsewhere: others.filter(({ path }) => !samePlace(path, finding.path)),
    };
  });
}

/**
 * Two objects that conflict are one fault, which some tools report of both of them: without those findings that a finding about the other
 * object stands for already, as it names their code and is related to them. A group may end up empty.
 *
 * @param groups the findings about each object
 */
export function foldPairs(groups: readonly (readonly Folded[])[]): (readonly Folded[])[] {
  const spoken = new DataMap<[object: FindingObject, code: string], Folded[]>();
  for (const folded of groups.flat()) {
    folded.codes.slice(1).forEach((code) => spoken.getOrAdd([folded.finding.object, code], () => []).push(folded));
  }
  const isSaid = ({ finding: { code, object, severity, related = [] }, codes }: Folded): boolean =>
    codes.length === 1 &&
    related.some((other) =>
      spoken
        .get([other.object, code])
        ?.some(
          ({ finding }) =>
            SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(severity) && isRelated(finding, object),
        ),
    );
  return groups.map((group) => group.filter((folded) => !isSaid(folded)));
}

function isRelated({ related = [] }: Finding, object: FindingObject): boolean {
  return related.some((other) => isSameData(other.object, object));
}

function areTwins(a: Finding, b: Finding): boolean {
  if (a.code === b.code) {
    return false;
  }
  if (follows(a, b) || follows(b, a)) {
    return true;
  }
  // The webhook rejects much of what the schema of the API server rejects first.
  const refusedTwice = [a.source, b.source].sort().join() === 'schema,webhook' && a.severity === b.severity;
  return refusedTwice ? a.path === b.path : (isTwin(a, b) || isTwin(b, a)) && samePlace(a.path, b.path);
}

function isTwin(a: Finding, b: Finding): boolean {
  return CODES.get(a.code)?.twin === b.code;
}

/** Whether a finding tells of what another one, which is at least as severe, leads to. */
function follows(a: Finding, b: Finding): boolean {
  return (
    CODES.get(a.code)?.follows === b.code &&
    SEVERITIES.indexOf(b.severity) <= SEVERITIES.indexOf(a.severity) &&
    (samePlace(a.path, b.path) ||
      (a.related ?? []).some(({ object, path }) => isSameData(object, b.object) && samePlace(path, b.path)))
  );
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
