import { findingObject } from '../checks/finding-object';
import type { FindingObject } from '../checks/finding';
import type { CoveredRule } from '../routing-tests/coverage/coverage';
import { RULE_KINDS } from '../routing-tests/coverage/rules';
import type { Locate } from './trace-report';

/** Which rules of the manifests tests have asked. */
export interface CoverageReport {
  readonly rules: readonly ReportedRule[];
  /** Of each kind that there is. */
  readonly totals: readonly CoverageTotal[];
}

/** A part of an object that decides about requests. */
export interface ReportedRule {
  /** `server`, `rule`, `match`, `destination`, `subset` or `policy` */
  readonly kind: CoveredRule['kind'];
  readonly object: FindingObject;
  /** `spec.http[0]` */
  readonly path: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** How many requests asked it. */
  readonly requests: number;
}

export interface CoverageTotal {
  readonly kind: CoveredRule['kind'];
  readonly asked: number;
  readonly all: number;
}

/** The coverage of one mesh, with the places of its rules. */
export function reportedRules(rules: readonly CoveredRule[], locate: Locate): readonly ReportedRule[] {
  return rules.map(({ kind, object, path, requests }) => {
    const { file, line } = locate(object, path);
    return { kind, object: findingObject(object), path, file, line, requests };
  });
}

/** The coverage of several meshes: a rule that is in several of them is asked in any of them. */
export function coverageReport(meshes: readonly (readonly ReportedRule[])[]): CoverageReport {
  const byPlace = new Map<string, ReportedRule>();
  for (const rule of meshes.flat()) {
    const { file, line, object, path } = rule;
    const key = JSON.stringify([file, line, object, path]);
    const known = byPlace.get(key);
    byPlace.set(key, known === undefined ? rule : { ...rule, requests: known.requests + rule.requests });
  }
  const rules = [...byPlace.values()];
  const totals = RULE_KINDS.map((kind): CoverageTotal => {
    const own = rules.filter((rule) => rule.kind === kind);
    return { kind, asked: own.filter(({ requests }) => requests > 0).length, all: own.length };
  });
  return { rules, totals: totals.filter(({ all }) => all > 0) };
}
