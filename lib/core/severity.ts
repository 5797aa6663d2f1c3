/** How bad a finding is, the worst first. */
export const SEVERITIES = ['error', 'warning', 'info'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** The severities that count where `least` is the least that does. */
export function severitiesFrom(least: Severity): readonly string[] {
  return SEVERITIES.slice(0, SEVERITIES.indexOf(least) + 1);
}
