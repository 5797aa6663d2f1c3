import { acceptedCodes } from '../../core/acceptance';
import { PROXY_CONTAINER } from '../../istio/injection';
import { MESH_GATEWAY } from '../../istio/names';
import { isInMesh } from '../../mesh/injection';
import type { Proxy } from '../../mesh/proxies';
import { sidecarOf } from '../../mesh/proxies';
import { groupBy } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Sidecar } from '../../mesh/sidecar-scope';
import { sidecarScope } from '../../mesh/sidecar-scope';
import { visibilityOf } from '../../mesh/visibility';
import { appliesToOthers } from './others';
import type { Check, Report, Reporter, Wording } from '../check';
import { isAccepted } from '../suppressions';
import type { VirtualService } from '../../mesh/virtual-services';
import { gatewayNames, isAskedAt, rulesOf } from '../../mesh/virtual-services';

/**
 * What an egress gateway alone does not do: it neither proves that requests use it nor forces them to. Both are reported once for a
 * mesh, and not for an object that suppresses the code.
 */
export const egressEnforcement: Check = {
  name: 'egress-enforcement',
  codes: {
    CDI0204: {
      name: 'EgressSuccessProvesNothing',
      severity: 'info',
      source: 'cdk8s-istio',
      summary: 'Requests that should leave through a gateway also succeed without it.',
      explanation:
        'With `outboundTrafficPolicy: ALLOW_ANY` a sidecar lets connections to unknown hosts out. If any part of the egress setup is wrong, connections leave the pod directly, and the response looks the same.',
      remedy: "Look at the gateway's access log, or switch to REGISTRY_ONLY.",
      references: [
        'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/',
        'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-OutboundTrafficPolicy',
      ],
    },
    CDI0205: {
      name: 'EgressGatewayCanBeBypassed',
      severity: 'info',
      source: 'cdk8s-istio',
      summary: 'Nothing forces pods to use the egress gateway.',
      explanation:
        "Istio sends only what its sidecars see through the gateway. A process that runs as the user of the proxy, a pod without a sidecar, or a protocol that is not intercepted bypasses it. Istio's documentation says that REGISTRY_ONLY is not a security boundary either: only the network can force pods to use the gateway.",
      remedy: 'Add a NetworkPolicy for egress.',
      references: [
        'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/#additional-security-considerations',
      ],
    },
    CDI0208: {
      name: 'GatewayPortMissing',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A destination names the Service of a gateway without a port.',
      explanation:
        'A destination may omit the port if the Service has only one. The Service of an installed gateway has several. istiod then uses the port that the client connected to, whether the Service has it or not; `istioctl analyze` against a cluster reports an error (IST0112).',
      remedy: 'Write the port into the destination.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0112/',
        'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/',
      ],
      twin: 'IST0112',
    },
  },
  run(mesh, report) {
    const ways = mesh.all('networking.istio.io/VirtualService').flatMap((object) => waysOut(mesh, object));
    for (const { object, path, destination, port } of ways) {
      if (destination.port?.number === undefined) {
        report({
          code: 'CDI0208',
          object,
          path: `${path}.port`,
          message:
            'The destination names no port, and the Service of an installed gateway has several (80 and 443 at least). istiod then uses the port that the client connected to, whether the Service has it or not.',
          fix: `Write port: { number: ${port} } into the destination.`,
        });
      }
    }
    const policies = new OutboundPolicies(mesh);
    once('CDI0204', ways, report, ({ object }) => {
      const open = policies.openFor(object);
      return open === undefined ? undefined : successProvesNothing(open);
    });
    if (!isEnforced(mesh)) {
      once('CDI0205', ways, report, () => ({
        message:
          'Nothing stops a pod from bypassing the gateway: a program that does not use its sidecar, or a pod without one, connects directly. REGISTRY_ONLY does not prevent that either.',
        fix: 'Add a NetworkPolicy that allows egress from the pods only to the gateway, DNS and istiod.',
      }));
    }
  },
};

/** A destination of a VirtualService that sends requests from sidecars to an egress gateway. */
interface WayOut {
  readonly object: VirtualService;
  readonly path: string;
  readonly destination: { readonly port?: { readonly number?: number } };
  /** The port of the requests. */
  readonly port: number;
}

function waysOut(mesh: Mesh, object: VirtualService): WayOut[] {
  const external = (object.spec.hosts ?? []).some(
    (host) => host.includes('.') && !host.endsWith(`.${mesh.context.clusterDomain}`),
  );
  if (!external || !gatewayNames(object).includes(MESH_GATEWAY)) {
    return [];
  }
  return rulesOf(object)
    .filter((rule) => isAskedAt(rule, MESH_GATEWAY))
    .flatMap(({ destinations, kind, port = kind === 'http' ? 80 : 443 }) =>
      destinations
        .filter(({ destination }) => isGateway(destination.host ?? ''))
        .map(({ path, destination }) => ({ object, path, destination, port })),
    );
}

