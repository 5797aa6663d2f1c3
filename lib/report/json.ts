import type { Finding } from '../checks/finding';
import type { CheckReport } from './check-report';
import { countBySeverity } from './check-report';
import type { SameFault } from './faults';
import { sameFaultAs } from './faults';
import { jsonParts } from './parts';

/** The report for programs: a summary and the findings. */
export function jsonReport(report: CheckReport): Iterable<string> {
  const { upgrade, findings, objects, unknownKinds, suppressed, unused, leftOut, unreadable } = report;
  const summary = {
    ...(upgrade !== undefined && { upgrade }),
    ...countBySeverity(findings),
    objects,
    unknownKinds,
    suppressed: suppressed.map(({ suppression, count }) => ({ ...suppression, count })),
    unusedSuppressions: unused,
    leftOut,
    unreadable,
  };
  return jsonParts({ summary, findings: [] }, 'findings', ordered(findings));
}

/** With their fields in one order, whatever made them. */
function* ordered(findings: readonly Finding[]): Generator<Finding & { readonly sameFaultAs?: SameFault }> {
  for (const finding of findings) {
    const { code, severity, source, message, object, path, file, line, column, construct, fix, related } = finding;
    const same = sameFaultAs(finding, findings);
    yield {
      ...{ code, severity, source, message, object, path, file, line, column, construct, fix, related },
      ...(same !== undefined && { sameFaultAs: same }),
    };
  }
}
