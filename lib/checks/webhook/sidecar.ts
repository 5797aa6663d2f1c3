import { checkEgress } from './sidecar/egress';
import { checkIngress } from './sidecar/ingress';
import { checkOutboundTrafficPolicy } from './sidecar/outbound-traffic-policy';
import { checkConnectionPool } from './shared/connection-pool';
import { errorsOnly } from './shared/errors-only';
import { checkWorkloadSelector } from './shared/labels';
import { schemaValidationError } from './codes/schema-validation-error';
import { schemaWarning } from './codes/schema-warning';
import type { WebhookCheck } from './webhook-check';

export const sidecar: WebhookCheck<'networking.istio.io/Sidecar'> = {
  name: 'sidecar',
  mirrors: 'ValidateSidecar',
  codes: { ...schemaValidationError, ...schemaWarning },
  kind: 'networking.istio.io/Sidecar',
  run({ spec, namespace }, verdict) {
    const { workloadSelector, ingress = [], egress = [], outboundTrafficPolicy, inboundConnectionPool } = spec;
    const empty = ingress.length + egress.length === 0 && !outboundTrafficPolicy && !inboundConnectionPool;
    if (empty) {
      verdict.error(
        'spec',
        'The Sidecar is empty.',
        'Write egress with the hosts that the workloads call, for example [{ hosts: ["./*", "istio-system/*"] }].',
      );
    }
    const right =
      workloadSelector === undefined ||
      checkWorkloadSelector(
        workloadSelector.labels,
        'spec.workloadSelector.labels',
        // After that error istiod looks no further, and so after one in the selector.
        empty ? errorsOnly(verdict) : verdict,
      );
    const rest = right ? verdict : errorsOnly(verdict);
    checkIngress(ingress, rest);
    checkConnectionPool(inboundConnectionPool, 'spec.inboundConnectionPool', rest);
    checkEgress(egress, namespace, rest);
    if (outboundTrafficPolicy !== undefined) {
      checkOutboundTrafficPolicy(outboundTrafficPolicy, rest);
    }
  },
};
