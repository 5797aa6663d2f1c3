import type { GatewaySpec } from '../../imports/networking';
import { serverPort } from '../../lib/checks/istio/shared/gateway-index';
import { selectorKey } from '../../lib/mesh/selector-key';
import { madeSecrets } from '../../lib/mesh/made-secrets';
import { madeServices } from '../../lib/mesh/made-services';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { analyzedPods } from '../../lib/checks/istio/shared/analyzed-pods';
import type { Layer } from '../grids/grid';
import { ourVerdict } from '../grids/our-verdict';

/** Where we say something else than Istio does, on purpose. Tests in test/real/known-differences.test.ts show that Istio is so. */
export interface KnownDifference {
  readonly layer: Layer;
  readonly reason: string;
  /** Whether it explains an entry of a verdict that only one side has. */
  readonly explains: (entry: string, manifests: readonly Manifest[]) => boolean;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    layer: 'analysis',
    reason:
      'Which of two codes Istio gives to a relative operation of an EnvoyFilter depends on the EnvoyFilters that it has seen before, and it ' +
      'goes through them in a random order. We go through them in the order of the manifests.',
    explains: (entry, manifests) =>
      /^IST015[15] EnvoyFilter /.test(entry) && manifests.filter(({ kind }) => kind === 'EnvoyFilter').length > 1,
  },
  {
    layer: 'analysis',
    reason:
      'istiod makes the pods of a Gateway of the Gateway API when the Gateway is applied, so that they are not among the manifests. We know ' +
      'of a Gateway what its pods are named by, and Istio waits for the pods.',
    explains: (entry, manifests) => entry.startsWith('IST0166 ') && manifests.some(isGatewayOfGatewayApi),
  },
  {
    layer: 'analysis',
    reason:
      'Of the pods that a Gateway selects, Istio takes any one, and looks for the Secrets in its namespace. Where the pods are in several ' +
      'namespaces, it says one thing or the other; we look in all of them.',
    explains: (entry, manifests) => {
      const key = /^IST01(?:01|61) Gateway (.+)$/.exec(entry)?.[1];
      return key !== undefined && hasPodsInManyNamespaces(key, new Mesh(manifests));
    },
  },
  {
    layer: 'analysis',
    reason:
      'Of several ServiceEntries with one host, Istio takes any one, and looks there for the port of a destination; we look in all of them.',
    explains: (entry, manifests) => /^IST01(?:01|12) VirtualService /.test(entry) && hasCommonHost(new Mesh(manifests)),
  },
  {
    layer: 'analysis',
    reason:
      'Istio writes the selector of a Gateway and a port with "~" between them, and cannot read that again where the selector has a "~" itself.',
    explains: (entry, manifests) =>
      /^IST01(?:01|45) Gateway /.test(entry) &&
      new Mesh(manifests)
        .all('networking.istio.io/Gateway')
        .some(({ spec }) => selectorKey(spec.selector).includes('~')),
  },
  {
    layer: 'analysis',
    reason:
      'Of several servers of a Gateway on one port Istio keeps the last one, and adds the others to it while it compares Gateways in a random ' +
      'order: what it finds depends on that order.',
    explains: (entry, manifests) =>
      entry.startsWith('IST0145 Gateway ') &&
      new Mesh(manifests)
        .all('networking.istio.io/Gateway')
        .some(({ spec: { servers = [] } }) => new Set(servers.map(serverPort)).size < servers.length),
  },
  {
    layer: 'analysis',
    reason:
      'An analyzer of Istio rewrites the hosts of the Gateways that VirtualServices name, so that those after it judge other hosts ("*" for all ' +
      'of a server with "*/*"). What the webhook says of the hosts as written is compared in its own layer.',
    explains: (entry, manifests) =>
      entry.startsWith('IST0106 Gateway ') &&
      new Mesh(manifests)
        .all('networking.istio.io/Gateway')
        .some(({ key, spec }) => entry.endsWith(` ${key}`) && hostsOf(spec).some((host) => host.includes('/'))),
  },
  {
    layer: 'analysis',
    reason:
      'Of a Pod without a proxy Istio says that it was made before its namespace had injection. A Pod among manifests is not made yet, and ' +
      'gets its proxy then: we have no such code.',
    explains: (entry) => entry.startsWith('IST0103 Pod '),
  },
  {
    layer: 'analysis',
    reason:
      'How the webhooks of an installation of Istio overlap is not for the manifests of its users: we have no such code.',
    explains: (entry) => entry.startsWith('IST0139 '),
  },
  {
    layer: 'analysis',
    reason:
      'The analyzer of the networks of a mesh keeps the clusters of all meshes that it has seen, and gets one ConfigMap. We know the clusters of ' +
      'these manifests, and look at the ConfigMaps of revisions too.',
    explains: (entry) => entry.startsWith('IST0126 '),
  },
  {
    layer: 'analysis',
    reason:
      'For Istio two Services of two clusters differ when their node ports do. Each cluster makes those up, and nothing in the mesh depends on ' +
      'them.',
    explains: (entry) => entry.startsWith('IST0170 '),
  },
  {
    layer: 'analysis',
    reason:
      'A Secret that a controller makes for an object of the manifests (a Certificate, an ExternalSecret) will be there when proxies look for it. ' +
      'Istio reads the manifests as a cluster in which no controller runs.',
    explains: (entry, manifests) => {
      const key = /^IST0101 Gateway (.+)$/.exec(entry)?.[1];
      const mesh = new Mesh(manifests);
      const names = mesh
        .all('networking.istio.io/Gateway')
        .filter((gateway) => gateway.key === key)
        .flatMap(({ spec: { servers = [] } }) => servers.map(({ tls }) => tls?.credentialName ?? ''));
      return names.some((name) =>
        mesh
          .derive(madeSecrets)
          .get(name)
          ?.some(({ by }) => by.id !== 'core/Secret'),
      );
    },
  },
  {
    layer: 'analysis',
    reason:
      'Services and pods that a controller makes for an object of the manifests (a Canary of Flagger, a Service of Knative) will be there. Istio ' +
      'reads the manifests as a cluster in which no controller runs.',
    explains: (entry, manifests) => {
      const mesh = new Mesh(manifests);
      const isMade =
        mesh.derive(madeServices).length > 0 || mesh.workloads.some(({ object: { group } }) => !OF_ISTIO.has(group));
      return /^IST01(?:01|27|74) /.test(entry) && isMade;
    },
  },
  {
    layer: 'analysis',
    reason:
      'Of two manifests for one object Istio reads the last one. We tell that there are two (CDI0003), and only what holds whichever of them is ' +
      'applied last.',
    explains: (entry, manifests) => {
      const replaced = new Set(new Mesh(manifests).replaced.map(({ manifest }) => manifest));
      const last = manifests.filter((manifest) => !replaced.has(manifest));
      return replaced.size > 0 && ourVerdict(last).analysis.includes(entry);
    },
  },
];

/** Groups whose pods Istio knows by their templates, or that the analyzers' dialect always had. */
const OF_ISTIO = new Set(['', 'apps', 'batch', 'argoproj.io']);

function isGatewayOfGatewayApi({ apiVersion, kind }: Manifest): boolean {
  return kind === 'Gateway' && String(apiVersion).startsWith('gateway.networking.k8s.io/');
}

function hasPodsInManyNamespaces(key: string, mesh: Mesh): boolean {
  const gateways = mesh.all('networking.istio.io/Gateway').filter((gateway) => gateway.key === key);
  return gateways.some(({ spec }) => {
    const pods = mesh.derive(analyzedPods).select(spec.selector);
    return new Set(pods.map(({ namespace }) => namespace)).size > 1;
  });
}

function hasCommonHost(mesh: Mesh): boolean {
  const hosts = mesh.all('networking.istio.io/ServiceEntry').flatMap(({ spec }) => [...new Set(spec.hosts)]);
  return new Set(hosts).size < hosts.length;
}

function hostsOf({ servers = [] }: GatewaySpec): string[] {
  return servers.flatMap(({ hosts = [] }) => hosts);
}
