import { checkWorkloadSelector } from './shared/labels';
import type { WebhookCheck } from './webhook-check';

export const proxyConfig: WebhookCheck<'networking.istio.io/ProxyConfig'> = {
  kind: 'networking.istio.io/ProxyConfig',
  run({ spec: { selector, concurrency = 0 } }, verdict) {
    if (selector !== undefined) {
      checkWorkloadSelector(selector.matchLabels, 'spec.selector.matchLabels', verdict);
    }
    if (concurrency < 0) {
      verdict.error(
        'spec.concurrency',
        `The proxy cannot have ${concurrency} threads.`,
        'Write the number of threads, or 0 for one per core.',
      );
    }
  },
};
