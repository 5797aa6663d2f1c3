import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { External } from '../real/mesh';
import type { Fields, Manifest } from '../real/manifest';

const FOLDER = join(__dirname, 'cases');

/**
 * Manifests, requests, and what becomes of them. A file in test/routing/cases/ has the case as its first document and the manifests after
 * it, each older than the next one. The tracer is asked of it in `npm test`, real istiod and Envoy in `npm run test:real`.
 */
export interface RoutingCase {
  readonly name: string;
  readonly description: string;
  /** Settings of the mesh that are not Istio's defaults. */
  readonly meshConfig: Fields;
  /** Whether istiod has ambient mode. */
  readonly ambient: boolean;
  readonly manifests: Manifest[];
  /** Servers outside of the mesh, by their names in DNS. */
  readonly externals: External[];
  /** The Secrets of gateways with the hosts of their certificates. */
  readonly certificates: { readonly [secret: string]: string[] };
  /** Those of them that name the authority of the clients too (`ca.crt`). */
  readonly forClients: readonly string[];
  readonly requests: CaseRequest[];
}

/** A request, and who sends it where. */
export interface SentRequest {
  readonly name: string;
  /**
   * `namespace/name` of the workload that asks.
   * @default - a client outside of the mesh
   */
  readonly from?: string;
  /** What the client connects to: `HOST:PORT`. */
  readonly to: string;
  /**
   * `tls` and `tcp`: no HTTP, or HTTP by the letter (`text`).
   * @default http
   */
  readonly protocol?: 'http' | 'https' | 'tls' | 'tcp';
  /**
   * Of HTTP, where requests are not written by the letter.
   * @default 1.1
   */
  readonly version?: '1.1' | '2';
  /** @default - that of `to` */
  readonly host?: string;
  /**
   * The server name that TLS is opened with; null for none.
   * @default - the host
   */
  readonly sni?: string | null;
  /** @default / */
  readonly path?: string;
  /**
   * How long the path is made, by letters at its end.
   * @default - as it is written
   */
  readonly pathLength?: number;
  /** @default GET */
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string };
  /** What is sent where requests are not written by a client of HTTP. */
  readonly text?: string;
  /** Whether the client has a certificate to show. */
  readonly certificate?: boolean;
  /** Address of a client outside of the mesh. */
  readonly address?: string;
  /** How many requests measure the shares. */
  readonly count?: number;
}

/** The path that is sent. */
export function pathOf({ path = '/', pathLength = 0 }: SentRequest): string {
  return path.padEnd(pathLength, 'x');
}

export interface CaseRequest extends SentRequest {
  readonly expect: ExpectedOutcome | ExpectedOutcome[];
}

/** One outcome, with the names that the outcomes of traces have. What is left out may be anything. */
export interface ExpectedOutcome {
  /** @default 1 */
  readonly share?: number;
  /** `namespace/name`, or the name of a server outside, that the request comes to. */
  readonly workload?: string;
  /** What the client sees. */
  readonly status?: number;
  readonly location?: string;
  readonly failure?: string;
  /** How a connection without a response ends. */
  readonly connection?: 'closed' | 'refused';
  /** The flags in the access log of the proxy that decides. */
  readonly flags?: string;
  /** The gateways and waypoints that it passes, as `namespace/name`. */
  readonly through?: readonly string[];
  /** What the server sees; null for a header that it does not. */
  readonly seen?: {
    readonly host?: string;
    readonly path?: string;
    readonly headers?: { readonly [name: string]: string | null };
    /** Whether proxies speak mutual TLS on the last part of the way. */
    readonly tls?: 'none' | 'mesh';
    /** Whom its proxy takes for the caller: `cluster.local/ns/shop/sa/web`. */
    readonly identity?: string;
  };
  /** Headers of the response. */
  readonly headers?: { readonly [name: string]: string | null };
  /** Which workloads get a copy. */
  readonly mirrors?: readonly string[];
  /** How often servers see the request. */
  readonly attempts?: number;
  /** How long the client waits at least. */
  readonly delay?: string;
}

/** What a case says of itself. */
interface Written {
  readonly description: string;
  readonly base: readonly (keyof typeof BASES)[];
  readonly ambient?: boolean;
  /**
   * Labels of namespaces.
   * @default - `shop` and `other` have sidecars, `istio-system` has none
   */
  readonly namespaces?: { readonly [name: string]: { readonly [label: string]: string } };
  readonly meshConfig?: Fields;
  readonly workloads?: { readonly [key: string]: WrittenWorkload };
  readonly world?: {
    readonly externals?: External[];
    readonly certificates?: RoutingCase['certificates'];
    readonly forClients?: string[];
    /** ConfigMaps with the authority that signs the certificates of what is outside of the mesh, and of pods. */
    readonly authorities?: string[];
  };
  readonly requests: CaseRequest[];
}

/** A Deployment. */
export interface WrittenWorkload {
  /** @default - `app` with its name */
  readonly labels?: { readonly [name: string]: string };
  readonly ports?: { readonly [name: string]: number };
  readonly serviceAccount?: string;
  /** False where it has none although its namespace has. */
  readonly sidecar?: boolean;
  /** Whether it is a gateway. */
  readonly gateway?: boolean;
}

const NAMESPACES: Written['namespaces'] = {
  shop: { 'istio-injection': 'enabled' },
  other: { 'istio-injection': 'enabled' },
  'istio-system': {},
};

const WEB_PODS = {
  'shop/web-v1': { labels: { app: 'web', version: 'v1' }, ports: { http: 8080 } },
  'shop/web-v2': { labels: { app: 'web', version: 'v2' }, ports: { http: 8080 } },
};

