import { checkEndpoint } from './shared/endpoint';
import type { WebhookCheck } from './webhook-check';

export const workloadEntry: WebhookCheck<'networking.istio.io/WorkloadEntry'> = {
  kind: 'networking.istio.io/WorkloadEntry',
  run({ spec }, verdict) {
    checkEndpoint(spec, 'spec', verdict, { dns: true });
  },
};
