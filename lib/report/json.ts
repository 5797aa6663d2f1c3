import type { CheckReport } from './check-report';
import { countBySeverity } from './check-report';

/** The report for programs: a summary and the findings. */
export function jsonReport(report: CheckReport): string {
  const { findings, objects, unknownKinds, suppressed, unused, unreadable } = report;
  return `${JSON.stringify(
    {
      summary: {
        ...countBySeverity(findings),
        objects,
        unknownKinds,
        suppressed: suppressed.map(({ suppression, count }) => ({ ...suppression, count })),
        unusedSuppressions: unused,
        unreadable,
      },
      findings: findings.map(
        ({ code, severity, source, message, object, path, file, line, column, construct, fix }) => ({
          code,
          severity,
          source,
          message,
          object,
          path,
          file,
          line,
          column,
          construct,
          fix,
        }),
      ),
    },
    undefined,
    2,
  )}\n`;
}
