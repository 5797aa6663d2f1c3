import type { Destination } from '../../../imports/networking';
import type { Gateway } from '../../mesh/gateways';
import { resolvedGatewayKey } from '../../istio/names';
import { serverHost } from '../../istio/server-host';
import { selectorKey } from '../../mesh/selector-key';
import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { once } from '../../mesh/reading/once';
import type { Workload } from '../../mesh/workload';
import { selects } from '../../mesh/workload';

export type VirtualService = MeshObject<'networking.istio.io/VirtualService'>;

/** One rule of a VirtualService, whatever its protocol. */
export interface RouteRule {
  readonly kind: 'http' | 'tls' | 'tcp';
  /** `spec.http[0]` */
  readonly path: string;
  /** Gateways that its matches name, each `mesh` or `namespace/name`; undefined where it holds for all of the VirtualService. */
  readonly gateways?: readonly string[];
  /** What all of its matches name, if they name one port. */
  readonly port?: number;
  readonly destinations: readonly RouteDestination[];
}

export interface RouteDestination {
  readonly path: string;
  readonly destination: Destination;
  readonly weight: number;
}

const DOTTED = /^([^.]*)\.([^.]+)(?:\.svc)?$/;

/** The Service that `reviews.shop` or `reviews.shop.svc` means to Kubernetes' DNS, and not to Istio. */
export function dottedService(mesh: Mesh, host: string): MeshObject<'core/Service'> | undefined {
  const [, name, namespace] = DOTTED.exec(host) ?? [];
  return namespace === undefined ? undefined : mesh.find('core/Service', namespace, name);
}

/** The gateways that a VirtualService is bound to, each `mesh` or `namespace/name`. */
export const gatewayNames = once(
  ({ spec, namespace }: VirtualService): readonly string[] => named(spec.gateways ?? [], namespace) ?? ['mesh'],
);

function named(gateways: readonly string[], namespace: string): string[] | undefined {
  return gateways.length === 0
    ? undefined
    : gateways.map((name) => (name === 'mesh' ? name : resolvedGatewayKey(name, namespace)));
}

/** Whether a match of a VirtualService, which may name gateways of its own, is asked at a gateway (or `mesh`). */
export function isAskedAt(gateway: string, gateways: readonly string[] | undefined, namespace: string): boolean {
  return named(gateways ?? [], namespace)?.includes(gateway) ?? true;
}

/** A Gateway by its `namespace/name`; there is none for `mesh`. */
export function gatewayOf(mesh: Mesh, key: string): Gateway | undefined {
  const [namespace, name] = key.split('/');
  return name === undefined ? undefined : mesh.find('networking.istio.io/Gateway', namespace, name);
}

/** The Gateways of a VirtualService that are known. */
export function boundGateways(mesh: Mesh, virtualService: VirtualService): Gateway[] {
  return gatewayNames(virtualService).flatMap((key) => gatewayOf(mesh, key) ?? []);
}

/** The VirtualServices of each Gateway, by `namespace/name`, and those of the mesh under `mesh`. */
export function virtualServicesByGateway(mesh: Mesh): ReadonlyMap<string, readonly VirtualService[]> {
  const index = new Map<string, VirtualService[]>();
  for (const virtualService of mesh.all('networking.istio.io/VirtualService')) {
    for (const gateway of new Set(gatewayNames(virtualService))) {
      push(index, gateway, virtualService);
    }
  }
  return index;
}

/** All rules of a VirtualService, with their destinations. */
export const rulesOf = once(rules);

function rules({ spec, namespace }: VirtualService): readonly RouteRule[] {
  const ofKind = (kind: RouteRule['kind']): RouteRule[] =>
    (spec[kind] ?? []).map((rule, i) => {
      const path = `spec.${kind}[${i}]`;
      const matches: readonly { readonly gateways?: string[]; readonly port?: number }[] = rule.match ?? [];
      const [port, ...otherPorts] = new Set(matches.map((match) => match.port));
      const everywhere = matches.length === 0 || matches.some(({ gateways = [] }) => gateways.length === 0);
      return {
        kind,
        path,
        gateways: everywhere
          ? undefined
          : named(
              matches.flatMap(({ gateways = [] }) => gateways),
              namespace,
            ),
        port: otherPorts.length === 0 ? port : undefined,
        destinations: (rule.route ?? []).flatMap(({ destination, weight = 0 }, at) =>
          destination === undefined ? [] : { path: `${path}.route[${at}].destination`, destination, weight },
        ),
      };
    });
  return [...ofKind('http'), ...ofKind('tls'), ...ofKind('tcp')];
}

/** Whether a rule is asked at a gateway (or `mesh`). */
export function holdsAt(rule: RouteRule, gateway: string): boolean {
  return rule.gateways === undefined || rule.gateways.includes(gateway);
}

/** Hosts of a server of a Gateway, without the namespaces that may stand before them. */
export function serverHosts(hosts: readonly string[] | undefined): string[] {
  return (hosts ?? []).map((host) => serverHost(host, '').host);
}

/** The pods that a Gateway configures. */
export function gatewayPods(mesh: Mesh, gateway: Gateway): readonly Workload[] {
  const { selector = {} } = gateway.spec;
  return mesh.derive(podsBySelector).of(selector);
}

/** Pods by selector; there are few different ones. */
function podsBySelector(mesh: Mesh): { of(selector: Record<string, string>): readonly Workload[] } {
  const { workloads } = mesh;
  const known = new Map<string, readonly Workload[]>();
  return {
    of(selector) {
      const key = selectorKey(selector);
      let pods = known.get(key);
      if (pods === undefined) {
        pods = workloads.filter(({ labels }) => selects(selector, labels));
        known.set(key, pods);
      }
      return pods;
    },
  };
}

/**
 * The namespaces in which the pods of a Gateway run. Where the pods are not known, those of the gateways that `istioctl install`
 * makes are in the root namespace.
 */
export function gatewayNamespaces(mesh: Mesh, gateway: Gateway | undefined): string[] {
  if (gateway === undefined) {
    return [];
  }
  const pods = gatewayPods(mesh, gateway);
  if (pods.length > 0) {
    return [...new Set(pods.map(({ namespace }) => namespace))];
  }
  return /^(in|e)gressgateway$/.test(gateway.spec.selector?.istio ?? '') ? [mesh.context.rootNamespace] : [];
}
