import { isObject } from '../../lib/core/is-object';
import type { Disagreement } from './compare';
import type { RandomMesh } from './random-mesh';

/** Where our model is not istiod's, on purpose. */
export interface KnownDifference {
  readonly reason: string;
  readonly explains: (found: Disagreement, mesh: RandomMesh) => boolean;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    reason:
      'An address that several hosts have is a domain of one of them only, and istiod goes through them in a random order ' +
      '(pilot/pkg/networking/core/route/route.go: BuildSidecarVirtualHostWrapper).',
    explains: ({ fact }, mesh) => {
      const address = /^\S+ routes \S+ ([\d./]+)(?::\d+)?$/.exec(fact)?.[1];
      return address !== undefined && hostsWithAddress(mesh, address) > 1;
    },
  },
  {
    reason:
      'A name that a Service of type ExternalName and a ServiceEntry both have is a domain of either one, for the same reason.',
    explains: ({ fact }, { manifests }) => {
      const name = /^\S+ routes \S+ ([^\s:]+?)\.?(?::\d+)?$/.exec(fact)?.[1];
      return name !== undefined && sharedNames(manifests).some((host) => host === name || host.startsWith(`${name}.`));
    },
  },
  {
    reason:
      'istiod crashes where outlier detection is set for a ServiceEntry with a wildcard that is resolved as names are asked for ' +
      '(pilot/pkg/networking/core/cluster_traffic_policy.go: applyOutlierDetection). There are no clusters to compare then.',
    explains: ({ fact, istiod }, { manifests }) =>
      fact.endsWith(' crash') &&
      istiod === 'core.applyOutlierDetection' &&
      manifests.some(({ spec }) => isObject(spec) && spec.resolution === 'DYNAMIC_DNS'),
  },
  {
    reason:
      'istiod crashes where a server of a Gateway has the host `*/*` before one with `./` or `*/` (pilot/pkg/model/gateway.go: ' +
      'sanitizeServerHostNamespace). There is nothing to compare then.',
    explains: ({ fact, istiod }, { manifests }) =>
      fact.endsWith(' crash') &&
      istiod === 'model.sanitizeServerHostNamespace' &&
      manifests.some(({ kind, spec }) => kind === 'Gateway' && JSON.stringify(spec).includes('"*/*"')),
  },
  {
    reason:
      'Of ServiceEntries of one namespace and one second that have a host in common, istiod meets any one first: it sorts what it made of ' +
      'them by time, host and namespace (pilot/pkg/model/push_context.go: SortServicesByCreationTime). We go by their names.',
    explains: ({ fact, istiod = '', ours = '' }, mesh) =>
      hostsOfOneSecond(mesh)
        .flatMap((host) => [host, ...addressesOf(mesh, host)])
        .some((name) => [fact, istiod, ours].some((text) => text.includes(name))),
  },
  {
    reason:
      'At a listener of a Sidecar that is an HTTP proxy, a name that several ports have keeps its virtual host or loses it, by the port that ' +
      'istiod happens to meet first: it goes through the ports in a random order (pilot/pkg/networking/core/route/route.go: ' +
      'buildSidecarVirtualHostsForVirtualService; httproute.go: mergeAllVirtualHosts). We go by port 80.',
    explains: ({ fact, istiod, ours }, { manifests }) => {
      const port = /^client-\S+ routes (?:\S+:)?(\d+) /.exec(fact)?.[1];
      const isOfOne = istiod === undefined || ours === undefined;
      return (
        isOfOne && manifests.some(({ kind, spec }) => kind === 'Sidecar' && proxyPorts(spec).includes(Number(port)))
      );
    },
  },
  {
    reason:
      'A Service and a ServiceEntry without addresses that have a host and namespace in common share their endpoints ' +
      '(pilot/pkg/networking/core/listener.go: buildSidecarOutboundListeners). Pods have addresses when they run, so that the ServiceEntry is ' +
      'bound to those; the pods of these meshes have none, and istiod binds it to all.',
    explains: ({ fact }, { manifests }) => {
      const port = /^client-\S+ listener 0\.0\.0\.0_(\d+)$/.exec(fact)?.[1];
      return port !== undefined && portsOfSharedHosts(manifests).includes(Number(port));
    },
  },
];

