import { pathsAround } from '../routing-tests/coverage/coverage';
import { objectName } from './check-report';
import type { CoverageReport, ReportedRule } from './coverage-report';
import { painter, visible } from './terminal';

const PLURALS: Readonly<Record<ReportedRule['kind'], string>> = {
  server: 'servers',
  rule: 'rules',
  match: 'matches',
  destination: 'destinations',
  subset: 'subsets',
  policy: 'policies',
};

/** Coverage for people: how many rules of each kind tests have asked, and which they have not. */
export function coverageText({ rules, totals }: CoverageReport, color = false): string {
  const paint = painter(color);
  const missed = rules.filter((rule) => rule.requests === 0);
  const keys = new Set(missed.map((rule) => keyOf(rule, rule.path)));
  // A match of a rule that nobody has asked says nothing new.
  const outermost = missed.filter((rule) =>
    pathsAround(rule.path).every((path) => path === rule.path || !keys.has(keyOf(rule, path))),
  );
  const rows = outermost.map((rule) => [placeOf(rule), rule.kind, `${objectName(rule)} ${rule.path}`].map(visible));
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column].length)));
  return [
    paint.bold('Coverage'),
    ...totals.map(
      ({ kind, asked, all }) => `  ${PLURALS[kind].padEnd(12)}  ${asked} of ${all}  ${wholePercent(asked / all)}`,
    ),
    ...(totals.length === 0 ? ['  The manifests have nothing that requests could ask.'] : []),
    ...(rows.length === 0 ? [] : [paint.bold('Not asked')]),
    ...rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`),
    '',
  ].join('\n');
}

/** What is nearly all is not all. */
function wholePercent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}

function placeOf({ file, line }: ReportedRule): string {
  return [file, line].filter((part) => part !== undefined).join(':');
}

function keyOf(rule: ReportedRule, path: string): string {
  return `${rule.file} ${objectName(rule)} ${path}`;
}
