import type { CheckSettings } from '../checks/check-settings';
import type { Severity } from '../core/severity';

/** What an App's checks look at, and when they fail. */
export interface IstioChecksSettings extends CheckSettings {
  /**
   * The least severity that makes synth fail. Findings below it are printed by `app.synth()`.
   *
   * @default Severity.ERROR
   */
  readonly failOn?: Severity;
}
