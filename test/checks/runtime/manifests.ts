import type { Manifest } from '../../../lib/mesh/reading/mesh-object';

interface Metadata {
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
}

const KINDS: Record<string, string> = {
  Service: 'v1',
  Namespace: 'v1',
  Secret: 'v1',
  Deployment: 'apps/v1',
  Pod: 'v1',
  Ingress: 'networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Certificate: 'cert-manager.io/v1',
  Rollout: 'argoproj.io/v1alpha1',
  Canary: 'flagger.app/v1beta1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
};

/** A manifest in short: `manifest('Service', 'shop/reviews', spec)`. */
export function manifest(kind: string, key: string, spec: object = {}, metadata: Metadata = {}): Manifest {
  const [namespace, name] = key.includes('/') ? key.split('/') : [undefined, key];
  const apiVersion = KINDS[kind] ?? 'networking.istio.io/v1';
  return { apiVersion, kind, metadata: { name, namespace, ...metadata }, spec };
}

export function service(key: string, ...ports: number[]): Manifest {
  const name = key.split('/')[1];
  return manifest('Service', key, {
    selector: { app: name },
    ports: ports.map((port) => ({ name: `http-${port}`, port })),
  });
}

export function deployment(key: string, labels: Record<string, string>, pod: object = {}): Manifest {
  return manifest('Deployment', key, { template: { metadata: { labels }, spec: { containers: [], ...pod } } });
}

/** A rule that sends everything to destinations: `to('reviews', ['reviews', 'v1', 80])`. */
export function to(...destinations: (string | [host: string, subset: string | undefined, weight: number])[]): object {
  return {
    route: destinations.map((each) =>
      typeof each === 'string'
        ? { destination: { host: each } }
        : { destination: { host: each[0], subset: each[1] }, weight: each[2] },
    ),
  };
}

export function gateway(key: string, ...servers: object[]): Manifest {
  return manifest('Gateway', key, { selector: { istio: 'ingressgateway' }, servers });
}

export function server(number: number, protocol: string, hosts: string[], tls?: object): object {
  return { port: { number, name: `${protocol.toLowerCase()}-${number}`, protocol }, hosts, tls };
}