/** What many cases have. */
const BASES = {
  clients: {
    workloads: { 'shop/client': { serviceAccount: 'client' }, 'other/client2': { serviceAccount: 'client2' } },
    services: [],
  },
  'web-pods': { workloads: WEB_PODS, services: [] },
  web: {
    workloads: WEB_PODS,
    services: [service('shop', 'web', { app: 'web' }, [{ name: 'http', port: 80, targetPort: 8080 }])],
  },
  ingress: {
    workloads: {
      'istio-system/ingress': {
        labels: { istio: 'ingressgateway' },
        serviceAccount: 'istio-ingressgateway',
        gateway: true,
      },
    },
    services: [
      service('istio-system', 'istio-ingressgateway', { istio: 'ingressgateway' }, [
        { name: 'http2', port: 80, targetPort: 8080 },
        { name: 'https', port: 443, targetPort: 8443 },
        { name: 'tcp', port: 31400, targetPort: 31400 },
      ]),
    ],
  },
  waypoint: {
    workloads: {
      'shop/waypoint': {
        labels: {
          'gateway.networking.k8s.io/gateway-name': 'waypoint',
          'gateway.istio.io/managed': 'istio.io-mesh-controller',
        },
        serviceAccount: 'waypoint',
        gateway: true,
      },
    },
    services: [
      service('shop', 'waypoint', { 'gateway.networking.k8s.io/gateway-name': 'waypoint' }, [
        { name: 'mesh', port: 15008, targetPort: 15008, appProtocol: 'hbone' },
      ]),
    ],
  },
} satisfies { [name: string]: { workloads: { [key: string]: WrittenWorkload }; services: Manifest[] } };

export function caseNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -5))
    .sort();
}

/** @param addressOf gives the address of what stands in `$(…)`: a workload, a Service (`Service shop/web`), a server outside */
export function loadCase(name: string, addressOf: (thing: string) => string): RoutingCase {
  const text = readFileSync(join(FOLDER, `${name}.yaml`), 'utf8');
  const [head, ...written] = parseAllDocuments(text.replace(/\$\((.*?)\)/g, (_, thing: string) => addressOf(thing)));
  const { description, base, meshConfig = {}, workloads = {}, world = {}, requests, ...more } = head.toJS() as Written;
  const { ambient = false, namespaces = {} } = more;
  const bases = base.map((each) => BASES[each]);
  const given: { [key: string]: WrittenWorkload } = Object.assign(
    {},
    ...bases.map((each) => each.workloads),
    workloads,
  );
  const { externals = [], certificates = {}, forClients = [], authorities = [] } = world;
  const manifests = [
    ...Object.entries({ ...NAMESPACES, ...namespaces }).map(([each, labels]) => namespace(each, labels)),
    ...Object.entries(given).map(([key, each]) => deployment(key, each, meshConfig.defaultConfig as Fields)),
    ...bases.flatMap((each) => each.services),
    ...authorities.map((key) => authority(key, addressOf)),
    ...written.map((document) => document.toJS() as Manifest),
  ];
  const made = manifests.map((each, second) => addressed(aged(each, second), addressOf));
  return { name, description, meshConfig, ambient, manifests: made, externals, certificates, forClients, requests };
}

/** The outcomes that a request may have. */
export function expected({ expect: outcomes }: CaseRequest): readonly ExpectedOutcome[] {
  return Array.isArray(outcomes) ? outcomes : [outcomes];
}

/** A Service with the address that the cluster gives it. */
function addressed(manifest: Manifest, addressOf: (thing: string) => string): Manifest {
  const { kind, metadata, spec = {} } = manifest;
  if (kind !== 'Service' || spec.clusterIP !== undefined || spec.type === 'ExternalName') {
    return manifest;
  }
  return { ...manifest, spec: { ...spec, clusterIP: addressOf(`Service ${metadata.namespace}/${metadata.name}`) } };
}

/** With the second in which it was made. */
function aged(manifest: Manifest, second: number): Manifest {
  const creationTimestamp = new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString().replace('.000', '');
  return { ...manifest, metadata: { ...manifest.metadata, creationTimestamp } };
}

/** What the certificates of servers are compared with. */
function authority(key: string, addressOf: (thing: string) => string): Manifest {
  const [inNamespace, name] = key.split('/') as [string, string];
  const metadata = { name, namespace: inNamespace };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'ca.crt': addressOf('authority') } };
}

export function namespace(name: string, labels: { readonly [name: string]: string } = {}): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, ...(Object.keys(labels).length > 0 && { labels }) } };
}

function service(inNamespace: string, name: string, selector: Fields, ports: Fields[]): Manifest {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: inNamespace }, spec: { selector, ports } };
}

/** @param defaultConfig what a gateway is told of its surroundings by the mesh, which its agent would pass on */
export function deployment(key: string, written: WrittenWorkload, defaultConfig?: Fields): Manifest {
  const [inNamespace, name] = key.split('/') as [string, string];
  const { ports = {}, serviceAccount, sidecar = true, gateway = false } = written;
  const labels = written.labels ?? { app: name };
  const annotations = {
    ...(gateway && { 'inject.istio.io/templates': 'gateway' }),
    ...(gateway && defaultConfig && { 'proxy.istio.io/config': JSON.stringify(defaultConfig) }),
  };
  const container = {
    ...(gateway ? { name: 'istio-proxy', image: 'auto' } : { name: 'app', image: 'example.com/app:1' }),
    ports: Object.entries(ports).map(([port, containerPort]) => ({ name: port, containerPort })),
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: inNamespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels: { ...labels, ...(!sidecar && { 'sidecar.istio.io/inject': 'false' }) }, annotations },
        spec: { ...(serviceAccount && { serviceAccountName: serviceAccount }), containers: [container] },
      },
    },
  };
}
