import type { CoverageReport, ReportedRule } from './coverage-report';

/**
 * Coverage for editors and CI servers, in the format of lcov: the lines on which rules begin, with the number of requests that asked them. Of
 * several rules on one line the one that was asked least counts, so that a line is covered only if all of it is.
 */
export function lcov({ rules }: CoverageReport): string {
  const files = new Map<string, Map<number, number>>();
  for (const { file, line, requests } of rules.filter(isPlaced)) {
    const lines = files.get(file) ?? new Map<number, number>();
    files.set(file, lines.set(line, Math.min(lines.get(line) ?? Infinity, requests)));
  }
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, lines]) => record(file, lines))
    .join('');
}

/** Standard input is no file that anybody could open. */
function isPlaced(rule: ReportedRule): rule is ReportedRule & { readonly file: string; readonly line: number } {
  return rule.file !== undefined && rule.file !== 'stdin' && rule.line !== undefined;
}

function record(file: string, lines: ReadonlyMap<number, number>): string {
  const sorted = [...lines].sort(([a], [b]) => a - b);
  return [
    `SF:${file}`,
    ...sorted.map(([line, requests]) => `DA:${line},${requests}`),
    `LF:${sorted.length}`,
    `LH:${sorted.filter(([, requests]) => requests > 0).length}`,
    'end_of_record',
    '',
  ].join('\n');
}