function isGateway(host: string): boolean {
  return /^(istio-?)?egress-?gateway\b/.test(host) || /^istio-egress/.test(host);
}

/**
 * Reports the first object with the problem, and counts the others. Each one that accepts the code is reported by itself: suppression then
 * removes only that one.
 */
function once(
  code: string,
  ways: readonly WayOut[],
  report: Reporter,
  say: (way: WayOut) => Wording | undefined,
): void {
  const objects = [...groupBy(ways, ({ object }) => object.key).values()];
  const told = objects.flatMap(([way]): Report[] => {
    const wording = way.object.external || isAccepted(code, way.object) ? undefined : say(way);
    return wording === undefined ? [] : [{ code, object: way.object, path: way.path, ...wording }];
  });
  const isForItself = ({ object }: Report): boolean => acceptedCodes(object.annotations).has(code);
  const [first, ...others] = told.filter((each) => !isForItself(each));
  told.filter(isForItself).forEach((each) => report(each));
  if (first !== undefined) {
    report({ ...first, message: first.message + appliesToOthers(others.length, 'VirtualService') });
  }
}

/** Sidecars that let connections to unknown hosts out. */
interface Open {
  readonly mode: string;
  /** The Sidecar that sets it; undefined if the mesh does. */
  readonly by?: Sidecar;
}

function successProvesNothing({ mode, by }: Open): Wording {
  const [who, what, where] =
    by === undefined
      ? ['Sidecars', `outboundTrafficPolicy is ${mode}`, 'meshConfig.outboundTrafficPolicy.mode']
      : [
          `Sidecars of ${by.namespace}`,
          `outboundTrafficPolicy of Sidecar ${by.key} is ${mode}`,
          `spec.outboundTrafficPolicy.mode of Sidecar ${by.key}`,
        ];
  return {
    message: `${who} let connections to unknown hosts out directly (${what}), so a successful request does not prove that it went through the gateway.`,
    fix: `Look at the gateway's own access log, or set ${where} to REGISTRY_ONLY.`,
    ...(by !== undefined && { related: [{ object: by, path: 'spec.outboundTrafficPolicy' }] }),
  };
}

/** Whether sidecars let connections to unknown hosts out: their Sidecar decides, or else the mesh. */
class OutboundPolicies {
  private readonly selecting: ReadonlyMap<string, readonly Sidecar[]>;
  private readonly clients: ReadonlySet<string>;

  constructor(private readonly mesh: Mesh) {
    const selecting = mesh
      .all('networking.istio.io/Sidecar')
      .filter(({ spec }) => Object.keys(spec.workloadSelector?.labels ?? {}).length > 0);
    this.selecting = groupBy(selecting, ({ namespace }) => namespace);
    this.clients = clientNamespaces(mesh);
  }

  /** The Sidecar, or the mesh, that lets out pods which use the rules of a VirtualService. */
  public openFor(object: VirtualService): Open | undefined {
    const { everybody, namespaces } = visibilityOf(this.mesh, object);
    const named = everybody ? undefined : [...namespaces];
    const known = named?.filter((reader) => this.clients.has(reader)) ?? [...this.clients];
    // If the manifests show no client, there may be one in each of them; the namespace of the rule itself is often that of the gateway.
    const others = named?.filter((reader) => reader !== object.namespace) ?? [];
    const readers = known.length > 0 ? known : others.length > 0 ? others : (named ?? [ANY_OTHER]);
    return readers.map((reader) => this.open(reader)).find((each) => each !== undefined);
  }

  private open(namespace: string): Open | undefined {
    const pods = [{}, ...(this.selecting.get(namespace) ?? []).map(({ spec }) => spec.workloadSelector?.labels ?? {})];
    return pods.map((labels) => this.openTo(sidecarOf(namespace, labels))).find((each) => each !== undefined);
  }

  private openTo(client: Proxy): Open | undefined {
    const { outboundTrafficPolicy, sidecar } = sidecarScope(this.mesh, client);
    const { mode } = outboundTrafficPolicy;
    const by = sidecar?.spec.outboundTrafficPolicy === undefined ? undefined : sidecar;
    return mode === 'REGISTRY_ONLY' ? undefined : { mode, by };
  }
}

/** A namespace that the manifests do not show. */
const ANY_OTHER = '';

/** Namespaces with pods that have a sidecar. A gateway has only its proxy, and is not a client. */
function clientNamespaces(mesh: Mesh): ReadonlySet<string> {
  const clients = mesh.workloads.filter(
    (each) => each.containers.some(({ name }) => name !== PROXY_CONTAINER) && isInMesh(each, mesh),
  );
  return new Set(clients.map(({ namespace }) => namespace));
}

function isEnforced(mesh: Mesh): boolean {
  return mesh
    .all('networking.k8s.io/NetworkPolicy')
    .some(
      ({ spec }) =>
        (Array.isArray(spec.policyTypes) && spec.policyTypes.includes('Egress')) || spec.egress !== undefined,
    );
}