/** Ports of ServiceEntries without addresses that have the host and namespace of a Service with pods. */
function portsOfSharedHosts(manifests: RandomMesh['manifests']): number[] {
  const placed = named(manifests);
  const services = placed.filter(({ kind, spec }) => kind === 'Service' && spec.selector !== undefined);
  return placed
    .filter(({ kind, spec }) => kind === 'ServiceEntry' && (spec.resolution ?? 'NONE') === 'NONE')
    .filter(({ namespace, spec: { hosts = [] } }) =>
      services.some(
        (each) => each.namespace === namespace && hosts.includes(`${each.name}.${namespace}.svc.cluster.local`),
      ),
    )
    .flatMap(({ spec: { ports = [] } }) => ports.map(({ number }) => number));
}

/** Hosts of Services of type ExternalName that a ServiceEntry has as well. */
function sharedNames(manifests: RandomMesh['manifests']): string[] {
  const specs = named(manifests);
  const hosts = new Set(specs.flatMap(({ kind, spec }) => (kind === 'ServiceEntry' ? (spec.hosts ?? []) : [])));
  return specs
    .filter(({ kind, spec }) => kind === 'Service' && spec.type === 'ExternalName')
    .map(({ name, namespace }) => `${name}.${namespace}.svc.cluster.local`)
    .filter((host) => hosts.has(host));
}

/** What is asked of Services and ServiceEntries. */
interface Spec {
  readonly type?: string;
  readonly selector?: object;
  readonly hosts?: readonly string[];
  readonly resolution?: string;
  readonly ports?: readonly { readonly number: number }[];
}

function named(
  manifests: RandomMesh['manifests'],
): readonly { readonly kind: unknown; readonly name: string; readonly namespace: string; readonly spec: Spec }[] {
  return manifests.map(({ kind, metadata, spec }) => ({
    kind,
    ...(metadata as { name: string; namespace: string }),
    spec: spec as Spec,
  }));
}

function proxyPorts(spec: unknown): number[] {
  const { egress = [] } = spec as { egress?: { port?: { number: number; protocol: string } }[] };
  return egress.flatMap(({ port }) => (port?.protocol === 'HTTP_PROXY' ? [port.number] : []));
}

/** Hosts that two ServiceEntries of one namespace have, which were made in one second. */
function hostsOfOneSecond({ manifests, age }: RandomMesh): string[] {
  const found = manifests
    .filter(({ kind }) => kind === 'ServiceEntry' && age !== 'listed')
    .flatMap(({ metadata, spec }) => {
      const { namespace, creationTimestamp } = metadata as Record<string, string>;
      const { hosts } = spec as { hosts: string[] };
      return hosts.map((host) => ({ host, from: `${namespace} ${creationTimestamp ?? ''} ${host}` }));
    });
  return found
    .filter(({ from }, i) => found.some((other, j) => j !== i && other.from === from))
    .map(({ host }) => host);
}

function addressesOf({ manifests }: RandomMesh, host: string): string[] {
  return manifests
    .map(({ spec }) => (isObject(spec) ? spec : {}))
    .flatMap(({ addresses, hosts }) =>
      Array.isArray(addresses) && Array.isArray(hosts) && hosts.includes(host) ? (addresses as string[]) : [],
    );
}

function hostsWithAddress({ manifests }: RandomMesh, address: string): number {
  return manifests
    .map(({ spec }) => (isObject(spec) ? spec : {}))
    .map(({ addresses, hosts }) =>
      Array.isArray(addresses) && addresses.includes(address) ? (hosts as unknown[]).length : 0,
    )
    .reduce((sum, count) => sum + count, 0);
}
