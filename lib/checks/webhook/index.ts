import type { WebhookCheck } from './webhook-check';

/** One for each kind that the webhook looks at. */
export const WEBHOOK_CHECKS: readonly WebhookCheck[] = [];
