import type { Codes } from '../../check';

export const schemaWarning: Codes = {
  IST0133: {
    name: 'SchemaWarning',
    severity: 'warning',
    source: 'webhook',
    summary: 'istiod takes an object of Istio, and warns of a part of it.',
    explanation:
      'The webhook lets the object through and answers with a warning, which `kubectl` prints and which pipelines mostly lose. What it ' +
      'is about has no effect, or not the one that was meant: certificates in a mode that does not use them, cipher suites that Envoy ' +
      'does not have, a selector without labels that takes every workload, a field that a later version drops.',
    remedy: 'Change or remove the field as the finding says.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/ops/common-problems/validation/',
    ],
  },
};
