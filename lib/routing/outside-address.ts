import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import type { RegistryService } from '../mesh/registry';
import { registry } from '../mesh/registry';

/** The Service that clients outside of the cluster find at an address or a name: that of its load balancer, or one of its `externalIPs`. */
export function serviceOutside(mesh: Mesh, host: string): RegistryService | undefined {
  return mesh.derive(servicesOutside).get(host.replace(/^\[|\]$/g, '').toLowerCase());
}

/** MetalLB reads it, and the older name too. */
const METAL_LB = ['metallb.io/loadBalancerIPs', 'metallb.universe.tf/loadBalancerIPs'];

/** What of a Service is not read elsewhere. */
interface Exposed {
  readonly spec?: {
    readonly type?: unknown;
    readonly loadBalancerIP?: unknown;
    readonly externalIPs?: readonly unknown[];
  };
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: unknown; readonly hostname?: unknown }[] };
  };
}

function servicesOutside(mesh: Mesh): ReadonlyMap<string, RegistryService> {
  return new Map(
    registry(mesh).all.flatMap((service) =>
      service.external
        ? []
        : addressesOf(service.object).map((address): [string, RegistryService] => [address, service]),
    ),
  );
}

function addressesOf({ manifest, annotations }: MeshObject): readonly string[] {
  const { spec, status } = manifest as Exposed;
  const ofBalancer =
    spec?.type === 'LoadBalancer'
      ? [
          spec.loadBalancerIP,
          ...(status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => [ip, hostname]),
          ...METAL_LB.flatMap((name) => (annotations[name] ?? '').split(',').map((each) => each.trim())),
        ]
      : [];
  return [...ofBalancer, ...(spec?.externalIPs ?? [])].flatMap((each) =>
    typeof each === 'string' && each !== '' ? [each.toLowerCase()] : [],
  );
}
