import type { Codes } from '../../check';

export const schemaWarning: Codes = {
  IST0133: {
    name: 'SchemaWarning',
    severity: 'warning',
    source: 'webhook',
    summary: 'istiod accepts an Istio object with a warning.',
    explanation:
      'The webhook accepts the object and returns a warning, which `kubectl` prints and pipelines often hide. The field has no effect, or not the intended one: certificates in a mode that does not use them, cipher suites that Envoy does not have, a selector without labels that selects every workload, a field that a later version drops.',
    remedy: 'Change or remove the field as the finding says.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/ops/common-problems/validation/',
    ],
  },
};
