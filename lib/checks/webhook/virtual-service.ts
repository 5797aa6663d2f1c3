import type { MeshObject } from '../../mesh/reading/mesh-object';
import { checkExportTo } from './shared/export-to';
import { checkGatewayNames } from './virtual-service/gateway-names';
import { checkHosts } from './virtual-service/hosts';
import { checkHttpRoute } from './virtual-service/http-route';
import type { RouteContext } from './virtual-service/route-context';
import { routeContext } from './virtual-service/route-context';
import { checkTcpRoute, checkTlsRoute } from './virtual-service/l4-routes';
import { checkTokenClaims } from './virtual-service/token-claims';
import { checkUnreachable } from './virtual-service/unreachable';
import { schemaValidationError } from './codes/schema-validation-error';
import { schemaWarning } from './codes/schema-warning';
import { virtualServiceIneffectiveMatch } from './codes/virtual-service-ineffective-match';
import { virtualServiceUnreachableRule } from './codes/virtual-service-unreachable-rule';
import type { WebhookCheck, WebhookVerdict } from './webhook-check';

type VirtualService = MeshObject<'networking.istio.io/VirtualService'>;

/** What istiod says of a VirtualService before it is stored. */
export const virtualService: WebhookCheck<'networking.istio.io/VirtualService'> = {
  name: 'virtual-service',
  mirrors: 'ValidateVirtualService',
  codes: {
    ...schemaValidationError,
    ...schemaWarning,
    ...virtualServiceUnreachableRule,
    ...virtualServiceIneffectiveMatch,
  },
  kind: 'networking.istio.io/VirtualService',
  run(object, verdict) {
    const { spec, namespace } = object;
    const { gateways, http = [], tls = [], tcp = [], exportTo } = spec;
    const context = routeContext(object);
    checkDelegate(object, context, verdict);
    checkGatewayNames(gateways, 'spec.gateways', verdict, context.converted);
    checkTokenClaims(http, context, verdict);
    checkHosts(context, verdict);
    if (http.length + tls.length + tcp.length === 0) {
      verdict.error(
        'spec',
        'The VirtualService has no routes: http, tls and tcp are all empty.',
        'Write at least one route, such as http: [{route: [{destination: {host: reviews}}]}].',
      );
    }
    http.forEach((route, i) => checkHttpRoute(route, `spec.http[${i}]`, context, verdict));
    tls.forEach((route, i) => checkTlsRoute(route, `spec.tls[${i}]`, context, verdict));
    tcp.forEach((route, i) => checkTcpRoute(route, `spec.tcp[${i}]`, context, verdict));
    checkExportTo(exportTo, namespace, verdict);
    checkUnreachable(spec, verdict);
  },
};

/** Without hosts it is a part that others delegate to, and these are for HTTP and have gateways of their own. */
function checkDelegate({ spec }: VirtualService, { delegate }: RouteContext, verdict: WebhookVerdict): void {
  if (!delegate) {
    return;
  }
  for (const field of ['gateways', 'tls', 'tcp'] as const) {
    if ((spec[field] ?? []).length > 0) {
      verdict.error(
        `spec.${field}`,
        `The VirtualService has no hosts, so it is a delegate, and a delegate cannot have ${field}.`,
        `Write hosts, or remove ${field}: ${field === 'gateways' ? 'those of the delegating VirtualService apply' : 'only http can be delegated'}.`,
      );
    }
  }
}
