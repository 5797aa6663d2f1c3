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
  /** All others. */
  readonly others: readonly Finding[];
  /** Those of them that stand elsewhere. */
  readonly elsewhere: readonly Finding[];
}

const { SCHEMA, WEBHOOK, ISTIO, CDK8S_ISTIO, KIALI } = FindingSource;
const SOURCES = [SCHEMA, WEBHOOK, ISTIO, CDK8S_ISTIO, KIALI];

/** Findings about one object, where those that say the same of the same place are taken together. The most severe one speaks. */
export function foldTwins(findings: readonly Finding[]): Folded[] {
  if (findings.length === 1) {
    return [{ finding: findings[0], codes: [findings[0].code], others: [], elsewhere: [] }];
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
      others,
      elsewhere: others.filter(({ path }) => !samePlace(path, finding.path)),
    };
  });
}

/**
 * What is said of an object, where a finding about another one says it already. Objects that conflict are one fault, which some tools report
 * of each of them, and a fault of one object may lead to others elsewhere.
 *
 * @param groups the findings about each object
 * @returns by what is said already: what says it
 */
export function saidOfOthers(groups: readonly (readonly Folded[])[]): ReadonlyMap<Folded, Folded> {
  const spoken = new DataMap<[object: FindingObject, code: string], Folded[]>();
  const said = new Map<Folded, Folded>();
  const all = groups.flat();
  for (const folded of all) {
    folded.codes.forEach((code) => spoken.getOrAdd([folded.finding.object, code], () => []).push(folded));
  }
  for (const folded of all) {
    const { code, related = [] } = folded.finding;
    const cause = CODES.get(code)?.follows;
    const causes = cause === undefined ? [] : related.flatMap(({ object }) => spoken.get([object, cause]) ?? []);
    const others = folded.codes.length === 1 ? related.flatMap(({ object }) => spoken.get([object, code]) ?? []) : [];
    const speaker =
      causes.find((each) => each !== folded && follows(folded.finding, each.finding)) ??
      others.find((each) => each !== folded && saysToo(each, folded));
    if (speaker !== undefined) {
      said.set(folded, speaker);
    }
  }
  mutualIn(all, said);
  return withoutChains(said);
}

/** Whether a finding under several codes names that of another one, which is about an object that it is related to. */
function saysToo({ finding, codes }: Folded, { finding: other }: Folded): boolean {
  return (
    codes.indexOf(other.code) > 0 &&
    SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(other.severity) &&
    isRelated(finding, other.object)
  );
}

/** What speaks for another one is spoken for by nobody. */
function withoutChains(said: ReadonlyMap<Folded, Folded>): ReadonlyMap<Folded, Folded> {
  return new Map([...said].filter(([, speaker]) => !said.has(speaker)));
}

/** Adds those that say the very same of each other. */
function mutualIn(all: readonly Folded[], said: Map<Folded, Folded>): void {
  const firsts = new DataMap<[object: FindingObject, codes: readonly string[], severity: string], Folded>();
  for (const folded of all) {
    const { finding, codes } = folded;
    const { code, object, severity, related = [] } = finding;
    if (said.has(folded) || CODES.get(code)?.mutual !== true) {
      continue;
    }
    const first = related
      .map((other) => firsts.get([other.object, codes, severity]))
      .find((each) => each !== undefined && isRelated(each.finding, object));
    if (first === undefined) {
      firsts.getOrAdd([object, codes, severity], () => folded);
    } else {
      said.set(folded, first);
    }
  }
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
