import type { Codes } from '../../check';

export const ruleNeverReached: Codes = {
  CDI0117: {
    name: 'RuleNeverReached',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary:
      'No request or connection comes to a rule of a VirtualService or a route, because other rules take all of them.',
    explanation:
      'Envoy tries the routes of a host in order and uses the first that matches. A rule for `/api` after one for the prefix `/`, or for `GET` after one for all methods of the same path, is never reached. Nothing fails: requests go where the first rule sends them. istiod drops all rules of a VirtualService after one that matches every request. At a gateway it merges the rules of all VirtualServices for a host, the oldest first, and moves rules that match every request to the end, so `/a` in an older VirtualService takes the requests for `/a/b` in a younger one. The rules of routes of the Gateway API are tried by how much they ask for, and those that ask for the same by the age of their routes: of two routes with the same host and match the younger one is never reached there. Of `tls` and `tcp` rules sidecars use the first of a VirtualService that fits, and a gateway uses the first of all VirtualServices for a server. IST0130 and IST0131 already report a match that is repeated, a rule after one without matches, and two prefixes in one VirtualService; these are not reported again. Nothing is reported if a request from any client may reach the rule at any gateway of the VirtualService, or if it is uncertain whether other rules take all of its requests.',
    remedy: 'Put narrower rules before wider ones.',
    references: [
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute',
      'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
      'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/http_routing',
      'https://gateway-api.sigs.k8s.io/api-types/httproute/#matches',
    ],
    follows: 'CDI0127',
  },
};
