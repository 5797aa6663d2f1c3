import { oldestFirst } from './age';
import type { Endpoint } from './endpoints';
import { OrderedSelectors } from './ordered-selectors';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import type { Workload } from './workload';

export type PeerAuthentication = MeshObject<'security.istio.io/PeerAuthentication'>;

/** What pods take on a port: mutual TLS alone, both, or plain text alone. */
export interface MutualTls {
  readonly mode: 'STRICT' | 'PERMISSIVE' | 'DISABLE';
  /** The PeerAuthentication that says so; undefined where none does. */
  readonly from?: PeerAuthentication;
  /** Where: `spec.mtls.mode` or `spec.portLevelMtls[8080].mode`. */
  readonly path?: string;
}

interface Pods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

const DEFAULT: MutualTls = { mode: 'PERMISSIVE' };

/**
 * What pods take: as the oldest PeerAuthentication that selects them says, or that of their namespace, or that of the root namespace for all.
 * One of the root namespace that selects pods counts for none (pilot/pkg/security/authn/policy_applier.go: ComposePeerAuthentication;
 * pilot/pkg/model/authentication.go: addPeerAuthentication).
 *
 * @param containerPort a port of the pods, not of a Service; undefined for the ports that nothing is said of
 */
export function mutualTlsMode(mesh: Mesh, { namespace, labels }: Pods, containerPort?: number): MutualTls {
  const { selecting, wide } = mesh.derive(policies);
  const { rootNamespace } = mesh.context;
  const own = namespace === rootNamespace ? undefined : selecting.selecting(labels, namespace)[0];
  const ofPort = containerPort === undefined ? undefined : own?.spec.portLevelMtls?.[containerPort]?.mode;
  return (
    said(own, ofPort, `spec.portLevelMtls[${containerPort}].mode`) ??
    said(own, own?.spec.mtls?.mode, 'spec.mtls.mode') ??
    ofNamespace(wide.get(namespace)) ??
    ofNamespace(wide.get(rootNamespace)) ??
    DEFAULT
  );
}

/** PeerAuthentications that might have said what pods take, and why they do not. */
export function otherPeerAuthentications(
  mesh: Mesh,
  { namespace, labels }: Pods,
  { from, path }: MutualTls,
): readonly { readonly object: PeerAuthentication; readonly why: string }[] {
  const { selecting, wide } = mesh.derive(policies);
  const { rootNamespace } = mesh.context;
  const own = namespace === rootNamespace ? [] : selecting.selecting(labels, namespace);
  const ofRoot = selecting.selecting(labels, rootNamespace);
  const broader = [wide.get(namespace), wide.get(rootNamespace)].flatMap((each) => each ?? []);
  const inOrder = [...new Set([...own.slice(0, 1), ...broader])];
  const decides = from === undefined ? inOrder.length : inOrder.indexOf(from);
  return [
    ...own.slice(1).map((object) => ({ object, why: `${own[0].key} is older and selects the pods too` })),
    ...ofRoot.map((object) => ({ object, why: 'one of the root namespace that selects pods counts for none' })),
    ...inOrder.flatMap((object, place) =>
      place === decides
        ? []
        : { object, why: place < decides ? 'it says no mode for this port' : `${from!.key} ${path} comes first` },
    ),
  ];
}

/** The PeerAuthentication by which pods close a port to callers without mutual TLS; undefined where they do not, or have no proxy. */
export function strictOn(
  mesh: Mesh,
  { workload, hasProxy, port, ...pods }: Pick<Endpoint, 'workload' | 'hasProxy' | 'port' | 'namespace' | 'labels'>,
): MutualTls | undefined {
  const tls = hasProxy && !isPastProxy(workload, port) ? mutualTlsMode(mesh, pods, port) : undefined;
  return tls?.mode === 'STRICT' ? tls : undefined;
}

const EXCLUDED = 'traffic.sidecar.istio.io/excludeInboundPorts';
const INCLUDED = 'traffic.sidecar.istio.io/includeInboundPorts';

/** Whether connections to a port of pods come to their application past the proxy (tools/istio-iptables: inbound ports). */
export function isPastProxy(workload: Workload | undefined, port: number): boolean {
  const listed = (name: string): string[] | undefined =>
    workload?.annotations[name]?.split(',').map((each) => each.trim());
  const included = listed(INCLUDED);
  return (
    listed(EXCLUDED)?.includes(String(port)) === true ||
    (included !== undefined && !included.includes('*') && !included.includes(String(port)))
  );
}

function ofNamespace(policy: PeerAuthentication | undefined): MutualTls | undefined {
  return said(policy, policy?.spec.mtls?.mode, 'spec.mtls.mode');
}

function said(from: PeerAuthentication | undefined, mode: string | undefined, path: string): MutualTls | undefined {
  return mode === 'STRICT' || mode === 'PERMISSIVE' || mode === 'DISABLE' ? { mode, from, path } : undefined;
}

interface Policies {
  /** Oldest first. */
  readonly selecting: OrderedSelectors<PeerAuthentication>;
  /** The oldest one of each namespace that selects no pods. */
  readonly wide: ReadonlyMap<string, PeerAuthentication>;
}

function policies(mesh: Mesh): Policies {
  const all = oldestFirst(mesh, mesh.all('security.istio.io/PeerAuthentication'));
  const isWide = ({ spec }: PeerAuthentication): boolean => Object.keys(spec.selector?.matchLabels ?? {}).length === 0;
  return {
    selecting: new OrderedSelectors(
      all.filter((each) => !isWide(each)),
      ({ namespace, spec }) => ({ namespace, selector: spec.selector?.matchLabels }),
    ),
    // Of two with one key a Map keeps the later one.
    wide: new Map([...all].reverse().flatMap((each) => (isWide(each) ? [[each.namespace, each]] : []))),
  };
}
