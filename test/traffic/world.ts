import type { External } from '../real/mesh';
import type { JwtIssuer } from '../real/jwt';
import { jwtIssuer } from '../real/jwt';
import type { Manifest } from '../real/manifest';
import type { Setting } from '../real/setting';
import type { WrittenWorkload } from '../routing/case';
import { deployment, namespace } from '../routing/case';
import { ROOT } from '../istiod/random-mesh';

/** What is the same in all random meshes: who runs where, and what there is outside. Proxies then stay from one mesh to the next. */

const PORTS = { web: 8080, secure: 8443, alt: 8081, plain: 80, https: 443, other: 9000 };
const GATEWAY_PORTS = { web: 8080, secure: 8443 };

function app(name: string, version: string, more: Partial<WrittenWorkload> = {}): WrittenWorkload {
  return { labels: { app: name, version }, ports: PORTS, serviceAccount: name, ...more };
}

/** By the labels that Services, subsets and policies of random meshes select. */
const WORKLOADS: { readonly [key: string]: WrittenWorkload } = {
  'n1/a-v1': app('a', 'v1'),
  'n1/a-v2': app('a', 'v2'),
  'n1/b-v1': app('b', 'v1'),
  'n1/b-v2': app('b', 'v2', { sidecar: false }),
  'n2/a-v1': app('a', 'v1'),
  'n1/c-v1': app('c', 'v1', { sidecar: false }),
  'n2/b-v3': app('b', 'v3', { sidecar: false }),
  'n2/c-v2': app('c', 'v2', { sidecar: false }),
  [`${ROOT}/a-v1`]: app('a', 'v1', { sidecar: false }),
  'n3/a-v3': app('a', 'v3'),
  [`${ROOT}/c-v1`]: app('c', 'v1', { labels: { app: 'c', version: 'v1', 'sidecar.istio.io/inject': 'true' } }),
  [`${ROOT}/ingress`]: {
    labels: { istio: 'ingress', app: 'gw' },
    ports: GATEWAY_PORTS,
    serviceAccount: 'ingress',
    gateway: true,
  },
  'n2/egress': {
    labels: { istio: 'egress', app: 'gw' },
    ports: GATEWAY_PORTS,
    serviceAccount: 'egress',
    gateway: true,
  },
};

export const GATEWAYS: readonly string[] = Object.keys(WORKLOADS).filter((key) => WORKLOADS[key].gateway === true);
export const CLIENTS: readonly string[] = Object.keys(WORKLOADS).filter((key) => WORKLOADS[key].gateway !== true);
export const WITHOUT_SIDECAR: readonly string[] = CLIENTS.filter((key) => WORKLOADS[key].sidecar === false);

export function labelsOf(workload: string): { readonly [name: string]: string } {
  return WORKLOADS[workload].labels ?? {};
}

export function accountOf(workload: string): string {
  return `cluster.local/ns/${workload.split('/')[0]}/sa/${WORKLOADS[workload].serviceAccount}`;
}

export function worldManifests(): Manifest[] {
  return [
    ...['n1', 'n2', 'n3'].map((name) => namespace(name, { 'istio-injection': 'enabled' })),
    namespace(ROOT),
    ...Object.entries(WORKLOADS).map(([key, each]) => deployment(key, each)),
  ];
}

const EXTERNAL_PORTS: External['ports'] = { 80: 'http', 8080: 'http', 443: 'tls', 9000: 'tcp' };

/** The server whose address ServiceEntries name. */
export const ENDPOINT = 'endpoint.test';

export const EXTERNALS: External[] = [
  ['api.ext.com', '*.api.ext.com'],
  ['www.ext.com', '*.ext.com'],
  ['ext.com'],
  ['other.org', '*.org'],
  // No name that clients dial: what is behind its address alone.
  [ENDPOINT],
].map((hosts) => ({ hosts, ports: EXTERNAL_PORTS }));

/** Who signs the tokens that RequestAuthentications take. */
export const ISSUER: JwtIssuer = jwtIssuer('https://issuer.example');
const STRANGER = jwtIssuer(ISSUER.name);

/** Values of the header `authorization`, good and bad. */
export const TOKENS: { readonly [name: string]: string } = {
  dev: `Bearer ${ISSUER.token({ exp: 4102444800, sub: 'dev', group: ['dev', 'ops'], scope: 'read write' })}`,
  admin: `Bearer ${ISSUER.token({ exp: 4102444800, sub: 'admin', group: 'admin' })}`,
  expired: `Bearer ${ISSUER.token({ exp: 1000000000 })}`,
  forged: `Bearer ${STRANGER.token({ exp: 4102444800 })}`,
  'of another issuer': `Bearer ${ISSUER.token({ exp: 4102444800, iss: 'https://other.example' })}`,
  'not a token': 'Bearer abc',
  basic: 'Basic abc',
};

/** What the proxies of all random meshes run in. */
export const SETTING: Setting = {
  title: 'Random traffic',
  kubeProxy: true,
  serversTakeBoth: true,
  externals: EXTERNALS,
  credentials: GATEWAYS.map((key) => ({
    secret: `${key.split('/')[0]}/certificate`,
    hosts: ['*.ext.com', '*.com', 'ext.com', '*.org', '*.n1.svc.cluster.local'],
  })),
};

/** Whether a server listens on a port: pods, or without their name one outside. */
export function listensOn(pods: string | undefined, port: number): boolean {
  return pods === undefined ? port in EXTERNAL_PORTS : Object.values<number>(PORTS).includes(port);
}
