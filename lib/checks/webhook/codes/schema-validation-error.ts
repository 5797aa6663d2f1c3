import type { Codes } from '../../check';

export const schemaValidationError: Codes = {
  IST0106: {
    name: 'SchemaValidationError',
    severity: 'error',
    source: 'webhook',
    summary: 'istiod rejects an Istio object.',
    explanation:
      'The CRDs only define the types of fields. istiod checks how the fields fit together: the API server calls it through a validating webhook before it stores an Istio object. It rejects a route without a destination, a weight below 0, an expression that ' +
      'RE2 does not read, a certificate in a mode that has none. `kubectl apply` then fails with this message and the object stays as it was, while the objects applied before it have already changed. If istiod is unreachable and `failurePolicy` is `Ignore` (its initial value), the API server stores the object anyway, and proxies may reject the resulting configuration.',
    remedy: 'Change the field as the finding says.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0106/',
      'https://istio.io/latest/docs/ops/common-problems/validation/',
    ],
  },
};
