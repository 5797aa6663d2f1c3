import type { WebhookVerdict } from '../webhook-check';

/** What a rule says. */
export type Verdict = Pick<WebhookVerdict, 'error' | 'warning'>;

/** A verdict that takes errors only: at some places istiod loses its warnings. */
export function errorsOnly(verdict: Verdict): Verdict {
  return {
    error: (path, message, fix) => verdict.error(path, message, fix),
    warning: () => undefined,
  };
}
