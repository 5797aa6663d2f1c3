import type { Codes } from '../../check';

export const virtualServiceUnreachableRule: Codes = {
  IST0130: {
    name: 'VirtualServiceUnreachableRule',
    severity: 'warning',
    source: 'webhook',
    summary: 'A rule of a VirtualService is never used, because the rules before it take all its requests.',
    explanation:
      'A proxy goes through the rules of a VirtualService from the first to the last and uses the first one that matches. A rule ' +
      'without a match takes everything, so nothing gets to the rules after it; and a rule all of whose matches stand in earlier ' +
      'rules gets nothing either. The usual way to it is a new rule, for a canary or for a header, that was added below the default. ' +
      'The object is taken, with a warning that `kubectl` prints once, and the traffic goes on as before.',
    remedy: 'Put narrow rules first and the one without a match last, and remove those that are there twice.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0130/',
      'https://istio.io/latest/docs/concepts/traffic-management/#routing-rule-precedence',
    ],
  },
};
