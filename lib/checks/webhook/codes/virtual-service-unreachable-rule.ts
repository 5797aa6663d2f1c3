import type { Codes } from '../../check';

export const virtualServiceUnreachableRule: Codes = {
  IST0130: {
    name: 'VirtualServiceUnreachableRule',
    severity: 'warning',
    source: 'webhook',
    summary: 'A rule of a VirtualService is never used, because the rules before it take all its requests.',
    explanation:
      'A proxy goes through the rules of a VirtualService from the first to the last and uses the first one that matches. A rule without a match takes all requests, so none reach the rules after it. A rule whose matches are all in earlier rules gets no requests either. The usual cause is a new rule, for a canary or a header, added below the default. The API server accepts the object with a warning that `kubectl` prints once, and traffic does not change.',
    remedy: 'Put narrow rules first and the one without a match last, and remove duplicates.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0130/',
      'https://istio.io/latest/docs/concepts/traffic-management/#routing-rule-precedence',
    ],
  },
};
