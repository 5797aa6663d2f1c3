import { selects } from './workload';

type Labels = Readonly<Record<string, string>>;

/** Gateways that Istio's installation makes, by the names that its documentation and its profiles give them. */
const NAMES = [
  'istio-ingressgateway',
  'istio-egressgateway',
  'istio-eastwestgateway',
  'istio-ingress',
  'istio-egress',
  'istio-eastwest',
];

/** Whether pods of a gateway that Istio's installation makes have labels: `manifests/charts/gateway/templates/_helpers.tpl`. */
export function isInstalledGateway(labels: Labels): boolean {
  return (
    Object.keys(labels).length > 0 &&
    NAMES.some((name) =>
      selects(labels, {
        app: name,
        istio: name.replace('istio-', ''),
        'app.kubernetes.io/name': name,
        'service.istio.io/canonical-name': name,
      }),
    )
  );
}

/** Whether gateways are usually installed in a namespace. */
export function isGatewayNamespace(namespace: string, rootNamespace: string): boolean {
  return namespace === rootNamespace || /^istio-|gateway|gress/.test(namespace);
}
