/** How severe a finding is. */
export enum Severity {
  /** The objects are rejected, or do not do what they are for. */
  ERROR = 'error',
  /** Something may be wrong, or goes wrong in part. */
  WARNING = 'warning',
  /** Good to know before the objects are applied. */
  INFO = 'info',
}

/** As it is written in settings files and in the descriptions of codes. */
export type SeverityName = `${Severity}`;

/** The most severe first. */
export const SEVERITIES = Object.values(Severity);

/** The severities that count where `least` is the least that does. */
export function severitiesFrom(least: Severity): readonly Severity[] {
  return SEVERITIES.slice(0, SEVERITIES.indexOf(least) + 1);
}
