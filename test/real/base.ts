import type { Manifest } from './manifest';

/** What `istioctl install` leaves in istio-system: the ingress gateway, on ports that need no root. */
export function ingressGateway(): Manifest[] {
  return gateway('istio-ingressgateway', { app: 'istio-ingressgateway', istio: 'ingressgateway' });
}

/** The egress gateway of the demo profile. */
export function egressGateway(): Manifest[] {
  return gateway('istio-egressgateway', { app: 'istio-egressgateway', istio: 'egressgateway' });
}

/** An application of the mesh that only asks others. */
export function client(namespace: string, name: string): Manifest[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace },
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { serviceAccountName: name, containers: [{ name: 'app', image: 'example.com/client:1' }] },
        },
      },
    },
  ];
}

function gateway(name: string, labels: { [key: string]: string }): Manifest[] {
  const namespace = 'istio-system';
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, labels },
      spec: {
        selector: labels,
        ports: [
          { name: 'http2', port: 80, targetPort: 8080 },
          { name: 'https', port: 443, targetPort: 8443 },
        ],
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace, labels },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: `${name}-service-account`,
            containers: [
              { name: 'istio-proxy', image: 'auto', ports: [{ containerPort: 8080 }, { containerPort: 8443 }] },
            ],
          },
        },
      },
    },
  ];
}
