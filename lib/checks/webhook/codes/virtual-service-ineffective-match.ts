import type { Codes } from '../../check';

export const virtualServiceIneffectiveMatch: Codes = {
  IST0131: {
    name: 'VirtualServiceIneffectiveMatch',
    severity: 'warning',
    source: 'webhook',
    summary: 'A match in a VirtualService is never used, because an earlier one takes its requests.',
    explanation:
      'Rules are tried in their order, and the first match wins. A match that is the same as an earlier one never gets a request; ' +
      'neither does one for the prefix `/api/v2` after one for `/api`, if both look at the same port, headers and parameters. ' +
      'Istio compares prefixes only, not regular expressions, and treats a match without a method as one for GET, so it does not find every hidden match. Requests that were meant for the later rule are answered by the earlier one, with its destination, ' +
      'timeout and rewrite.',
    remedy: 'Put the longer prefix first, and remove a match that is listed twice.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0131/',
      'https://istio.io/latest/docs/concepts/traffic-management/#routing-rule-precedence',
    ],
  },
};
