import { PROXY_CONTAINER } from '../../istio/injection';
import { isInMesh } from '../../mesh/injection';
import type { Proxy } from '../../mesh/proxies';
import { sidecarOf } from '../../mesh/proxies';
import { groupBy } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Sidecar } from '../../mesh/sidecar-scope';
import { sidecarScope } from '../../mesh/sidecar-scope';
import { visibilityOf } from '../../mesh/visibility';
import type { Check, Reporter, Wording } from '../check';
import { isAccepted } from '../suppressions';
import type { VirtualService } from '../../mesh/virtual-services';
import { gatewayNames, isAskedAt, rulesOf } from '../../mesh/virtual-services';

/**
 * What an egress gateway alone does not do: it neither shows that requests use it nor makes them. Both are said once for a mesh, and not
 * where an object says that it is known.
 */
export const egressEnforcement: Check = {
  name: 'egress-enforcement',
  codes: {
    CDI0204: {
      name: 'EgressSuccessProvesNothing',
      severity: 'info',
      source: 'cdk8s-istio',
      summary: 'Requests that are to leave through a gateway would also succeed without it.',
      explanation:
        'With `outboundTrafficPolicy: ALLOW_ANY` a sidecar lets connections to unknown hosts out. If any part of the egress design is wrong, the connection just leaves the pod directly, and the answer looks the same.',
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
      summary: 'Nothing makes pods use the egress gateway.',
      explanation:
        "Istio sends through the gateway what its sidecars see. A process that runs as the user of the proxy, a pod without a sidecar or a protocol that is not intercepted goes around it. Istio's documentation says of REGISTRY_ONLY itself that it is no security boundary; only the network can enforce the way.",
      remedy: 'Add a NetworkPolicy for egress.',
      references: [
        'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/#additional-security-considerations',
      ],
    },
    CDI0208: {
      name: 'GatewayPortMissing',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: "A route leads to a gateway's Service without a port.",
      explanation:
        'A destination may leave out the port of a Service that has a single one. The Service of an installed gateway has several. istiod then takes ' +
        'the port that the client asked for, whether the Service has it or not; `istioctl analyze` with a cluster calls it an error (IST0112).',
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
            'The destination names no port, and the Service of an installed gateway has several (80 and 443 at least). istiod then takes the port that the client asked for, whether the Service has it or not.',
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
          'Nothing keeps a pod from leaving past the gateway: a program that does not use its sidecar, or a pod without one, connects directly. REGISTRY_ONLY does not stop it either.',
        fix: 'Add a NetworkPolicy that allows the pods egress only to the gateway, to DNS and to istiod.',
      }));
    }
  },
};

/** A destination of a VirtualService by which requests leave the sidecar for an egress gateway. */
interface WayOut {
  readonly object: VirtualService;
  readonly path: string;
  readonly destination: { readonly port?: { readonly number?: number } };
  /** The port that the requests are for. */
  readonly port: number;
}

function waysOut(mesh: Mesh, object: VirtualService): WayOut[] {
  const external = (object.spec.hosts ?? []).some(
    (host) => host.includes('.') && !host.endsWith(`.${mesh.context.clusterDomain}`),
  );
  if (!external || !gatewayNames(object).includes('mesh')) {
    return [];
  }
  return rulesOf(object)
    .filter((rule) => isAskedAt(rule, 'mesh'))
    .flatMap(({ destinations, kind, port = kind === 'http' ? 80 : 443 }) =>
      destinations
        .filter(({ destination }) => isGateway(destination.host ?? ''))
        .map(({ path, destination }) => ({ object, path, destination, port })),
    );
}

function isGateway(host: string): boolean {
  return /^(istio-?)?egress-?gateway\b/.test(host) || /^istio-egress/.test(host);
}

/** Reports something of the first object of which it is true, and counts the others. */
function once(
  code: string,
  ways: readonly WayOut[],
  report: Reporter,
  say: (way: WayOut) => Wording | undefined,
): void {
  const objects = [...groupBy(ways, ({ object }) => object.key).values()];
  const said = objects.flatMap(([way]) => {
    const told = way.object.external || isAccepted(code, way.object) ? undefined : say(way);
    return told === undefined ? [] : { way, ...told };
  });
  if (said.length > 0) {
    const [{ way, message, ...wording }] = said;
    const others = said.length - 1;
    const more =
      others === 0
        ? ''
        : ` The same applies to ${others === 1 ? 'another VirtualService' : `${others} other VirtualServices`}.`;
    report({ code, object: way.object, path: way.path, message: `${message}${more}`, ...wording });
  }
}

/** Sidecars that let out what they do not know. */
interface Open {
  readonly mode: string;
  /** The Sidecar that says so; undefined where the mesh does. */
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
    message: `${who} let connections to unknown hosts out directly (${what}), so a request that answers does not show that it went through the gateway.`,
    fix: `Look at the gateway's own access log, or set ${where} to REGISTRY_ONLY.`,
    ...(by !== undefined && { related: [{ object: by, path: 'spec.outboundTrafficPolicy' }] }),
  };
}

/** Whether sidecars let out what they do not know, as their Sidecar says it, or else the mesh. */
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

  /** A Sidecar, or the mesh, that lets pods out which ask the rules of a VirtualService. */
  public openFor(object: VirtualService): Open | undefined {
    const { everybody, namespaces } = visibilityOf(this.mesh, object);
    const named = everybody ? undefined : [...namespaces];
    const known = named?.filter((reader) => this.clients.has(reader)) ?? [...this.clients];
    // Where no client is to be seen, there may be one in each of them; that of the rule itself is named for the gateway.
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

/** A namespace of which nothing is known. */
const ANY_OTHER = '';

/** Namespaces with pods that have a sidecar. A gateway has nothing beside its proxy, and is no client. */
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
