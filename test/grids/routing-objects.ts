import type { Manifest } from '../../lib/mesh/reading/mesh-object';

type Spec = Record<string, unknown>;
type Labels = Record<string, string>;

const object =
  (apiVersion: string, kind: string) =>
  (key: string, spec: Spec = {}, metadata: Spec = {}): Manifest => {
    const [namespace, name] = key.split('/');
    return { apiVersion, kind, metadata: { name, namespace, ...metadata }, spec };
  };

/** Each takes `namespace/name`, the spec and more metadata. */
export const virtualService = object('networking.istio.io/v1', 'VirtualService');
export const destinationRule = object('networking.istio.io/v1', 'DestinationRule');
export const serviceEntry = object('networking.istio.io/v1', 'ServiceEntry');
export const gateway = object('networking.istio.io/v1', 'Gateway');
export const workloadEntry = object('networking.istio.io/v1', 'WorkloadEntry');
export const requestAuthentication = object('security.istio.io/v1', 'RequestAuthentication');
export const sidecar = object('networking.istio.io/v1', 'Sidecar');

/** A Service as the API server stores it: protocol and target port are written. */
export function service(key: string, ports: readonly number[] = [80], selector?: Labels, metadata?: Spec): Manifest {
  const written = ports.map((port) => ({ name: `http-${port}`, port, targetPort: port, protocol: 'TCP' }));
  const spec = { ...(selector === undefined ? {} : { selector }), ports: written };
  return object('v1', 'Service')(key, spec, metadata);
}

/** Pods with labels. */
export function deployment(key: string, labels: Labels, pod: Spec = {}): Manifest {
  const spec = { containers: [{ name: 'app', image: 'app:1' }], ...pod };
  return object('apps/v1', 'Deployment')(key, {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec },
  });
}

/** A ServiceEntry for a host, with one port for HTTP by default. */
export function external(
  key: string,
  hosts: readonly string[],
  more: Spec = {},
  ports: readonly number[] = [80],
): Manifest {
  return serviceEntry(key, {
    hosts,
    resolution: 'DNS',
    ports: ports.map((number) => ({ number, name: `http-${number}`, protocol: 'HTTP' })),
    ...more,
  });
}

/** A server of a Gateway for plain HTTP. */
export function server(hosts: readonly string[], more: Spec = {}, number: number = 80): Spec {
  return { port: { number, name: `http-${number}`, protocol: 'HTTP' }, hosts, ...more };
}

/** A server of a Gateway for HTTPS. */
export function tlsServer(hosts: readonly string[], tls: Spec, number: number = 443): Spec {
  return { port: { number, name: `https-${number}`, protocol: 'HTTPS' }, hosts, tls: { mode: 'SIMPLE', ...tls } };
}

/** Names of servers have to differ within a Gateway. */
export function named(servers: readonly Spec[]): Spec[] {
  return servers.map((each, i) => ({ ...each, port: { ...(each.port as Spec), name: `port-${i}` } }));
}

export const INGRESS: Labels = { istio: 'ingressgateway' };
