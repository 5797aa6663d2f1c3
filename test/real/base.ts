import type { Manifest } from './manifest';

/**
 * The environment of an istiod with ambient mode. Waypoints of the stock Envoy can't make the tunnels to other networks, which istiod adds
 * whether there are any or not.
 */
export const AMBIENT = { PILOT_ENABLE_AMBIENT: 'true', AMBIENT_ENABLE_MULTI_NETWORK_WAYPOINT: 'false' };

/** What `istioctl install` leaves in istio-system: the ingress gateway, on ports that need no root. */
export function ingressGateway(): Manifest[] {
  return gateway('istio-ingressgateway', { app: 'istio-ingressgateway', istio: 'ingressgateway' });
}

/** The egress gateway of the demo profile. */
export function egressGateway(): Manifest[] {
  return gateway('istio-egressgateway', { app: 'istio-egressgateway', istio: 'egressgateway' });
}

/** An egress gateway of the Helm chart, release `istio-egress`, in namespace `egress` and with one port. */
export function helmEgressGateway(portName: string, port: number): Manifest[] {
  const labels = { app: 'istio-egress', istio: 'egress' };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'egress', labels: { 'istio-injection': 'disabled' } } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'istio-egress', namespace: 'egress', labels },
      spec: { selector: labels, ports: [{ name: portName, protocol: 'TCP', port, targetPort: port }] },
    },
    deployment('egress', 'istio-egress', labels, 'istio-egress', [
      { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.31.1', ports: [{ containerPort: port }] },
    ]),
  ];
}

/** An application of the mesh that only asks others. */
export function client(namespace: string, name: string): Manifest[] {
  return [
    meshedNamespace(namespace),
    deployment(namespace, name, { app: name }, name, [{ name: 'app', image: 'example.com/client:1' }]),
  ];
}

/** A namespace whose pods are in ambient mode, and one that only asks others. */
export function ambientClient(namespace: string, name: string): Manifest[] {
  return [ambientNamespace(namespace), ...client(namespace, name).slice(1)];
}

/** A namespace in ambient mode. */
export function ambientNamespace(name: string): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio.io/dataplane-mode': 'ambient' } } };
}

/** What istiod makes of the Gateway of a waypoint, with the class that it installs (files/waypoint.yaml of its chart). */
export function waypointPods(namespace: string, name: string): Manifest[] {
  const gatewayName = { 'gateway.networking.k8s.io/gateway-name': name };
  const labels = { ...gatewayName, 'gateway.istio.io/managed': 'istio.io-mesh-controller' };
  return [
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'istio-waypoint' },
      spec: { controllerName: 'istio.io/mesh-controller' },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, labels },
      spec: {
        selector: gatewayName,
        ports: [{ name: 'mesh', protocol: 'TCP', port: 15008, targetPort: 15008, appProtocol: 'hbone' }],
      },
    },
    deployment(namespace, name, labels, name, [
      { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.31.1', ports: [{ containerPort: 15008 }] },
    ]),
  ];
}

/** An application with a Service, in one version or several, each a Deployment. */
export function application(namespace: string, name: string, port: number, versions: string[]): Manifest[] {
  return [
    meshedNamespace(namespace),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { selector: { app: name }, ports: [{ name: 'http', protocol: 'TCP', port, targetPort: port }] },
    },
    ...versions.map((version) =>
      deployment(namespace, `${name}-${version.replaceAll('.', '-')}`, { app: name, version }, name, [
        { name: 'app', image: 'example.com/app:1', ports: [{ name: 'http', containerPort: port }] },
      ]),
    ),
  ];
}

/** A namespace whose pods get sidecars. */
export function meshedNamespace(name: string): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio-injection': 'enabled' } } };
}

/** A Deployment with one container or several. */
export function deployment(
  namespace: string,
  name: string,
  labels: { [key: string]: string },
  serviceAccountName: string,
  containers: object[],
): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { serviceAccountName, containers } },
    },
  };
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
          { name: 'http2', protocol: 'TCP', port: 80, targetPort: 8080 },
          { name: 'https', protocol: 'TCP', port: 443, targetPort: 8443 },
        ],
      },
    },
    deployment(namespace, name, labels, `${name}-service-account`, [
      {
        name: 'istio-proxy',
        image: 'docker.io/istio/proxyv2:1.31.1',
        ports: [{ containerPort: 8080 }, { containerPort: 8443 }],
      },
    ]),
  ];
}
