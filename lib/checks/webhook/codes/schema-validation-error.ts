import type { Codes } from '../../check';

export const schemaValidationError: Codes = {
  IST0106: {
    name: 'SchemaValidationError',
    severity: 'error',
    source: 'webhook',
    summary: 'istiod rejects an object of Istio.',
    explanation:
      'The CRDs only know the types of fields. What they mean together is checked by istiod, which the API server asks through a ' +
      'validating webhook before it stores an object of Istio: a route without a destination, a weight below 0, an expression that ' +
      'RE2 does not read, a certificate in a mode that has none. `kubectl apply` then fails with this message and the object stays as ' +
      'it was, while those that were applied before it have changed already. Where istiod cannot be reached or the webhook is off ' +
      '(`failurePolicy: Ignore`, which is how it begins), the object is stored all the same, and proxies may reject what istiod makes of it.',
    remedy: 'Change the field as the finding says.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0106/',
      'https://istio.io/latest/docs/ops/common-problems/validation/',
    ],
  },
};
