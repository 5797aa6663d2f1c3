import { checkWorkloadSelector } from './shared/labels';
import { schemaValidationError } from './codes/schema-validation-error';
import { schemaWarning } from './codes/schema-warning';
import type { WebhookCheck } from './webhook-check';

export const proxyConfig: WebhookCheck<'networking.istio.io/ProxyConfig'> = {
  name: 'proxy-config',
  mirrors: 'ValidateProxyConfig',
  codes: { ...schemaValidationError, ...schemaWarning },
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
