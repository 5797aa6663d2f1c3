import { deployment } from './base';
import type { Manifest } from './manifest';

/** The class of Gateways that istiod runs pods for. */
const GATEWAY_CLASS: Manifest = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'GatewayClass',
  metadata: { name: 'istio' },
  spec: { controllerName: 'istio.io/gateway-controller' },
};

/** What istiod makes for a Gateway of the Gateway API: Service and pods `<name>-istio` beside it, on ports that need no root. */
export function managedGateway(namespace: string, gateway: string): Manifest[] {
  const name = `${gateway}-istio`;
  const labels = {
    'gateway.networking.k8s.io/gateway-name': gateway,
    'gateway.networking.k8s.io/gateway-class-name': 'istio',
    'gateway.istio.io/managed': 'istio.io-gateway-controller',
    'sidecar.istio.io/inject': 'false',
  };
  return [
    GATEWAY_CLASS,
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, labels },
      spec: {
        selector: { 'gateway.networking.k8s.io/gateway-name': gateway },
        ports: [
          { name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 },
          { name: 'https', protocol: 'TCP', port: 443, targetPort: 8443 },
          { name: 'internal', protocol: 'TCP', port: 8080, targetPort: 18080 },
        ],
      },
    },
    deployment(namespace, name, labels, name, [
      { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.31.1', ports: [{ containerPort: 8080 }] },
    ]),
  ];
}
