import { checkEndpoint } from './shared/endpoint';
import { schemaValidationError } from './codes/schema-validation-error';
import { schemaWarning } from './codes/schema-warning';
import type { WebhookCheck } from './webhook-check';

export const workloadEntry: WebhookCheck<'networking.istio.io/WorkloadEntry'> = {
  name: 'workload-entry',
  mirrors: 'ValidateWorkloadEntry',
  codes: { ...schemaValidationError, ...schemaWarning },
  kind: 'networking.istio.io/WorkloadEntry',
  run({ spec }, verdict) {
    checkEndpoint(spec, 'spec', verdict, { dns: true });
  },
};
